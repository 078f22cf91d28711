package dev.antiphon.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Role;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.Run;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.tck.SampleMessages;
import dev.antiphon.testing.ManualScheduler;
import dev.antiphon.testing.PlainJson;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tree.MessageItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BrokenThreadTest {

  private final DataSource database = database();
  private final ManualScheduler scheduler = new ManualScheduler();
  private final List<ThreadEvent> events = new ArrayList<>();

  /** Returns an empty database. */
  DataSource database() {
    return TestDatabases.inMemory();
  }

  @BeforeEach
  void storeThree() {
    new JdbcThreadHistory(database)
        .write(
            Batches.THREAD,
            new HistoryBatch(
                ThreadRevision.NEW,
                List.of(
                    append("one", null),
                    append("two", "one"),
                    append("three", "two"),
                    new HistoryEntry.Head(new MessageId("three")))));
  }

  @Test
  @DisplayName("D15, LOAD-4: a message that cannot be read keeps its place, and the thread goes on")
  void unreadable() {
    change("update antiphon_message set content = '{\"v\":9' where message_id = 'two'");

    ThreadRuntime thread = open();

    assertThat(thread.state().messages())
        .extracting(message -> message.id().value())
        .containsExactly("one", "two", "three");
    assertRepairedAndGoesOn(thread);
    assertThat(column("select content from antiphon_message where message_id = 'two'"))
        .as("the raw text stays for whoever can read it")
        .isEqualTo("{\"v\":9");
  }

  @Test
  @DisplayName(
      "D15, LOAD-5: a part of a type that nobody knows is kept, and written back as it was")
  void unknownPart() {
    String part = "{\"type\":\"hologram\",\"z\":[1,null,{}],\"a\":\"\\u0000\"}";
    String content = column("select content from antiphon_message where message_id = 'two'")
        .replace("\"content\":[", "\"content\":[" + part + ",");
    Jdbi.create(database)
        .useHandle(handle -> handle.execute(
            "update antiphon_message set content = ? where message_id = 'two'", content));

    ThreadRuntime thread = open();
    CompletionStage<Void> changed = thread.updateCustom(new MessageId("two"), Map.of("seen", true));
    scheduler.runAll();
    changed.toCompletableFuture().join();

    assertThat(column("select content from antiphon_message where message_id = 'two'"))
        .contains(part)
        .contains("\"seen\":true");
  }

  @Test
  @DisplayName(
      "D16, LOAD-4: a message whose parent is gone stands at the root, and the thread goes on")
  void parentGone() {
    change("delete from antiphon_message where message_id = 'two'");

    ThreadRuntime thread = open();

    assertThat(thread.state().messages())
        .extracting(message -> message.id().value())
        .containsExactly("three");
    assertThat(thread.branches(new MessageId("three")))
        .containsExactly(new MessageId("one"), new MessageId("three"));
    assertRepairedAndGoesOn(thread);
  }

  @Test
  @DisplayName("D17, LOAD-4: messages in another order, children first, make the same tree")
  void otherOrder() {
    change("update antiphon_message set batch_place = 2 - batch_place");

    ThreadRuntime thread = open();

    assertThat(thread.state().messages())
        .extracting(message -> message.id().value())
        .containsExactly("one", "two", "three");
  }

  @Test
  @DisplayName("LOAD-4: a head that is not there means the last message, and the thread goes on")
  void headGone() {
    change("update antiphon_thread set head_id = 'gone'");

    ThreadRuntime thread = open();

    assertThat(thread.state().messages()).hasSize(3);
    assertRepairedAndGoesOn(thread);
  }

  private void assertRepairedAndGoesOn(ThreadRuntime thread) {
    assertThat(events).anyMatch(ThreadEvent.HistoryRepaired.class::isInstance);
    Run run = thread.send("go on");
    scheduler.runAll();
    assertThat(run.completion().toCompletableFuture().join().isSaved()).isTrue();
    assertThat(thread.state().messages())
        .extracting(Message::role)
        .endsWith(Role.USER, Role.ASSISTANT);
  }

  private ThreadRuntime open() {
    LocalRuntime runtime = LocalRuntime.builder((request, reply) -> reply.text("Going on."))
        .json(new PlainJson())
        .history(new JdbcThreadHistory(database, scheduler))
        .threadList(new JdbcThreadList(database, scheduler))
        .clock(scheduler)
        .executor(scheduler)
        .timer(scheduler)
        .build();
    ThreadRuntime thread = runtime.threads(Batches.THREAD.owner()).open(Batches.THREAD.threadId());
    thread.subscribe(events::add);
    CompletionStage<Void> loaded = thread.load();
    scheduler.runAll();
    loaded.toCompletableFuture().join();
    return thread;
  }

  private void change(String sql) {
    Jdbi.create(database).useHandle(handle -> handle.execute(sql));
  }

  private String column(String sql) {
    return Jdbi.create(database)
        .withHandle(handle -> handle.createQuery(sql).mapTo(String.class).one());
  }

  private static HistoryEntry append(String id, @Nullable String parent) {
    MessageId parentId = parent == null ? null : new MessageId(parent);
    return new HistoryEntry.Append(MessageItem.of(SampleMessages.user(id, "text"), parentId));
  }
}
