package dev.antiphon.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.ThreadRecord;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tck.SampleMessages;
import dev.antiphon.tree.MessageItem;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ListTimesTest {

  private final AtomicLong now = new AtomicLong(1000);
  private final DataSource dataSource = TestDatabases.inMemory();
  private final JdbcThreadList list =
      new JdbcThreadList(dataSource, () -> Instant.ofEpochMilli(now.get()));
  private final JdbcThreadHistory history =
      new JdbcThreadHistory(dataSource, () -> Instant.ofEpochMilli(now.get()));

  @Test
  @DisplayName("LIST-26: a stored message moves its thread to the front, an update does not")
  void newestFirst() {
    create("a", 1);
    create("b", 2);
    create("c", 3);

    at(10);
    write("a", new HistoryEntry.Append(item("m")));
    at(20);
    write("b", new HistoryEntry.Append(item("m")));
    at(30);
    write("a", new HistoryEntry.Update(item("m")));
    List<ThreadRecord> listed = list.list("alice", null).threads();

    assertThat(listed).extracting(ThreadRecord::id).containsExactly("b", "a", "c");
    assertThat(listed)
        .extracting(ThreadRecord::lastMessageAt)
        .containsExactly(Instant.ofEpochMilli(20), Instant.ofEpochMilli(10), null);
  }

  @Test
  @DisplayName("LIST-26, HIST-4: an update that appends moves it too")
  void upsert() {
    create("a", 1);
    create("b", 2);

    at(10);
    write("a", new HistoryEntry.Update(item("m")));

    assertThat(list.list("alice", null).threads())
        .extracting(ThreadRecord::id)
        .containsExactly("a", "b");
  }

  @Test
  @DisplayName("HIST-2: a history needs no list: writing creates the thread's row")
  void withoutRecord() {
    at(5);
    history.write(
        new ThreadKey("alice", "a"),
        new HistoryBatch(ThreadRevision.NEW, List.of(new HistoryEntry.Append(item("m")))));

    assertThat(list.fetch(new ThreadKey("alice", "a")).orElseThrow().lastMessageAt())
        .isEqualTo(Instant.ofEpochMilli(5));
  }

  @Test
  @DisplayName("LIST-6: threads of the same moment stand in the order of their ids, over pages too")
  void sameMoment() {
    for (int number = 100; number < 220; number++) {
      create("t" + number, 7);
    }

    List<ThreadRecord> first = list.list("alice", null).threads();
    String cursor = list.list("alice", null).nextCursor();
    List<ThreadRecord> second = list.list("alice", cursor).threads();

    assertThat(first.get(0).id()).isEqualTo("t219");
    assertThat(first).hasSize(50);
    assertThat(second.get(0).id()).isEqualTo("t169");
  }

  @Test
  @DisplayName("LIST-6: a cursor that no list gave is refused")
  void foreignCursor() {
    for (String cursor : List.of("", "x", "x.y", "12")) {
      assertThatThrownBy(() -> list.list("alice", cursor))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("first page");
    }
  }

  private void at(long millis) {
    now.set(millis);
  }

  private void create(String id, long millis) {
    at(millis);
    list.initialize(new ThreadKey("alice", id));
  }

  private void write(String thread, HistoryEntry entry) {
    history.write(
        new ThreadKey("alice", thread), new HistoryBatch(ThreadRevision.UNKNOWN, List.of(entry)));
  }

  private static MessageItem item(String id) {
    return MessageItem.of(SampleMessages.user(id, "text"), null);
  }
}
