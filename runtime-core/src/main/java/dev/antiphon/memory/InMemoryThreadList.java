package dev.antiphon.memory;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.ThreadPage;
import dev.antiphon.port.ThreadRecord;
import dev.antiphon.thread.UnknownThreadException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the list of threads for as long as the process lives (rule LIST-26).
 *
 * <p>With an {@link InMemoryThreadHistory} the newest message decides the order, and deleting a
 * thread deletes its messages; without one, threads stand in the order of their creation.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class InMemoryThreadList implements RemoteThreadListAdapter {

  private static final int PAGE_SIZE = 50;

  private final Map<String, Map<String, ListedThread>> owners = new ConcurrentHashMap<>();
  private final @Nullable InMemoryThreadHistory history;
  private final InstantSource clock;

  /** Makes an empty list that stands alone. */
  public InMemoryThreadList() {
    this(null, InstantSource.system());
  }

  /**
   * Makes an empty list of the threads whose messages are in a history.
   *
   * @param history keeps the messages
   */
  public InMemoryThreadList(InMemoryThreadHistory history) {
    this(requireNonNull(history, "history"), InstantSource.system());
  }

  /**
   * Makes an empty list.
   *
   * @param history keeps the messages, or {@code null} if something else does
   * @param clock tells when a thread is created
   */
  public InMemoryThreadList(@Nullable InMemoryThreadHistory history, InstantSource clock) {
    this.history = history;
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public ThreadPage list(String owner, @Nullable String cursor) {
    requireNonNull(owner, "owner");
    ListPosition after = cursor == null ? ListPosition.START : ListPosition.parse(cursor);
    Map<String, ListedThread> threads = threadsOf(owner);
    // Records are made for one page only: a list may be long, and each page looks at all of it.
    List<ListPosition> rest = threads.values().stream()
        .map(listed -> listed.position(lastMessageAt(owner, listed)))
        .filter(position -> position.compareTo(after) > 0)
        .sorted()
        .limit(PAGE_SIZE + 1L)
        .toList();
    List<ListPosition> page = rest.subList(0, Math.min(PAGE_SIZE, rest.size()));
    String next = rest.size() > PAGE_SIZE ? page.get(page.size() - 1).toCursor() : null;
    List<ThreadRecord> records = page.stream()
        .map(position -> threads.get(position.threadId()))
        .filter(Objects::nonNull)
        .map(listed -> current(owner, listed).threadRecord())
        .toList();
    return new ThreadPage(records, next);
  }

  @Override
  public ThreadRecord initialize(ThreadKey thread) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    ListedThread created =
        new ListedThread(ThreadRecord.builder(thread.threadId()).build(), now);
    ListedThread listed = owners
        .computeIfAbsent(thread.owner(), owner -> new ConcurrentHashMap<>())
        .computeIfAbsent(thread.threadId(), id -> created);
    return current(thread.owner(), listed).threadRecord();
  }

  @Override
  public Optional<ThreadRecord> fetch(ThreadKey thread) {
    return Optional.ofNullable(threadsOf(thread.owner()).get(thread.threadId()))
        .map(listed -> current(thread.owner(), listed).threadRecord());
  }

  @Override
  public void rename(ThreadKey thread, String title) {
    requireNonNull(title, "title");
    change(thread, builder -> builder.title(title));
  }

  @Override
  public void archive(ThreadKey thread) {
    change(thread, builder -> builder.status(ThreadRecord.Status.ARCHIVED));
  }

  @Override
  public void unarchive(ThreadKey thread) {
    change(thread, builder -> builder.status(ThreadRecord.Status.REGULAR));
  }

  @Override
  public void delete(ThreadKey thread) {
    threadsOf(thread.owner()).remove(thread.threadId());
    if (history != null) {
      history.delete(thread);
    }
  }

  @Override
  public void updateCustom(ThreadKey thread, @Nullable Map<String, Object> custom) {
    change(thread, builder -> builder.custom(custom));
  }

  private void change(ThreadKey thread, UnaryOperator<ThreadRecord.Builder> change) {
    ListedThread changed = threadsOf(thread.owner())
        .computeIfPresent(
            thread.threadId(),
            (id, listed) -> new ListedThread(
                change.apply(listed.threadRecord().toBuilder()).build(), listed.createdAt()));
    if (changed == null) {
      throw new UnknownThreadException(thread);
    }
  }

  /** Returns what is listed, with the time of the last message. */
  private ListedThread current(String owner, ListedThread listed) {
    if (history == null) {
      return listed;
    }
    Instant lastMessageAt = lastMessageAt(owner, listed);
    return new ListedThread(
        listed.threadRecord().toBuilder().lastMessageAt(lastMessageAt).build(), listed.createdAt());
  }

  private @Nullable Instant lastMessageAt(String owner, ListedThread listed) {
    return history == null
        ? null
        : history.lastMessageAt(new ThreadKey(owner, listed.threadRecord().id()));
  }

  /** Returns an owner's threads; for an owner without one, a map that nobody else sees. */
  private Map<String, ListedThread> threadsOf(String owner) {
    Map<String, ListedThread> threads = owners.get(owner);
    return threads == null ? new ConcurrentHashMap<>() : threads;
  }
}
