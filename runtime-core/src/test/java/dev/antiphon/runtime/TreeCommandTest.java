package dev.antiphon.runtime;

import static dev.antiphon.testing.TestMessages.id;
import static dev.antiphon.testing.TestMessages.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.Role;
import dev.antiphon.message.UnknownMessageException;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.HistoryWriteException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.World;
import dev.antiphon.tree.DeleteMode;
import dev.antiphon.tree.ExportedThread;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.MessageCycleException;
import dev.antiphon.tree.MessageItem;
import dev.antiphon.tree.Reparented;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TreeCommandTest {

  private final World world = new World();

  @Test
  @DisplayName(
      "TREE-13: the history hears of all removed and re-parented ids before the tree changes")
  void deleteIsStoredFirst() {
    ThreadRuntime thread = imported(item("m1", null), item("m2", "m1"), item("m3", "m2"));
    List<Integer> shown = new ArrayList<>();
    world.history.beforeWrite(() -> shown.add(thread.state().messages().size()));

    CompletableFuture<Void> stage = thread.delete(id("m2")).toCompletableFuture();
    assertThat(stage).isNotDone();
    assertThat(thread.state().messages()).hasSize(3);
    world.scheduler.runAll();

    assertThat(stage).isCompleted();
    assertThat(shown.get(0)).isEqualTo(3);
    assertThat(deletes())
        .containsExactly(new HistoryEntry.Delete(
            List.of(id("m2")), List.of(new Reparented(id("m3"), id("m1")))));
    assertThat(World.shown(world.open())).isEqualTo(World.shown(thread));
  }

  @Test
  @DisplayName("TREE-13: a subtree is removed in one call")
  void subtree() {
    ThreadRuntime thread =
        imported(item("m1", null), item("m2", "m1"), item("m3", "m2"), item("m4", "m2"));

    thread.delete(id("m2"), DeleteMode.SUBTREE);
    world.scheduler.runAll();

    assertThat(deletes())
        .singleElement()
        .satisfies(delete ->
            assertThat(delete.removed()).containsExactlyInAnyOrder(id("m2"), id("m3"), id("m4")));
    assertThat(world.open().export().items()).hasSize(1);
  }

  @Test
  @DisplayName("TREE-13: what is added below meanwhile is told to the history too")
  void addedMeanwhile() {
    ThreadRuntime thread = imported(item("m1", null), item("m2", "m1"));
    thread.delete(id("m2"));
    thread.append(MessageInput.of(Role.USER, "late"));
    world.scheduler.runAll();

    assertThat(World.shown(thread)).containsExactly("user: m1", "user: late");
    assertThat(World.shown(world.open())).isEqualTo(World.shown(thread));
  }

  @Test
  @DisplayName("TREE-13: a delete removes what is below its message when its turn comes")
  void inTurn() {
    ThreadRuntime thread =
        imported(item("m1", null), item("m2", "m1"), item("m3", "m2"), item("other", null));

    thread.reparent(id("m3"), id("other"));
    thread.delete(id("m1"), DeleteMode.SUBTREE);
    world.scheduler.runAll();

    assertThat(thread.export().items())
        .extracting(each -> each.message().id().value())
        .containsExactly("other", "m3");
    assertThat(world.open().export().items()).isEqualTo(thread.export().items());
  }

  @Test
  @DisplayName(
      "TREE-13, HIST-12: a delete that waits is not done to the thread that an import brings")
  void notToTheNext() {
    ThreadRuntime thread = imported(item("m1", null), item("m2", "m1"));
    ExportedThread exported = thread.export();

    CompletableFuture<Void> deletion = thread.delete(id("m1")).toCompletableFuture();
    world.scheduler.runSome(1);
    CompletableFuture<Void> move = thread.reparent(id("m2"), null).toCompletableFuture();
    thread.importThread(exported);
    world.scheduler.runAll();

    assertThat(deletion).isDone();
    assertThat(move).isDone();
    assertThat(thread.export()).isEqualTo(exported);
    assertThat(world.open().export()).isEqualTo(exported);
  }

  @Test
  @DisplayName(
      "TREE-21: two moves that are a cycle together: the second is refused, nothing stored")
  void twoMoves() {
    ThreadRuntime thread = imported(item("m1", null), item("m2", null));

    CompletableFuture<Void> first = thread.reparent(id("m1"), id("m2")).toCompletableFuture();
    CompletableFuture<Void> second = thread.reparent(id("m2"), id("m1")).toCompletableFuture();
    world.scheduler.runAll();

    assertThat(first).isCompleted();
    assertThatThrownBy(second::join).hasCauseInstanceOf(MessageCycleException.class);
    assertThat(world.open().export().items()).isEqualTo(thread.export().items());
    assertThat(deletes()).hasSize(1);
  }

  @Test
  @DisplayName(
      "TREE-13: a delete that the history refuses changes nothing; a cancelled run stays so")
  void refused() {
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);
    List<CompletableFuture<Void>> stages = new ArrayList<>();
    world.model.then((request, reply) -> {
      reply.text("Half");
      world.scheduler.runAll();
      world.history.failWrites(1);
      stages.add(thread.delete(thread.message(0).id()).toCompletableFuture());
      assertThat(reply.isClosed()).isTrue();
    });
    Run run = thread.send("Hi");
    world.scheduler.advance(Duration.ofMinutes(1));

    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.CANCELLED);
    // The write that failed may be the run's last one or the delete: try the delete alone.
    world.history.failWrites(1);
    int before = thread.export().items().size();
    CompletableFuture<Void> stage =
        thread.delete(thread.export().items().get(0).message().id()).toCompletableFuture();
    world.scheduler.runAll();

    assertThatThrownBy(stage::join).hasCauseInstanceOf(HistoryWriteException.class);
    assertThat(thread.export().items()).hasSize(before);
    assertThat(stages).hasSize(1);
    assertThat(events.names()).contains("RunEnded");
  }

  @Test
  @DisplayName("TREE-14: after a reload siblings are in creation order again")
  void siblingsAfterReload() {
    ThreadRuntime thread = imported(
        item("a", null), item("a1", "a"), item("b", null), item("a2", "a"), item("c", null));
    thread.delete(id("a"));
    world.scheduler.runAll();
    assertThat(thread.branches(id("b")))
        .extracting(MessageId::value)
        .containsExactly("a1", "a2", "b", "c");

    assertThat(world.open().branches(id("b")))
        .extracting(MessageId::value)
        .containsExactly("a1", "b", "a2", "c");
  }

  @Test
  @DisplayName("TREE-21: a reparent that cannot be is refused at once and has changed nothing")
  void reparent() {
    ThreadRuntime thread = imported(item("m1", null), item("m2", "m1"), item("m3", "m2"));
    int writes = world.history.writes();

    assertThatThrownBy(() -> thread.reparent(id("m1"), id("m3")))
        .isInstanceOf(MessageCycleException.class);
    assertThatThrownBy(() -> thread.reparent(id("m1"), id("none")))
        .isInstanceOf(UnknownMessageException.class);
    world.scheduler.runAll();

    assertThat(world.history.writes()).isEqualTo(writes);
    assertThat(thread.state().messages()).hasSize(3);
  }

  private ThreadRuntime imported(MessageItem... items) {
    ThreadRuntime thread = world.open();
    thread.importThread(new ExportedThread(Head.ABSENT, List.of(items)));
    world.scheduler.runAll();
    return thread;
  }

  private List<HistoryEntry.Delete> deletes() {
    return world.history.batches().stream()
        .map(HistoryBatch::entries)
        .flatMap(List::stream)
        .filter(HistoryEntry.Delete.class::isInstance)
        .map(HistoryEntry.Delete.class::cast)
        .toList();
  }
}
