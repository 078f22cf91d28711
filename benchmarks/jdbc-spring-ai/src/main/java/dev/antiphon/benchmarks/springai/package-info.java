/** Spring AI as a contender. */
package dev.antiphon.benchmarks.springai;
