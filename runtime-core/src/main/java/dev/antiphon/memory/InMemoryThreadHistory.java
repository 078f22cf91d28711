package dev.antiphon.memory;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.ThreadConflictException;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadRevision;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps messages for as long as the process lives. It can do everything but {@code RESUME}.
 *
 * <p>Give the same object to an {@link InMemoryThreadList}, and the list knows when the last
 * message of a thread was stored, and deletes messages with their thread.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; threads of a conversation wait only for
 * writes to the same conversation.
 */
public final class InMemoryThreadHistory implements ThreadHistoryAdapter {

  /*
   * Concurrency
   * -----------
   * A StoredThread is touched only inside compute(), so the map orders all reads and writes of one
   * conversation. What load() returns is a copy.
   */
  private final Map<ThreadKey, StoredThread> threads = new ConcurrentHashMap<>();
  private final InstantSource clock;

  /** Makes an empty history that tells the time by the system's clock. */
  public InMemoryThreadHistory() {
    this(InstantSource.system());
  }

  /**
   * Makes an empty history.
   *
   * @param clock tells when a message is stored
   */
  public InMemoryThreadHistory(InstantSource clock) {
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public LoadedThread load(ThreadKey thread) {
    LoadedThread[] loaded = {LoadedThread.EMPTY};
    threads.computeIfPresent(thread, (key, stored) -> {
      loaded[0] = stored.load();
      return stored;
    });
    return loaded[0];
  }

  /** Stores a batch; one that expects {@link ThreadRevision#UNKNOWN} is never refused. */
  @Override
  public ThreadRevision write(ThreadKey thread, HistoryBatch batch) {
    requireNonNull(batch, "batch");
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    ThreadRevision[] written = new ThreadRevision[1];
    threads.compute(thread, (key, stored) -> {
      StoredThread target = stored == null ? new StoredThread() : stored;
      ThreadRevision expected = batch.expected();
      if (!expected.equals(ThreadRevision.UNKNOWN) && !expected.equals(target.revision())) {
        throw new ThreadConflictException(thread, expected, target.revision());
      }
      written[0] = target.apply(batch.entries(), now);
      return target;
    });
    return written[0];
  }

  /** Returns when the thread's last message was stored, or {@code null} if none was. */
  @Nullable
  Instant lastMessageAt(ThreadKey thread) {
    StoredThread stored = threads.get(thread);
    return stored == null ? null : stored.lastMessageAt();
  }

  /** Forgets a thread. */
  void delete(ThreadKey thread) {
    threads.remove(thread);
  }
}
