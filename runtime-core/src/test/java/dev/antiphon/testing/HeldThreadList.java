package dev.antiphon.testing;

import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.StorageException;
import dev.antiphon.port.ThreadPage;
import dev.antiphon.port.ThreadRecord;
import dev.antiphon.thread.UnknownThreadException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A list of one owner's threads in the order in which a test has put them. Each call is held twice:
 * before it does its part, and before it answers.
 *
 * <p><b>Threads.</b> For tasks of {@link HeldCalls}, of which one runs at a time.
 */
public final class HeldThreadList implements RemoteThreadListAdapter {

  private final HeldCalls calls;
  private final List<ThreadRecord> threads = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private final Set<String> failing = new HashSet<>();
  private Set<Capability> abilities = EnumSet.allOf(Capability.class);
  private int pageSize = Integer.MAX_VALUE;
  private boolean namesByItself;

  /**
   * Makes an empty list.
   *
   * @param calls holds its calls
   */
  public HeldThreadList(HeldCalls calls) {
    this.calls = calls;
  }

  /**
   * Adds threads at the end.
   *
   * @param ids their ids; one that ends in {@code !} is archived
   */
  public HeldThreadList with(String... ids) {
    for (String id : ids) {
      boolean isArchived = id.endsWith("!");
      threads.add(ThreadRecord.builder(isArchived ? id.substring(0, id.length() - 1) : id)
          .status(isArchived ? ThreadRecord.Status.ARCHIVED : ThreadRecord.Status.REGULAR)
          .build());
    }
    return this;
  }

  /**
   * Sets how many threads a page has.
   *
   * @param size the number
   */
  public HeldThreadList pagesOf(int size) {
    pageSize = size;
    return this;
  }

  /** Has it call the threads that it creates {@code r-ID}, also in its list. */
  public HeldThreadList namingByItself() {
    namesByItself = true;
    return this;
  }

  /** Has it keep no custom data. */
  public HeldThreadList withoutCustom() {
    abilities = EnumSet.noneOf(Capability.class);
    return this;
  }

  /**
   * Has every call of a kind fail from now on, before it has done anything.
   *
   * @param call as the log names it, such as {@code rename a}
   */
  public void fail(String call) {
    failing.add(call);
  }

  /** Has every call do its part again. */
  public void recover() {
    failing.clear();
  }

  /** Returns what it was asked, in the order in which it did it, failures included. */
  public List<String> log() {
    return List.copyOf(log);
  }

  /** Returns its threads in their order. */
  public List<ThreadRecord> threads() {
    return List.copyOf(threads);
  }

  private interface Part<T> {
    T run();
  }

  private <T> T call(String name, Part<T> part) {
    calls.hold(name);
    log.add(name);
    if (failing.contains(name)) {
      calls.hold(name + " answers");
      throw new StorageException("unavailable", "The test's list is down.", true, null);
    }
    T answer = part.run();
    calls.hold(name + " answers");
    return answer;
  }

  private void change(String name, ThreadKey thread, UnaryOperator<ThreadRecord.Builder> change) {
    boolean isThere = call(name + " " + thread.threadId(), () -> {
      int index = indexOf(thread.threadId());
      if (index >= 0) {
        threads.set(index, change.apply(threads.get(index).toBuilder()).build());
      }
      return index >= 0;
    });
    if (!isThere) {
      throw new UnknownThreadException(thread);
    }
  }

  private int indexOf(String id) {
    for (int i = 0; i < threads.size(); i++) {
      if (threads.get(i).id().equals(id) || ("r-" + id).equals(threads.get(i).id())) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public ThreadPage list(String owner, @Nullable String cursor) {
    return call(cursor == null ? "list" : "list " + cursor, () -> {
      int from = cursor == null ? 0 : Integer.parseInt(cursor);
      int to = (int) Math.min(threads.size(), (long) from + pageSize);
      return new ThreadPage(
          threads.subList(Math.min(from, to), to), to < threads.size() ? "" + to : "");
    });
  }

  @Override
  public ThreadRecord initialize(ThreadKey thread) {
    return call("initialize " + thread.threadId(), () -> {
      int index = indexOf(thread.threadId());
      if (index >= 0) {
        return own(thread, threads.get(index));
      }
      String id = namesByItself ? "r-" + thread.threadId() : thread.threadId();
      ThreadRecord created =
          ThreadRecord.builder(id).remoteId(namesByItself ? id : null).build();
      threads.add(0, created);
      return own(thread, created);
    });
  }

  private static ThreadRecord own(ThreadKey thread, ThreadRecord stored) {
    return stored.toBuilder().id(thread.threadId()).build();
  }

  @Override
  public Optional<ThreadRecord> fetch(ThreadKey thread) {
    return call("fetch " + thread.threadId(), () -> {
      int index = indexOf(thread.threadId());
      return index < 0 ? Optional.empty() : Optional.of(own(thread, threads.get(index)));
    });
  }

  @Override
  public void rename(ThreadKey thread, String title) {
    change("rename", thread, builder -> builder.title(title));
  }

  @Override
  public void archive(ThreadKey thread) {
    change("archive", thread, builder -> builder.status(ThreadRecord.Status.ARCHIVED));
  }

  @Override
  public void unarchive(ThreadKey thread) {
    change("unarchive", thread, builder -> builder.status(ThreadRecord.Status.REGULAR));
  }

  @Override
  public void updateCustom(ThreadKey thread, @Nullable Map<String, Object> custom) {
    change("updateCustom", thread, builder -> builder.custom(custom));
  }

  @Override
  public void delete(ThreadKey thread) {
    call("delete " + thread.threadId(), () -> {
      int index = indexOf(thread.threadId());
      if (index >= 0) {
        threads.remove(index);
      }
      return true;
    });
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.copyOf(abilities);
  }
}
