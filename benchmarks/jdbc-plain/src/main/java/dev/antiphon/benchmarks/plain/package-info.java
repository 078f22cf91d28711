/** The floor, written by hand. */
package dev.antiphon.benchmarks.plain;
