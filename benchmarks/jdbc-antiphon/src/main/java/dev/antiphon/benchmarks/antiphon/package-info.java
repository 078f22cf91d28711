/** Antiphon as a contender. */
package dev.antiphon.benchmarks.antiphon;
