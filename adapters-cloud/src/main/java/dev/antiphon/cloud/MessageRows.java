package dev.antiphon.cloud;

import dev.antiphon.cloud.StoredRows.Stored;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.spi.json.AuiV0Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of messages, and knows which row is which message.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; blocks.
 */
final class MessageRows {

  /** The most that the server gives at once. */
  private static final int PAGE = 200;

  private static final int REMEMBERED = 500;

  private final CloudClient client;
  private final LatestUsed<ThreadKey, StoredRows> threads = new LatestUsed<>(REMEMBERED);

  MessageRows(CloudClient client) {
    this.client = client;
  }

  /** Returns what is known of a thread, which is read if nothing is. */
  StoredRows of(ThreadKey thread, String threadRow) {
    return known(thread, threadRow).orElseGet(() -> reread(thread, threadRow));
  }

  /** Reads a thread, of which somebody else may have stored more since. */
  StoredRows reread(ThreadKey thread, String threadRow) {
    return remember(thread, threadRow, read(thread.owner(), threadRow));
  }

  /** Says that a thread was made just now: there is nothing to read. */
  void created(ThreadKey thread, String threadRow) {
    threads.put(thread, new StoredRows(threadRow));
  }

  /**
   * Takes what was read.
   *
   * @param rows the rows, oldest first
   */
  StoredRows remember(ThreadKey thread, String threadRow, List<MessageRow> rows) {
    StoredRows stored = threads.keepFirst(
        thread, new StoredRows(threadRow), known -> known.threadRow().equals(threadRow));
    Map<MessageId, Stored> found = new HashMap<>();
    for (MessageRow row : rows) {
      Stored read = new Stored(row.id(), RowContent.versionOf(row), null);
      found.merge(
          RowContent.idOf(row),
          read,
          (first, later) -> later.version() > first.version() ? later : first);
    }
    found.forEach(stored::put);
    return stored;
  }

  void forget(ThreadKey thread) {
    threads.remove(thread);
  }

  private Optional<StoredRows> known(ThreadKey thread, String threadRow) {
    return threads.get(thread).filter(rows -> rows.threadRow().equals(threadRow));
  }

  /** Returns all rows of a thread that have our form, oldest first. */
  List<MessageRow> read(String owner, String threadRow) {
    List<MessageRow> rows = new ArrayList<>();
    walk(owner, threadRow, page -> {
      rows.addAll(page);
      return true;
    });
    Collections.reverse(rows);
    return rows;
  }

  /** Looks for the row of a message, newest first. */
  Optional<String> find(String owner, String threadRow, MessageId id) {
    List<String> found = new ArrayList<>();
    walk(owner, threadRow, page -> {
      page.stream()
          .filter(row -> RowContent.idOf(row).equals(id))
          .map(MessageRow::id)
          .forEach(found::add);
      return found.isEmpty();
    });
    return found.stream().findFirst();
  }

  /** Reads page by page, newest first, as long as more are wanted. */
  private void walk(String owner, String threadRow, Predicate<List<MessageRow>> wantsMore) {
    Set<String> seen = new HashSet<>();
    String after = null;
    int limit = PAGE;
    while (true) {
      List<MessageRow> page;
      try {
        page = page(owner, threadRow, after, limit);
      } catch (CloudException failure) {
        if (!failure.isAnswerTooLong() || limit == 1) {
          throw failure;
        }
        limit /= 2;
        continue;
      }
      List<MessageRow> news = page.stream().filter(row -> seen.add(row.id())).toList();
      boolean isLast = page.size() < limit || news.isEmpty();
      List<MessageRow> ours =
          news.stream().filter(row -> row.format().equals(AuiV0Json.FORM)).toList();
      if (!wantsMore.test(ours) || isLast) {
        return;
      }
      after = page.get(page.size() - 1).id();
    }
  }

  private List<MessageRow> page(String owner, String threadRow, @Nullable String after, int limit) {
    CloudCall call = CloudCall.get("threads", threadRow, "messages")
        .query("format", AuiV0Json.FORM)
        .query("limit", Integer.toString(limit))
        .query("after", after);
    return client.send(owner, call).fields().objects("messages").stream()
        .map(MessageRow::read)
        .toList();
  }
}
