package dev.antiphon.jdbc;

import static dev.antiphon.jdbc.Batches.OTHER_THREAD;
import static dev.antiphon.jdbc.Batches.THREAD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Feedback;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.port.FeedbackRequest;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tck.SampleMessages;
import dev.antiphon.tree.MessageItem;
import dev.antiphon.tree.Reparented;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementCountsTest {

  private static final Message MARKED = SampleMessages.assistant("m0", "text");

  private final ObservedDataSource observed = new ObservedDataSource(database());
  private final JdbcThreadHistory history = new JdbcThreadHistory(observed.dataSource());
  private final JdbcThreadList list = new JdbcThreadList(observed.dataSource());
  private final JdbcFeedback feedback = new JdbcFeedback(observed.dataSource());
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private long revision;

  /** Returns an empty database. */
  DataSource database() {
    return TestDatabases.inMemory();
  }

  @ParameterizedTest(name = "{0} messages are stored")
  @ValueSource(ints = {2, 500})
  @DisplayName("D4, HIST-2: every call has the same statements, however much is stored")
  void constant(int stored) {
    store(stored);
    observed.takeActs();

    count("load", () -> history.load(THREAD));
    count("append", () -> write(append("new", "m1")));
    count(
        "append three with head",
        () -> write(
            append("n1", "new"),
            append("n2", "n1"),
            append("n3", "n2"),
            new HistoryEntry.Head(new MessageId("n3"))));
    count("update", () -> write(new HistoryEntry.Update(item("n3", "n2"))));
    count("head", () -> write(new HistoryEntry.Head(new MessageId("n2"))));
    count(
        "delete and move",
        () -> write(new HistoryEntry.Delete(
            List.of(new MessageId("n2")),
            List.of(new Reparented(new MessageId("n3"), new MessageId("n1"))))));
    count("list", () -> list.list(THREAD.owner(), null));
    count("fetch", () -> list.fetch(THREAD));
    count("create", () -> list.initialize(OTHER_THREAD));
    count("rename", () -> list.rename(THREAD, "Keys"));
    count("archive", () -> list.archive(THREAD));
    count("unarchive", () -> list.unarchive(THREAD));
    count("custom", () -> list.updateCustom(THREAD, Map.of("seen", true)));
    count("mark", () -> mark(Feedback.Type.POSITIVE));
    count("mark again", () -> mark(Feedback.Type.NEGATIVE));
    count("withdraw", () -> mark(null));
    count("delete thread", () -> list.delete(THREAD));

    assertThat(counts)
        .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
            Map.entry("load", 1),
            Map.entry("append", 2),
            Map.entry("append three with head", 2),
            Map.entry("update", 2),
            Map.entry("head", 1),
            Map.entry("delete and move", 4),
            Map.entry("list", 1),
            Map.entry("fetch", 1),
            Map.entry("create", 1),
            Map.entry("rename", 1),
            Map.entry("archive", 1),
            Map.entry("unarchive", 1),
            Map.entry("custom", 1),
            Map.entry("mark", 2),
            Map.entry("mark again", 1),
            Map.entry("withdraw", 1),
            Map.entry("delete thread", 2)));
  }

  /** Notes the executions of statements of a call, which commits once at most. */
  private void count(String name, Runnable call) {
    call.run();
    List<String> acts = observed.takeActs();
    List<String> statements =
        acts.stream().filter(act -> !act.equals(ObservedDataSource.COMMIT)).toList();
    assertThat(acts.size() - statements.size()).as("commits of %s", name).isLessThanOrEqualTo(1);
    counts.put(name, statements.size());
  }

  private void store(int messages) {
    List<HistoryEntry> entries = new ArrayList<>();
    for (int number = 0; number < messages; number++) {
      entries.add(append("m" + number, number == 0 ? null : "m" + (number - 1)));
    }
    history.write(THREAD, new HistoryBatch(ThreadRevision.NEW, entries));
    revision = 1;
    // What the first call of an adapter looks for is not counted: it is once in its life.
    list.fetch(THREAD);
    list.rename(THREAD, "Thread");
    mark(null);
  }

  private void write(HistoryEntry... entries) {
    revision = history
        .write(THREAD, new HistoryBatch(new ThreadRevision(revision), List.of(entries)))
        .value();
  }

  private void mark(Feedback.@Nullable Type type) {
    feedback.submit(
        new FeedbackRequest(THREAD, MARKED, type == null ? null : new Feedback(type, null)));
  }

  private static HistoryEntry append(String id, @Nullable String parent) {
    return new HistoryEntry.Append(item(id, parent));
  }

  private static MessageItem item(String id, @Nullable String parent) {
    return MessageItem.of(
        SampleMessages.user(id, "text"), parent == null ? null : new MessageId(parent));
  }
}
