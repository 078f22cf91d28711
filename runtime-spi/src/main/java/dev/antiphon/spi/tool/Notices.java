package dev.antiphon.spi.tool;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells listeners, and keeps what they throw until the work at hand is done. */
final class Notices {

  private boolean telling;
  private @Nullable RuntimeException thrown;

  /** Tells those that were there at the start; who joins meanwhile has caught up by itself. */
  <L> void tell(List<L> listeners, Consumer<L> notice) {
    int count = listeners.size();
    for (int i = 0; i < count; i++) {
      try {
        notice.accept(listeners.get(i));
      } catch (RuntimeException failure) {
        if (thrown == null) {
          thrown = failure;
        } else if (thrown != failure) {
          thrown.addSuppressed(failure);
        }
      }
    }
  }

  /** Feeds; then throws what a listener threw meanwhile. */
  void feeding(Runnable feed) {
    if (telling) {
      throw new IllegalStateException(
          "A listener fed or ended the reader that called it. Do that after the listener returned.");
    }
    telling(feed);
    RuntimeException failure = thrown;
    thrown = null;
    if (failure != null) {
      throw failure;
    }
  }

  /** Lets a listener join; it may not feed meanwhile. */
  void telling(Runnable work) {
    boolean before = telling;
    telling = true;
    try {
      work.run();
    } finally {
      telling = before;
    }
  }
}
