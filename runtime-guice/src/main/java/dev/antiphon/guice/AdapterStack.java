package dev.antiphon.guice;

import dev.antiphon.spi.Offer;
import dev.antiphon.spi.Settings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The adapters that were made, in order. Closing closes those that can be closed, the last one
 * first, each once, and goes on if one fails.
 *
 * <p>For one thread at a time.
 */
final class AdapterStack implements AutoCloseable {

  private final Settings settings;
  private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  AdapterStack(Settings settings) {
    this.settings = settings;
  }

  /** Makes what was chosen, and keeps it for closing. */
  <T> T create(Offer<T> offer) {
    T adapter = offer.create(settings);
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
    while (!toClose.isEmpty()) {
      AutoCloseable adapter = toClose.pop();
      try {
        adapter.close();
      } catch (Exception failure) {
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
