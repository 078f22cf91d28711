/**
 * What all contenders of a side-by-side run share: the database they get, and the process that they
 * are measured in.
 *
 * <p>Start at {@link dev.antiphon.benchmarks.contest.Contender}.
 */
package dev.antiphon.benchmarks.contest;
