package dev.antiphon.cloud;

import dev.antiphon.message.ThreadKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Knows which row of the server is which thread. What it does not know it looks for in all of an
 * owner's rows, since the API cannot be asked for an {@code external_id}.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; blocks.
 */
final class ThreadRows {

  /** How many rows are asked for at once when all are looked through. */
  private static final int PAGE = 200;

  /** A page that is shorter than what every server gives is the last one. */
  private static final int SURELY_SHORT = 20;

  private static final int REMEMBERED = 10_000;

  private final CloudClient client;
  private final LatestUsed<ThreadKey, String> ids = new LatestUsed<>(REMEMBERED);
  private final SharedCalls<ThreadKey, ThreadRow> creations = new SharedCalls<>();

  ThreadRows(CloudClient client) {
    this.client = client;
  }

  /** Returns the row of a thread as it is now. */
  Optional<ThreadRow> find(ThreadKey thread) {
    return onRow(thread, id -> read(thread.owner(), id));
  }

  /** Returns a row by the server's id. */
  Optional<ThreadRow> row(String owner, String id) {
    try {
      return Optional.of(read(owner, id));
    } catch (CloudException failure) {
      if (failure.isNotFound()) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private ThreadRow read(String owner, String id) {
    return ThreadRow.read(
        client.send(owner, CloudCall.get("threads", id)).fields().object("thread"));
  }

  /**
   * Does something with the row of a thread, if there is one. A row that was known and is gone is
   * looked for once more.
   *
   * @param call is given the server's id
   */
  <T> Optional<T> onRow(ThreadKey thread, Function<String, T> call) {
    Optional<String> known = ids.get(thread);
    if (known.isPresent()) {
      Optional<T> result = unlessGone(thread, known.get(), call);
      if (result.isPresent()) {
        return result;
      }
    }
    return search(thread).flatMap(row -> unlessGone(thread, row.id(), call));
  }

  private <T> Optional<T> unlessGone(ThreadKey thread, String id, Function<String, T> call) {
    try {
      return Optional.of(call.apply(id));
    } catch (CloudException failure) {
      if (!failure.isNotFound()) {
        throw failure;
      }
      forget(thread);
      return Optional.empty();
    }
  }

  /** Returns the server's id of a thread, without asking whether the row is still there. */
  Optional<String> idOf(ThreadKey thread) {
    return ids.get(thread).or(() -> search(thread).map(ThreadRow::id));
  }

  /** Returns the row of a thread, which is made if there is none. */
  ThreadRow findOrCreate(ThreadKey thread) {
    return creations.of(thread, () -> find(thread).orElseGet(() -> create(thread)));
  }

  /** Returns the server's id of a thread, whose row is made if there is none. */
  String idOrCreate(ThreadKey thread) {
    return ids.get(thread).orElseGet(() -> findOrCreate(thread).id());
  }

  /** Deletes all rows of a thread; there are two if clients made them at once and one died. */
  void delete(ThreadKey thread) {
    for (ThreadRow row : allOf(thread, rows(thread.owner()))) {
      deleteRow(thread.owner(), row.id());
    }
    forget(thread);
  }

  void forget(ThreadKey thread) {
    ids.remove(thread);
    client.messages().forget(thread);
  }

  /**
   * Returns a page of rows.
   *
   * @param after the last row of the page before, or {@code null} for the first page
   */
  List<ThreadRow> page(String owner, boolean isArchived, @Nullable String after, int limit) {
    CloudCall call = CloudCall.get("threads")
        .query("is_archived", Boolean.toString(isArchived))
        .query("limit", Integer.toString(limit))
        .query("after", after);
    return client.send(owner, call).fields().objects("threads").stream()
        .map(ThreadRow::read)
        .toList();
  }

  /** Remembers the rows that somebody has seen. */
  void saw(String owner, List<ThreadRow> rows) {
    for (ThreadRow row : rows) {
      ids.keepFirst(new ThreadKey(owner, row.threadId()), row.id(), known -> true);
    }
  }

  private Optional<ThreadRow> search(ThreadKey thread) {
    Map<String, ThreadRow> oldest = new HashMap<>();
    for (ThreadRow row : rows(thread.owner())) {
      oldest.merge(
          row.threadId(),
          row,
          (one, other) -> ThreadRow.BY_AGE.compare(one, other) <= 0 ? one : other);
    }
    saw(thread.owner(), List.copyOf(oldest.values()));
    Optional<ThreadRow> found = Optional.ofNullable(oldest.get(thread.threadId()));
    found.ifPresent(row -> ids.put(thread, row.id()));
    return found;
  }

  private ThreadRow create(ThreadKey thread) {
    String externalId = PlainText.of(thread.threadId());
    CloudCall call = CloudCall.post("threads")
        .body(Map.of(
            "last_message_at", Timestamps.of(ThreadRow.NO_MESSAGE), "external_id", externalId));
    Made made;
    try {
      made = client.create(
          thread.owner(),
          call,
          answer -> new Made(answer.fields().id("thread_id"), true),
          () -> search(thread).map(row -> new Made(row.id(), false)));
    } catch (CloudException failure) {
      if (!failure.isConflict()) {
        throw failure;
      }
      return search(thread).orElseThrow(() -> failure);
    }
    return settled(thread, made, externalId);
  }

  /**
   * A row that was made.
   *
   * @param id the server's id
   * @param isOurs whether it is certain that this client made it, and nobody knew it before
   */
  private record Made(String id, boolean isOurs) {}

  /** Another client may have made a row at the same time: the older one stays. */
  private ThreadRow settled(ThreadKey thread, Made made, String externalId) {
    ThreadRow row = allOf(thread, rows(thread.owner(), false)).stream()
        .min(ThreadRow.BY_AGE)
        .orElseGet(() -> ThreadRow.created(made.id(), externalId, client.clock().instant()));
    boolean isOlder = row.id().equals(made.id());
    if (made.isOurs() && isOlder) {
      client.messages().created(thread, made.id());
    }
    if (made.isOurs() && !isOlder) {
      deleteRow(thread.owner(), made.id());
    }
    ids.put(thread, row.id());
    return row;
  }

  private void deleteRow(String owner, String id) {
    try {
      client.send(owner, CloudCall.delete("threads", id));
    } catch (CloudException failure) {
      if (!failure.isNotFound()) {
        throw failure;
      }
    }
  }

  private static List<ThreadRow> allOf(ThreadKey thread, List<ThreadRow> rows) {
    return rows.stream().filter(row -> row.threadId().equals(thread.threadId())).toList();
  }

  private List<ThreadRow> rows(String owner) {
    List<ThreadRow> rows = new ArrayList<>(rows(owner, false));
    rows.addAll(rows(owner, true));
    return rows;
  }

  private List<ThreadRow> rows(String owner, boolean isArchived) {
    List<ThreadRow> rows = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    String after = null;
    while (true) {
      List<ThreadRow> page = page(owner, isArchived, after, PAGE);
      // A server that does not know where to go on may begin again.
      List<ThreadRow> news = page.stream().filter(row -> seen.add(row.id())).toList();
      rows.addAll(news);
      if (news.isEmpty() || page.size() < SURELY_SHORT) {
        return rows;
      }
      after = page.get(page.size() - 1).id();
    }
  }
}
