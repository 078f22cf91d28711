package dev.antiphon.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.StoredMessage;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tck.SampleMessages;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.MessageItem;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class UnreadableRowTest {

  private static final ThreadKey THREAD = new ThreadKey("alice", "thread-1");
  private static final MessageId SECRET = new MessageId("secret");

  private final DataSource dataSource = database();
  private final JdbcThreadHistory history = new JdbcThreadHistory(dataSource);

  /** Returns an empty database. */
  DataSource database() {
    return TestDatabases.inMemory();
  }

  @BeforeEach
  void storeThree() {
    history.write(
        THREAD,
        new HistoryBatch(
            ThreadRevision.NEW,
            List.of(
                append("first", null),
                new HistoryEntry.Append(
                    MessageItem.of(SampleMessages.user("secret", "hunter2"), new MessageId("first"))
                        .withRunConfig(Map.of("a", 1))),
                append("last", SECRET),
                new HistoryEntry.Head(new MessageId("last")))));
  }

  @Test
  @DisplayName("G8, LOAD-4: a row whose content is no message keeps its place; the rest is intact")
  void brokenJson() {
    for (String content : List.of(
        "",
        "null",
        "{\"v\":1,\"hunter2\"",
        "{\"v\":1}",
        "{\"v\":2,\"text\":\"hunter2\"}",
        "[[[[[[hunter2")) {
      change("content", content);

      LoadedThread loaded = history.load(THREAD);

      assertThat(loaded.items())
          .extracting(StoredMessage::id)
          .extracting(MessageId::value)
          .containsExactly("first", "secret", "last");
      assertThat(loaded.items().get(1))
          .isInstanceOfSatisfying(StoredMessage.Unreadable.class, unreadable -> {
            assertThat(unreadable.parentId()).isEqualTo(new MessageId("first"));
            assertThat(unreadable.problem()).isNotBlank().doesNotContain("hunter2");
          });
      assertThat(loaded.items().get(0)).isInstanceOf(StoredMessage.Intact.class);
      assertThat(loaded.items().get(2)).isInstanceOf(StoredMessage.Intact.class);
    }
  }

  @Test
  @DisplayName("G8: content of another message, or a broken run config, is unreadable")
  void otherColumns() {
    change("run_config", "{hunter2");
    StoredMessage brokenConfig = history.load(THREAD).items().get(1);
    change("run_config", "[1]");
    StoredMessage noObject = history.load(THREAD).items().get(1);
    change("run_config", null);
    Jdbi.create(dataSource)
        .useHandle(handle -> handle.execute(
            "update antiphon_message set content = (select content from antiphon_message"
                + " where message_id = 'first') where message_id = 'secret'"));
    StoredMessage otherContent = history.load(THREAD).items().get(1);

    assertThat(List.of(brokenConfig, noObject, otherContent))
        .allSatisfy(stored -> assertThat(stored).isInstanceOf(StoredMessage.Unreadable.class));
  }

  @Test
  @DisplayName("G8: a row without a usable id gets one for the placeholder")
  void noId() {
    change("message_id", "");

    assertThat(history.load(THREAD).items().get(1).id().value()).isEqualTo("unreadable-1-1");
  }

  @Test
  @DisplayName("LOAD-4: a head that is no id is an absent one")
  void brokenHead() {
    Jdbi.create(dataSource)
        .useHandle(handle -> handle.execute("update antiphon_thread set head_id = null"));
    Head without = history.load(THREAD).head();
    Jdbi.create(dataSource)
        .useHandle(handle -> handle.execute("update antiphon_thread set head_state = 'x'"));
    Head unknown = history.load(THREAD).head();

    assertThat(List.of(without, unknown)).containsOnly(Head.ABSENT);
  }

  @Test
  @DisplayName("LOAD-5: a later write drops no row that cannot be read")
  void laterWrite() {
    change("content", "broken");

    history.write(THREAD, new HistoryBatch(new ThreadRevision(1), List.of(append("more", SECRET))));

    assertThat(history.load(THREAD).items()).hasSize(4);
  }

  private void change(String column, @Nullable String value) {
    Jdbi.create(dataSource)
        .useHandle(handle -> handle
            .createUpdate(
                "update antiphon_message set " + column + " = :value where batch_place = 1")
            .bind("value", value)
            .execute());
  }

  private static HistoryEntry append(String id, @Nullable MessageId parent) {
    return new HistoryEntry.Append(MessageItem.of(SampleMessages.user(id, "text"), parent));
  }
}
