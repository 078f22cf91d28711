package dev.antiphon.runtime;

import org.jspecify.annotations.Nullable;

/**
 * What a live runtime that was given up leaves to the next one of its thread.
 *
 * @param lastSequence the sequence number of its last event: numbers go on (rule EVT-1)
 * @param options the options that were set for the thread, or {@code null} if none were
 * @param wasLoaded whether the thread was loaded, so that it is to be loaded again
 */
record PriorRuntime(long lastSequence, @Nullable RuntimeOptions options, boolean wasLoaded) {

  /** There was none. */
  static final PriorRuntime NONE = new PriorRuntime(0, null, false);
}
