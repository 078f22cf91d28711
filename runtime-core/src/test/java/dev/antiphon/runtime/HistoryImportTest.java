package dev.antiphon.runtime;

import static dev.antiphon.testing.TestMessages.assistant;
import static dev.antiphon.testing.TestMessages.id;
import static dev.antiphon.testing.TestMessages.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.MessageInput;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.ThreadHistoryAdapter.Capability;
import dev.antiphon.testing.Batches;
import dev.antiphon.testing.World;
import dev.antiphon.thread.FeatureUnavailableException;
import dev.antiphon.thread.SaveState;
import dev.antiphon.tree.ExportedThread;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.MessageItem;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HistoryImportTest {

  private static final ExportedThread IMPORTED = new ExportedThread(
      Head.of(id("m2")),
      List.of(
          MessageItem.of(assistant("m2", "two"), id("m1")), item("m1", null), item("m3", "m1")));

  private final World world = new World();

  @Test
  @DisplayName("HIST-12: an import changes the thread at once; one delete and the messages follow")
  void atOnce() {
    ThreadRuntime thread = conversation();
    int before = world.history.batches().size();

    CompletableFuture<Void> stage = thread.importThread(IMPORTED).toCompletableFuture();
    assertThat(thread.state().messages())
        .extracting(each -> each.id().value())
        .containsExactly("m1", "m2");
    assertThat(thread.state().unsaved().values())
        .containsOnly(SaveState.PENDING)
        .hasSize(3);
    world.scheduler.runAll();

    assertThat(stage).isCompleted();
    assertThat(Batches.of(world.history).subList(before, world.history.batches().size()))
        .containsExactly(List.of(
            "delete 2 move 0",
            "append 'm1'",
            "append 'two' complete/unknown",
            "append 'm3'",
            "head"));
    assertThat(thread.state().unsaved()).isEmpty();
    assertThat(world.open().export()).isEqualTo(thread.export());
  }

  @Test
  @DisplayName("HIST-12: a reset to nothing deletes what was stored")
  void resetToNothing() {
    ThreadRuntime thread = conversation();

    thread.reset(List.of());
    world.scheduler.runAll();

    assertThat(world.open().export().items()).isEmpty();
  }

  @Test
  @DisplayName("HIST-12, HIST-7: an import that cannot be stored is tried again like a reply")
  void triedAgain() {
    ThreadRuntime thread = conversation();
    world.history.failWrites(4);

    thread.importThread(IMPORTED);
    world.scheduler.advance(Duration.ofMinutes(1));

    assertThat(thread.state().unsaved()).isEmpty();
    assertThat(world.open().export()).isEqualTo(thread.export());
  }

  @Test
  @DisplayName(
      "HIST-12, HIST-8: an import that was given up is stored by the next write, deletions too")
  void givenUp() {
    ThreadRuntime thread = conversation();
    world.history.failWrites(5);
    thread.importThread(IMPORTED);
    world.scheduler.advance(Duration.ofMinutes(1));
    assertThat(thread.state().unsaved().values())
        .containsOnly(SaveState.UNSAVED)
        .hasSize(3);
    int before = world.history.batches().size();

    world.send(thread, "Next");

    List<String> first = Batches.of(world.history).get(before);
    assertThat(first.subList(0, 2)).containsExactly("delete 2 move 0", "update 'm1'");
    assertThat(first)
        .containsSubsequence("update 'm1'", "update 'two' complete/unknown", "append 'Next'");
    assertThat(world.open().export()).isEqualTo(thread.export());
  }

  @Test
  @DisplayName("HIST-12: what changes while an import waits to be stored is stored as it is then")
  void changedMeanwhile() {
    ThreadRuntime thread = conversation();
    world.history.failWrites(2);
    thread.importThread(IMPORTED);
    world.scheduler.runAll();

    thread.updateCustom(id("m2"), Map.of("n", 1));
    thread.delete(id("m3"));
    world.scheduler.advance(Duration.ofMinutes(1));

    assertThat(thread.state().unsaved()).isEmpty();
    assertThat(world.open().export()).isEqualTo(thread.export());
    assertThat(world.open().message(id("m2")).metadata().custom()).containsEntry("n", 1);
  }

  @Test
  @DisplayName(
      "HIST-12: a second import over one that is not stored yet leaves only its own messages")
  void twice() {
    ThreadRuntime thread = conversation();
    world.history.failWrites(2);
    thread.importThread(IMPORTED);
    world.scheduler.runAll();

    thread.reset(List.of(MessageInput.text("only this")));
    world.scheduler.advance(Duration.ofMinutes(1));

    assertThat(World.shown(world.open())).containsExactly("user: only this");
    assertThat(world.open().export().items()).hasSize(1);
  }

  @Test
  @DisplayName("HIST-12: ImportOptions can leave the storage alone")
  void notStored() {
    ThreadRuntime thread = conversation();
    int before = world.history.writes();

    thread.importThread(IMPORTED, ImportOptions.builder().isStored(false).build());
    world.scheduler.advance(Duration.ofMinutes(1));

    assertThat(world.history.writes()).isEqualTo(before);
    assertThat(thread.state().unsaved()).isEmpty();
    assertThat(thread.state().messages()).hasSize(2);
    assertThat(World.shown(world.open()))
        .containsExactly("user: Hi", "assistant: Hello (complete/unknown)");
  }

  @Test
  @DisplayName("HIST-12: a history that cannot delete refuses an import over what it has")
  void cannotDelete() {
    world.history.capabilities(EnumSet.of(Capability.HEAD, Capability.REVISIONS));
    ThreadRuntime empty = world.open("empty");
    ThreadRuntime thread = conversation();

    assertThatThrownBy(() -> thread.importThread(IMPORTED))
        .isInstanceOf(FeatureUnavailableException.class);
    empty.importThread(IMPORTED);
    world.scheduler.runAll();

    assertThat(thread.state().messages()).hasSize(2);
    assertThat(thread.state().head())
        .isNotNull()
        .extracting(each -> each.text())
        .isEqualTo("Hello");
    assertThat(empty.state().unsaved()).isEmpty();
    assertThat(world.history.batches())
        .flatExtracting(HistoryBatch::entries)
        .doesNotHaveAnyElementsOfTypes(HistoryEntry.Delete.class);
  }

  @Test
  @DisplayName(
      "HIST-12, RUN-22: the store goes on when an import removes what it was trying to store")
  void removedWhileTried() {
    world.model.then((request, reply) -> {
      reply.text("lost");
      world.history.failWrites(2);
    });
    ThreadRuntime thread = world.open();
    Run run = thread.send("Hi");
    world.scheduler.runAll();

    thread.importThread(IMPORTED);
    world.scheduler.advance(Duration.ofMinutes(1));

    assertThat(world.finish(run).isSaved()).isFalse();
    assertThat(world.open().export()).isEqualTo(thread.export());
    world.model.says("Yes");
    assertThat(world.send(thread, "Still there?").isSaved()).isTrue();
  }

  private ThreadRuntime conversation() {
    world.model.says("Hello");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    return thread;
  }
}
