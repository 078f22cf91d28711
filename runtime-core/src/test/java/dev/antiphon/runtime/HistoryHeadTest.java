package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.ThreadHistoryAdapter.Capability;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.Batches;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.ToolResult;
import dev.antiphon.tree.Reparented;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HistoryHeadTest {

  private final World world = new World();

  @Test
  @DisplayName("HIST-10: a head moved alone is stored in a batch of its own, the newest value only")
  void movedAlone() {
    ThreadRuntime thread = conversation();
    MessageId first = thread.message(0).id();
    int before = world.history.batches().size();

    thread.setHead(null);
    thread.setHead(thread.export().items().get(1).message().id());
    thread.setHead(first);
    world.scheduler.runAll();

    List<HistoryBatch> later =
        world.history.batches().subList(before, world.history.batches().size());
    assertThat(later)
        .extracting(HistoryBatch::entries)
        .containsExactly(List.of(new HistoryEntry.Head(first)));
    assertThat(world.open().state().messages()).hasSize(1);
  }

  @Test
  @DisplayName("HIST-10: the chosen branch is there again after a restart, no head included")
  void chosenBranch() {
    world.model.says("One").says("Two");
    ThreadRuntime thread = world.open();
    MessageId one = Objects.requireNonNull(world.send(thread, "Hi").message()).id();
    world.finish(thread.reload(one));
    thread.switchToBranch(one);
    world.scheduler.runAll();
    assertThat(World.shown(world.open()))
        .containsExactly("user: Hi", "assistant: One (complete/unknown)");

    thread.setHead(null);
    world.scheduler.runAll();

    assertThat(world.open().state().messages()).isEmpty();
    assertThat(world.open().export().items()).hasSize(3);
  }

  @Test
  @DisplayName(
      "HIST-10: a head that cannot be stored fails no command and goes with the next write")
  void headFails() {
    ThreadRuntime thread = conversation();
    EventLog events = EventLog.of(thread);
    MessageId first = thread.message(0).id();
    world.history.failWrites(1);

    CompletableFuture<Void> stage = thread.setHead(first).toCompletableFuture();
    world.scheduler.runAll();

    assertThat(stage).isCompleted();
    assertThat(events.of(ThreadEvent.StorageFailed.class)).hasSize(1);
    int before = world.history.batches().size();
    thread.updateCustom(first, Map.of("n", 1));
    world.scheduler.runAll();
    assertThat(Batches.of(world.history).get(before)).containsExactly("update 'Hi'", "head");
  }

  @Test
  @DisplayName("HIST-10: setting the head to what it is writes nothing")
  void notMoved() {
    ThreadRuntime thread = conversation();
    int before = world.history.writes();

    thread.setHead(thread.message(1).id());
    world.scheduler.runAll();

    assertThat(world.history.writes()).isEqualTo(before);
  }

  @Test
  @DisplayName("HIST-11: metadata, results and decisions are stored as updates")
  void updates() {
    world.tools(
        TestTools.human("ask"),
        TestTools.tool("mail", (arguments, call) -> "sent").needsApproval());
    world.model.then((request, reply) -> {
      reply.toolCall(new ToolCallId("c1"), "ask");
      reply.toolCall(new ToolCallId("c2"), "mail");
    });
    ThreadRuntime thread = world.open();
    MessageId id = Objects.requireNonNull(world.send(thread, "Hi").message()).id();
    int before = world.history.batches().size();

    thread.updateCustom(id, Map.of("starred", false));
    world.scheduler.runAll();
    thread.addToolResult(id, new ToolCallId("c1"), ToolResult.of(null));
    world.scheduler.runAll();
    assertThat(Batches.of(world.history).subList(before, world.history.batches().size()))
        .containsExactly(
            List.of("update '' requires-action/tool-calls"),
            List.of("update '' requires-action/tool-calls"));
    thread.respondToToolApproval(
        thread.pendingApprovals().get(0).id(), ApprovalResponse.deny("no"));
    world.scheduler.runAll();

    ThreadRuntime reopened = world.open();
    assertThat(reopened.message(id)).isEqualTo(thread.message(id));
    assertThat(reopened.message(id).metadata().custom()).containsEntry("starred", false);
    assertThat(reopened.message(id).toolCalls()).allMatch(call -> call.hasResult());
  }

  @Test
  @DisplayName("HIST-11: re-parenting is stored by delete")
  void reparented() {
    ThreadRuntime thread = conversation();
    MessageId first = thread.message(0).id();
    MessageId reply = thread.message(1).id();

    thread.reparent(reply, null);
    world.scheduler.runAll();

    assertThat(world.history.batches())
        .flatExtracting(HistoryBatch::entries)
        .contains(new HistoryEntry.Delete(List.of(), List.of(new Reparented(reply, null))));
    ThreadRuntime reopened = world.open();
    assertThat(reopened.branches(first)).containsExactly(first, reply);
  }

  @Test
  @DisplayName("HIST-16: what a history declares that it cannot keep, it is never asked to keep")
  void withoutHead() {
    world.history.capabilities(EnumSet.of(Capability.REVISIONS));
    ThreadRuntime thread = conversation();
    thread.setHead(thread.message(0).id());
    thread.append(MessageInput.text("More"));
    world.scheduler.runAll();

    assertThat(world.history.batches())
        .flatExtracting(HistoryBatch::entries)
        .isNotEmpty()
        .doesNotHaveAnyElementsOfTypes(HistoryEntry.Head.class, HistoryEntry.Delete.class);
    assertThat(thread.state().capabilities()).doesNotContain(dev.antiphon.thread.Capability.DELETE);
  }

  private ThreadRuntime conversation() {
    world.model.says("Hello");
    ThreadRuntime thread = world.open();
    RunResult result = world.send(thread, "Hi");
    assertThat(result.isSaved()).isTrue();
    return thread;
  }
}
