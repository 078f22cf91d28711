/**
 * Has contenders take turns, and writes the report. Start at
 * {@link dev.antiphon.benchmarks.referee.P9}.
 */
package dev.antiphon.benchmarks.referee;
