package dev.antiphon.testing;

import dev.antiphon.memory.InMemoryThreadList;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.StorageException;
import dev.antiphon.port.ThreadPage;
import dev.antiphon.port.ThreadRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A list of threads in memory that fails to create a thread when a test says so.
 *
 * <p><b>Threads.</b> For one thread.
 */
public final class FaultyThreadList implements RemoteThreadListAdapter {

  private final InMemoryThreadList threads = new InMemoryThreadList();
  private int failures;
  private int creations;

  /** Makes an empty list that works. */
  public FaultyThreadList() {}

  /**
   * Has the next creations fail.
   *
   * @param count how many
   */
  public void failCreations(int count) {
    failures = count;
  }

  /** Returns how many creations were tried. */
  public int creations() {
    return creations;
  }

  @Override
  public ThreadPage list(String owner, @Nullable String cursor) {
    return threads.list(owner, cursor);
  }

  @Override
  public ThreadRecord initialize(ThreadKey thread) {
    creations++;
    if (failures > 0) {
      failures--;
      throw new StorageException("unavailable", "The test's list is down.", true, null);
    }
    return threads.initialize(thread);
  }

  @Override
  public Optional<ThreadRecord> fetch(ThreadKey thread) {
    return threads.fetch(thread);
  }

  @Override
  public void rename(ThreadKey thread, String title) {
    threads.rename(thread, title);
  }

  @Override
  public void archive(ThreadKey thread) {
    threads.archive(thread);
  }

  @Override
  public void unarchive(ThreadKey thread) {
    threads.unarchive(thread);
  }

  @Override
  public void delete(ThreadKey thread) {
    threads.delete(thread);
  }
}
