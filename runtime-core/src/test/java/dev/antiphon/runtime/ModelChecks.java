package dev.antiphon.runtime;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/**
 * How the moving parts are model-checked: every interleaving of a few operations on two threads, as
 * far as the budget goes; more with {@code -Pthorough}.
 */
final class ModelChecks {

  private static final int THOROUGH_FACTOR = 5;

  private ModelChecks() {}

  /**
   * Returns options that are worth something with a {@code ReentrantLock}: no random operations
   * before the threads start, which would bring the part to its end too early, and no false hang
   * inside the lock's queue.
   *
   * @param iterations how many scenarios
   * @param invocations how many interleavings of each
   */
  static ModelCheckingOptions options(int iterations, int invocations) {
    int factor = Boolean.getBoolean("antiphon.thorough") ? THOROUGH_FACTOR : 1;
    return new ModelCheckingOptions()
        .iterations(iterations * factor)
        .invocationsPerIteration(invocations * factor)
        .threads(2)
        .actorsPerThread(3)
        .actorsBefore(0)
        .actorsAfter(0)
        .loopBound(100_000)
        .enableAwaitLoopsAnalysis(true);
  }
}
