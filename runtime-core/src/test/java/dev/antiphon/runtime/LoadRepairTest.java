package dev.antiphon.runtime;

import static dev.antiphon.testing.TestMessages.id;
import static dev.antiphon.testing.TestMessages.item;
import static dev.antiphon.testing.TestMessages.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.StoredMessage;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.World;
import dev.antiphon.thread.HistoryRepair;
import dev.antiphon.thread.HistoryRepair.Kind;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.MessageItem;
import dev.antiphon.tree.Reparented;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadRepairTest {

  private static final ThreadKey KEY = new ThreadKey("ada", "t");
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final World world = new World();

  @Test
  @DisplayName("LOAD-4: orphans and members of cycles are attached at the root in creation order")
  void attachedAtTheRoot() {
    ThreadRuntime thread = opened(
        Head.ABSENT,
        item("c1", "c2"),
        item("orphan", "gone"),
        item("c2", "c1"),
        item("self", "self"),
        item("below", "c2"),
        item("root", null));

    assertThat(thread.branches(id("root")))
        .extracting(MessageId::value)
        .containsExactly("c1", "orphan", "c2", "self", "root");
    assertThat(thread.branches(id("below"))).hasSize(1);
    assertThat(repairs(thread))
        .extracting(HistoryRepair::kind, each -> String.valueOf(each.messageId()))
        .containsExactly(
            tuple(Kind.ORPHAN, "orphan"),
            tuple(Kind.CYCLE, "c1"),
            tuple(Kind.CYCLE, "c2"),
            tuple(Kind.CYCLE, "self"));
  }

  @Test
  @DisplayName("LOAD-4: parents may come after children, which is no repair")
  void anyOrder() {
    ThreadRuntime thread =
        opened(Head.of(id("m3")), item("m3", "m2"), item("m2", "m1"), item("m1", null));

    assertThat(thread.state().messages())
        .extracting(each -> each.id().value())
        .containsExactly("m1", "m2", "m3");
    assertThat(repairs(thread)).isEmpty();
  }

  @Test
  @DisplayName(
      "LOAD-4: an unreadable message keeps its id, parent and children, and is sent to no model")
  void unreadable() {
    world.history.finds(new LoadedThread(
        List.of(
            intact(item("m1", null)),
            new StoredMessage.Unreadable(id("bad"), id("m1"), "cut short at byte 7"),
            intact(item("m3", "bad"))),
        Head.of(id("m3")),
        ThreadRevision.NEW,
        false));
    ThreadRuntime thread = world.open();

    assertThat(thread.state().messages())
        .extracting(each -> each.id().value())
        .containsExactly("m1", "bad", "m3");
    assertThat(repairs(thread)).singleElement().satisfies(repair -> {
      assertThat(repair.kind()).isEqualTo(Kind.UNREADABLE);
      assertThat(repair.detail()).contains("cut short at byte 7");
    });
    world.history.finds(null);
    world.send(thread, "Go on");
    assertThat(world.model.lastRequest().messages())
        .extracting(Message::text)
        .containsExactly("m1", "m3", "Go on");
  }

  @Test
  @DisplayName("LOAD-4: of duplicates the first stays, and an unknown head means the last message")
  void duplicatesAndHead() {
    MessageItem second = item("m1", null).withMessage(user("m1", "second"));

    ThreadRuntime thread = opened(Head.of(id("gone")), item("m1", null), second, item("m2", null));

    assertThat(World.shown(thread)).containsExactly("user: m2");
    assertThat(thread.message(id("m1")).text()).isEqualTo("m1");
    assertThat(repairs(thread))
        .extracting(HistoryRepair::kind)
        .containsExactly(Kind.DUPLICATE, Kind.UNKNOWN_HEAD);
  }

  @Test
  @DisplayName("LOAD-4: a head of none shows nothing, an absent one the last message")
  void heads() {
    assertThat(opened(Head.NONE, item("m1", null)).state().messages()).isEmpty();
    assertThat(opened(Head.ABSENT, item("m1", null)).state().messages()).hasSize(1);
  }

  @Test
  @DisplayName("LOAD-4: one HistoryRepaired lists everything, after the load has finished")
  void oneEvent() {
    found(Head.of(id("gone")), item("m1", "gone"), item("m1", null), item("m2", "m2"));
    ThreadRuntime thread = world.start().threads("ada").open("t");
    EventLog events = EventLog.of(thread);

    thread.load();
    world.scheduler.runAll();

    assertThat(events.names())
        .containsExactly("Snapshot", "LoadStarted", "LoadFinished", "HistoryRepaired");
    assertThat(events.of(ThreadEvent.HistoryRepaired.class).get(0).repairs()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 50_000})
  @DisplayName("LOAD-4: many cycles, long or short, are repaired in linear time")
  void manyCycles(int length) {
    int size = 100_000;
    MessageItem[] items = new MessageItem[size];
    for (int i = 0; i < size; i++) {
      int start = i - i % length;
      int parent = start + (i - start + 1) % length;
      items[i] = item("m" + i, "m" + parent);
    }

    assertTimeoutPreemptively(LIMIT, () -> {
      ThreadRuntime thread = opened(Head.ABSENT, items);
      assertThat(thread.branches(id("m0"))).hasSize(size);
    });
  }

  @Test
  @DisplayName("LOAD-5: repairs are not written back by the load")
  void notWrittenBack() {
    ThreadRuntime thread =
        opened(Head.of(id("gone")), item("m1", "gone"), item("m2", "m2"), item("m3", "m1"));
    world.scheduler.advance(Duration.ofMinutes(1));

    assertThat(world.history.writes()).isZero();
    assertThat(thread.state().unsaved()).isEmpty();
  }

  @Test
  @DisplayName("LOAD-5: a later write keeps the parent of what could not be placed")
  void keepsTheParent() {
    world.history.put(KEY, item("m1", "gone"), item("m2", "m1"));
    ThreadRuntime thread = world.open();

    thread.updateCustom(id("m1"), Map.of("n", 1));
    world.scheduler.runAll();

    assertThat(storedParent("m1")).isEqualTo(id("gone"));
    assertThat(repairs(world.open())).hasSize(1);
    world.history.put(KEY, item("gone", null));
    ThreadRuntime found = world.open();
    assertThat(repairs(found)).isEmpty();
    assertThat(found.message(id("m1")).metadata().custom()).containsEntry("n", 1);
    found.setHead(id("m2"));
    assertThat(found.state().messages()).hasSize(3);
  }

  @Test
  @DisplayName("LOAD-5: an unreadable message is never overwritten")
  void unreadableStays() {
    world.history.finds(new LoadedThread(
        List.of(new StoredMessage.Unreadable(id("bad"), null, "broken")),
        Head.ABSENT,
        ThreadRevision.NEW,
        false));
    ThreadRuntime thread = world.open();
    world.history.finds(null);

    thread.updateCustom(id("bad"), Map.of("n", 1));
    world.send(thread, "Hi");

    assertThat(world.history.batches())
        .flatExtracting(HistoryBatch::entries)
        .noneMatch(entry -> entry instanceof HistoryEntry.Update update
            && update.item().message().id().equals(id("bad")));
  }

  @Test
  @DisplayName("LOAD-5: storeRepairs stores the new places, once")
  void storeRepairs() {
    world.history.put(KEY, item("m1", "gone"), item("m2", "m1"));
    ThreadRuntime thread = world.open();

    CompletableFuture<Void> stage = thread.storeRepairs().toCompletableFuture();
    world.scheduler.runAll();

    assertThat(stage).isCompleted();
    assertThat(world.history.batches())
        .flatExtracting(HistoryBatch::entries)
        .contains(new HistoryEntry.Delete(List.of(), List.of(new Reparented(id("m1"), null))));
    assertThat(storedParent("m1")).isNull();
    assertThat(repairs(world.open())).isEmpty();
    int writes = world.history.writes();
    thread.storeRepairs();
    world.scheduler.runAll();
    assertThat(world.history.batches().subList(writes, world.history.batches().size()))
        .flatExtracting(HistoryBatch::entries)
        .doesNotHaveAnyElementsOfTypes(HistoryEntry.Delete.class);
  }

  @Test
  @DisplayName(
      "LOAD-5, ERR-5: repairs that cannot be stored fail the stage, have an event and are tried again")
  void repairsFail() {
    world.history.put(KEY, item("m1", "gone"));
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);
    world.history.failWrites(1);

    CompletableFuture<Void> stage = thread.storeRepairs().toCompletableFuture();
    world.scheduler.runAll();
    assertThat(stage).isCompletedExceptionally();
    assertThat(events.of(ThreadEvent.StorageFailed.class)).hasSize(1);

    thread.storeRepairs();
    world.scheduler.runAll();
    assertThat(storedParent("m1")).isNull();
  }

  // ---- what is found

  private ThreadRuntime opened(Head head, MessageItem... items) {
    found(head, items);
    return world.open();
  }

  private void found(Head head, MessageItem... items) {
    List<StoredMessage> stored = new ArrayList<>();
    for (MessageItem each : items) {
      stored.add(intact(each));
    }
    world.history.finds(new LoadedThread(stored, head, ThreadRevision.NEW, false));
  }

  private static StoredMessage intact(MessageItem item) {
    return new StoredMessage.Intact(item);
  }

  private List<HistoryRepair> repairs(ThreadRuntime thread) {
    List<HistoryRepair> repairs = new ArrayList<>();
    thread.subscribe(1, event -> {
      if (event instanceof ThreadEvent.HistoryRepaired repaired) {
        repairs.addAll(repaired.repairs());
      }
    });
    world.scheduler.runAll();
    return repairs;
  }

  private @Nullable MessageId storedParent(String message) {
    return world.history.load(KEY).items().stream()
        .filter(each -> each.id().equals(id(message)))
        .findFirst()
        .orElseThrow()
        .parentId();
  }
}
