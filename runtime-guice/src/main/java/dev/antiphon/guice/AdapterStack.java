package dev.antiphon.guice;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The adapters that were made, in order. Closing closes those that can be closed, the last one
 * first, each once, and goes on if one fails.
 *
 * <p>What is kept is kept by one thread at a time; any thread may close.
 */
final class AdapterStack implements AutoCloseable {

  private final Deque<AutoCloseable> toClose = new ConcurrentLinkedDeque<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Keeps what was made for closing, and returns it. */
  <T> T keep(T adapter) {
    if (adapter instanceof AutoCloseable closeable && seen.add(adapter)) {
      toClose.push(closeable);
    }
    return adapter;
  }

  /**
   * Closes what was made.
   *
   * @throws AdapterCloseException if some could not be closed; all others are
   */
  @Override
  public void close() {
    List<AdapterCloseException.Failure> failures = new ArrayList<>();
    for (AutoCloseable adapter = toClose.poll(); adapter != null; adapter = toClose.poll()) {
      try {
        adapter.close();
      } catch (Throwable failure) {
        if (failure instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        failures.add(new AdapterCloseException.Failure(adapter.getClass().getName(), failure));
      }
    }
    if (!failures.isEmpty()) {
      throw new AdapterCloseException(failures);
    }
  }

  /** Closes what was made after a failure, which is told of what could not be closed. */
  void closeAfter(Throwable failure) {
    try {
      close();
    } catch (AdapterCloseException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }
}
