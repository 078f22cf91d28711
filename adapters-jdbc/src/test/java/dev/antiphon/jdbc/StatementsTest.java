package dev.antiphon.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.Status;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.StorageException;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tck.SampleMessages;
import dev.antiphon.tree.MessageItem;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StatementsTest {

  private static final ThreadKey THREAD = new ThreadKey("alice", "thread-1");
  private static final HistoryEntry QUESTION =
      new HistoryEntry.Append(MessageItem.of(SampleMessages.user("q", "hunter2"), null));
  private static final HistoryEntry ANSWER = new HistoryEntry.Append(MessageItem.of(
      SampleMessages.assistant("a", List.of(TextPart.of("")), Status.RUNNING), new MessageId("q")));
  private static final HistoryEntry HEAD = new HistoryEntry.Head(new MessageId("a"));

  private final ObservedDataSource observed = new ObservedDataSource(database());
  private final JdbcThreadHistory history = new JdbcThreadHistory(observed.dataSource());
  private final JdbcThreadList list = new JdbcThreadList(observed.dataSource());

  /** Returns an empty database. */
  DataSource database() {
    return TestDatabases.inMemory();
  }

  @BeforeEach
  void createThread() {
    list.initialize(THREAD);
    history.load(THREAD);
    observed.takeActs();
  }

  @Test
  @DisplayName("HIST-2: question, running answer and head are two statements and one commit")
  void send() {
    history.write(THREAD, batch(0, QUESTION, ANSWER, HEAD));

    assertThat(observed.takeActs())
        .satisfiesExactly(
            act -> assertThat(act).startsWith("update antiphon_thread"),
            act -> assertThat(act).startsWith("insert into antiphon_message"),
            act -> assertThat(act).isEqualTo(ObservedDataSource.COMMIT));
  }

  @Test
  @DisplayName("HIST-5: a checkpoint is two statements and one commit")
  void checkpoint() {
    history.write(THREAD, batch(0, QUESTION, ANSWER, HEAD));
    observed.takeActs();

    history.write(THREAD, batch(1, new HistoryEntry.Update(((HistoryEntry.Append) ANSWER).item())));

    assertThat(observed.takeActs()).hasSize(3).last().isEqualTo(ObservedDataSource.COMMIT);
  }

  @Test
  @DisplayName("LOAD-1: a thread is loaded with one statement")
  void load() {
    history.load(THREAD);

    assertThat(observed.takeActs()).hasSize(1);
  }

  @Test
  @DisplayName("D4: every statement has a deadline")
  void deadline() {
    assertThat(observed.queryTimeouts()).hasSizeGreaterThanOrEqualTo(2).containsOnly(5);
  }

  @Test
  @DisplayName("HIST-2: a batch that fails in its last statement, or in the commit, leaves nothing")
  void allOrNothing() {
    history.write(THREAD, batch(0, QUESTION));
    LoadedThread before = history.load(THREAD);
    for (String where : List.of("insert into antiphon_message", ObservedDataSource.COMMIT)) {
      observed.failWith(act -> act.startsWith(where) ? new SQLException("gone", "08006") : null);

      assertThatThrownBy(() -> history.write(THREAD, batch(1, ANSWER, HEAD)))
          .isInstanceOfSatisfying(StorageException.class, failure -> {
            assertThat(failure.code()).isEqualTo("unavailable");
            assertThat(failure.isRetryable()).isTrue();
          });
      observed.failWith(act -> null);
      assertThat(history.load(THREAD)).isEqualTo(before);
    }
  }

  @Test
  @DisplayName("D6: what another transaction was in the way of is tried again, five times at most")
  void retried() {
    for (String state : List.of("40001", "40P01", "90131")) {
      AtomicInteger commits = new AtomicInteger();
      observed.failWith(
          act -> act.equals(ObservedDataSource.COMMIT) && commits.getAndIncrement() < 5
              ? new SQLException("in the way", state)
              : null);

      ThreadKey thread = new ThreadKey("alice", "state-" + state);
      ThreadRevision written = history.write(thread, batch(0, QUESTION, ANSWER));

      assertThat(written).isEqualTo(new ThreadRevision(1));
      assertThat(commits).hasValue(6);
      assertThat(history.load(thread).items()).hasSize(2);
    }
  }

  @Test
  @DisplayName("D6: H2's lock time-out counts, and the sixth failure is told as a time-out")
  void givenUp() {
    AtomicInteger commits = new AtomicInteger();
    observed.failWith(act -> {
      if (!act.equals(ObservedDataSource.COMMIT)) {
        return null;
      }
      commits.incrementAndGet();
      return new SQLException("in the way", "HYT00", 50200);
    });

    assertThatThrownBy(() -> history.write(THREAD, batch(0, QUESTION)))
        .isInstanceOfSatisfying(
            StorageException.class, failure -> assertThat(failure.code()).isEqualTo("timeout"));
    assertThat(commits).hasValue(6);
  }

  @Test
  @DisplayName("ERR-3: no bound value and no text of a driver that may have one is in a failure")
  void noValues() {
    for (String state : List.of("22001", "23502", "HY000")) {
      observed.failWith(act -> act.startsWith("insert into antiphon_message")
          ? new SQLException("Value too long: 'hunter2'", state)
          : null);

      assertThatThrownBy(() -> history.write(THREAD, batch(0, QUESTION)))
          .isInstanceOf(StorageException.class)
          .satisfies(failure -> {
            StringWriter text = new StringWriter();
            failure.printStackTrace(new PrintWriter(text));
            assertThat(text.toString()).contains(state).doesNotContain("hunter2");
          });
    }
  }

  private static HistoryBatch batch(long expected, HistoryEntry... entries) {
    return new HistoryBatch(new ThreadRevision(expected), List.of(entries));
  }
}
