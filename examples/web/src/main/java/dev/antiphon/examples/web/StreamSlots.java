package dev.antiphon.examples.web;

import dev.antiphon.web.ByteStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The open streams: so many for each owner, so many for all. Safe for use by any number of threads.
 */
final class StreamSlots implements AutoCloseable {

  private final WebLimits limits;
  private final Map<String, Integer> taken = new HashMap<>();
  private final Set<ByteStream> open = new HashSet<>();
  private int all;
  private boolean isClosed;

  StreamSlots(WebLimits limits) {
    this.limits = limits;
  }

  /** What is done with a stream as long as it is open. */
  interface Use {
    void of(ByteStream bytes) throws IOException;
  }

  /**
   * Opens a stream, has it used, and closes it.
   *
   * @param owner whose
   * @param opener opens it, once there is a slot
   * @param use what is done with it
   * @throws HttpRefusal with 429 if there is no slot
   */
  void hold(String owner, Supplier<ByteStream> opener, Use use) throws IOException {
    take(owner);
    try (ByteStream bytes = opener.get()) {
      opened(bytes);
      use.of(bytes);
      closed(bytes);
    } finally {
      give(owner);
    }
  }

  private synchronized void take(String owner) {
    int own = taken.getOrDefault(owner, 0);
    if (own >= limits.streamsPerOwner() || all >= limits.streams()) {
      throw new HttpRefusal(
          429,
          "limit",
          "At most %d streams are open for one person and %d for all. Close one, or wait."
              .formatted(limits.streamsPerOwner(), limits.streams()));
    }
    taken.put(owner, own + 1);
    all++;
  }

  private synchronized void opened(ByteStream bytes) {
    if (isClosed) {
      throw new HttpRefusal(503, "closed", "The server stops.");
    }
    open.add(bytes);
  }

  private synchronized void closed(ByteStream bytes) {
    open.remove(bytes);
  }

  private synchronized void give(String owner) {
    all--;
    open.removeIf(ByteStream::isEnded);
    taken.computeIfPresent(owner, (name, count) -> count == 1 ? null : count - 1);
  }

  synchronized int count() {
    return all;
  }

  /** Ends every stream, and lets no other one begin. */
  @Override
  public void close() {
    List<ByteStream> left;
    synchronized (this) {
      isClosed = true;
      left = List.copyOf(open);
    }
    left.forEach(ByteStream::close);
  }
}
