package dev.antiphon.testing;

import dev.antiphon.memory.InMemoryThreadHistory;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.ReplyWriter;
import dev.antiphon.port.RunRequest;
import dev.antiphon.port.StorageException;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tree.MessageItem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A history in memory that fails when a test says so, and keeps what was written. Several runtimes
 * may stand on it, one after another, as on a database.
 *
 * <p><b>Threads.</b> For one thread.
 */
public final class FaultyHistory implements ThreadHistoryAdapter {

  private final InMemoryThreadHistory store = new InMemoryThreadHistory();
  private final List<HistoryBatch> batches = new ArrayList<>();
  private final List<ThreadKey> threads = new ArrayList<>();
  private final Deque<Throwable> writeFailures = new ArrayDeque<>();
  private final List<Fault> writeFaults = new ArrayList<>();
  private final List<Throwable> loadFaults = new ArrayList<>();
  private Set<Capability> capabilities = EnumSet.complementOf(EnumSet.of(Capability.RESUME));
  private @Nullable Runnable beforeWrite;
  private @Nullable LoadedThread found;
  private @Nullable ChatModelAdapter resumption;
  private int loads;
  private int writes;

  /** How a write fails. */
  public enum Fault {
    /** Nothing is stored, and the caller is told. */
    REJECTED,
    /** It is stored, and the caller is told that it is not. */
    ANSWER_LOST
  }

  /** Makes an empty history that works. */
  public FaultyHistory() {}

  /**
   * Has the next writes fail.
   *
   * @param count how many
   */
  public void failWrites(int count) {
    failWrites(count, Fault.REJECTED);
  }

  /**
   * Has the next writes fail in a way.
   *
   * @param count how many
   * @param fault the way
   */
  public void failWrites(int count, Fault fault) {
    for (int i = 0; i < count; i++) {
      writeFaults.add(fault);
    }
  }

  /**
   * Has the next write fail with something.
   *
   * @param failure what it throws
   */
  public void failWrite(Throwable failure) {
    writeFailures.add(failure);
  }

  /**
   * Puts messages there, as an earlier process left them.
   *
   * @param thread of which thread
   * @param items the messages
   */
  public void put(ThreadKey thread, MessageItem... items) {
    store.write(
        thread,
        new HistoryBatch(
            ThreadRevision.UNKNOWN,
            Arrays.stream(items)
                .map(HistoryEntry.Append::new)
                .map(HistoryEntry.class::cast)
                .toList()));
  }

  /**
   * Has every load find something that this history would not write.
   *
   * @param loaded what is found, or {@code null} for what is stored
   */
  public void finds(@Nullable LoadedThread loaded) {
    found = loaded;
  }

  /**
   * Lets this history go on with replies.
   *
   * @param reply writes the rest
   */
  public void resumes(ChatModelAdapter reply) {
    resumption = reply;
    capabilities = EnumSet.allOf(Capability.class);
  }

  /** Has writes work again. */
  public void heal() {
    writeFailures.clear();
    writeFaults.clear();
    loadFaults.clear();
  }

  /**
   * Has the next load fail.
   *
   * @param failure what it throws
   */
  public void failLoad(Throwable failure) {
    loadFaults.add(failure);
  }

  /**
   * Has something happen before each write: a crash, other tasks.
   *
   * @param action what, or {@code null} for nothing
   */
  public void beforeWrite(@Nullable Runnable action) {
    beforeWrite = action;
  }

  /**
   * Sets what it can do.
   *
   * @param declared the capabilities
   */
  public void capabilities(Set<Capability> declared) {
    capabilities = EnumSet.copyOf(declared);
  }

  /** Returns the batches that were stored, in order. */
  public List<HistoryBatch> batches() {
    return batches;
  }

  /** Returns the threads that the batches were stored to, in the same order. */
  public List<ThreadKey> threads() {
    return threads;
  }

  /** Returns how often it was read from. */
  public int loads() {
    return loads;
  }

  /** Returns how often a write was tried. */
  public int writes() {
    return writes;
  }

  @Override
  public LoadedThread load(ThreadKey thread) {
    loads++;
    if (!loadFaults.isEmpty()) {
      throw sneaky(loadFaults.remove(0));
    }
    return found != null ? found : store.load(thread);
  }

  @Override
  public ThreadRevision write(ThreadKey thread, HistoryBatch batch) {
    if (beforeWrite != null) {
      beforeWrite.run();
    }
    writes++;
    if (!writeFailures.isEmpty()) {
      throw sneaky(writeFailures.remove());
    }
    Fault fault = writeFaults.isEmpty() ? null : writeFaults.remove(0);
    if (fault == Fault.REJECTED) {
      throw unavailable();
    }
    ThreadRevision revision = store.write(thread, batch);
    batches.add(batch);
    threads.add(thread);
    if (fault == Fault.ANSWER_LOST) {
      throw unavailable();
    }
    return revision;
  }

  @Override
  public void resume(RunRequest request, ReplyWriter reply) throws Exception {
    if (resumption == null) {
      throw new AssertionError("Nobody said that this history resumes.");
    }
    resumption.run(request, reply);
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  private static StorageException unavailable() {
    return new StorageException("unavailable", "The test's storage is down.", true, null);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> RuntimeException sneaky(Throwable failure) throws T {
    throw (T) failure;
  }
}
