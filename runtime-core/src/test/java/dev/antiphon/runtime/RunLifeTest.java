package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.context.ModelContribution;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.Status;
import dev.antiphon.message.Step;
import dev.antiphon.message.TokenUsage;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.RunRequest;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.run.RunState;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.Stages;
import dev.antiphon.testing.World;
import dev.antiphon.thread.Capability;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RunLifeTest {

  private final World world = new World();

  private static Tool count() {
    return Tool.builder("count", "Counts").handler((arguments, call) -> 1).build();
  }

  private static Tool gated() {
    return Tool.builder("delete", "Deletes")
        .handler((arguments, call) -> 1)
        .build()
        .needsApproval();
  }

  @Test
  @DisplayName(
      "RUN-13: a request has the branch to the parent, ids, context, config and cancellation")
  void request() {
    world.with(builder -> builder.system("Be kind"));
    world.model.says("One").says("Other").says("Two");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    Message reply = thread.message(1);
    world.finish(thread.reload(reply.id()));
    thread.switchToBranch(reply.id());

    Run run = thread.send(
        MessageInput.text("Ho"), SendOptions.builder().runConfig(Map.of("a", 1)).build());
    world.finish(run);

    RunRequest request = world.model.lastRequest();
    assertThat(request.messages()).extracting(Message::text).containsExactly("Hi", "One", "Ho");
    assertThat(request.replySoFar()).isNull();
    assertThat(request.conversation()).isEqualTo(request.messages());
    assertThat(request.thread()).isEqualTo(thread.key());
    assertThat(request.runId()).isEqualTo(run.id());
    assertThat(request.parentId()).isEqualTo(thread.message(2).id());
    assertThat(request.messageId()).isEqualTo(thread.message(3).id());
    assertThat(request.context().system()).isEqualTo("Be kind");
    assertThat(request.runConfig()).isEqualTo(Map.of("a", 1));
    assertThat(request.cancellation().isCancelled()).isFalse();
  }

  @Test
  @DisplayName(
      "RUN-13: from the second step on, a request has the message so far, and a fresh context")
  void secondStep() {
    AtomicInteger reads = new AtomicInteger();
    world
        .tools(count())
        .with(builder -> builder.context(() -> ModelContribution.ofSystem("Read " + reads.get())));
    world
        .model
        .then((request, reply) -> {
          reads.set(1);
          reply.text("Counting");
          reply.toolCall(new ToolCallId("c1"), "count");
        })
        .says("Done");
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");

    RunRequest second = world.model.lastRequest();
    assertThat(second.context().system()).isEqualTo("Read 1");
    Message soFar = second.replySoFar();
    assertThat(soFar).isNotNull();
    assertThat(soFar.text()).isEqualTo("Counting");
    assertThat(soFar.toolCall(1).result()).isEqualTo(1);
    assertThat(second.conversation()).containsExactly(second.messages().get(0), soFar);
    assertThat(second.step()).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "RUN-20: switching branches leaves the run going, cancellable, and the view where it is")
  void switchDuringARun() {
    world.tools(count());
    world.model.says("One");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    MessageId first = thread.message(1).id();
    world
        .model
        .then((request, reply) -> {
          thread.switchToBranch(first);
          assertThat(thread.state().isRunning()).isTrue();
          assertThat(thread.state().capabilities()).contains(Capability.CANCEL);
          reply.toolCall(new ToolCallId("c1"), "count");
        })
        .says("Unseen");

    RunResult result = world.finish(thread.reload(first));

    assertThat(result.text()).isEqualTo("Unseen");
    assertThat(World.shown(thread))
        .containsExactly("user: Hi", "assistant: One (complete/unknown)");
  }

  @Test
  @DisplayName("RUN-21: another writer's field during streaming costs not one letter of the answer")
  void otherWriters() {
    ThreadRuntime thread = world.open();
    world.model.then((request, reply) -> {
      reply.text("One");
      thread.updateCustom(request.messageId(), Map.of("mark", 1));
      thread.updateCustom(thread.message(0).id(), Map.of("mark", 2));
      reply.text(" two");
      reply.custom(Map.of("own", 3));
      reply.text(" three");
    });

    RunResult result = world.send(thread, "Hi");

    assertThat(result.text()).isEqualTo("One two three");
    assertThat(thread.message(1).content()).hasSize(1);
    assertThat(thread.message(1).metadata().custom()).isEqualTo(Map.of("mark", 1, "own", 3));
    assertThat(World.shown(world.open())).isEqualTo(World.shown(thread));
  }

  @Test
  @DisplayName("RUN-23: a continuation that comes up during another run goes before both lanes")
  void continuationGoesFirst() {
    world.tools(gated());
    world.model.calls("c1", "delete", "{}");
    ThreadRuntime thread = world.open();
    world.send(thread, "Paused");
    List<String> order = new ArrayList<>();
    world
        .model
        .then((request, reply) -> {
          thread.send("Queued");
          thread.send(
              MessageInput.text("Steered"),
              SendOptions.builder().whenBusy(WhenBusy.STEER).build());
          Run continued = Stages.now(thread.respondToToolApproval(
                  thread.pendingApprovals().get(0).id(), ApprovalResponse.approve()))
              .orElseThrow();
          assertThat(continued.state()).isEqualTo(RunState.QUEUED);
          reply.text("Other");
        })
        .then((request, reply) -> order.add(request.lastUserText()))
        .then((request, reply) -> order.add(request.lastUserText()))
        .then((request, reply) -> order.add(request.lastUserText()));

    world.finish(thread.send(
        MessageInput.text("Other"), SendOptions.builder().parent(null).build()));

    assertThat(order).containsExactly("Paused", "Steered", "Queued");
  }

  @Test
  @DisplayName(
      "RUN-24: a pause is stored before it is announced; until then the message is running")
  void pauseIsStoredFirst() {
    world.tools(Tool.builder("ask", "Asks").build());
    world.model.calls("c1", "ask", "{}");
    ThreadRuntime thread = world.open();
    List<Status> stored = new ArrayList<>();
    List<Status> shown = new ArrayList<>();
    Run run = thread.send("Hi");
    world.history.beforeWrite(() -> {
      if (run.state() == RunState.PAUSING) {
        shown.add(thread.message(1).status());
        assertThat(thread.state().isRunning()).isTrue();
      }
    });

    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.PAUSED);

    world
        .history
        .batches()
        .forEach(batch -> batch.entries().forEach(entry -> {
          if (entry instanceof HistoryEntry.Update update) {
            stored.add(update.item().message().status());
          }
        }));
    assertThat(shown).isNotEmpty().containsOnly(Status.RUNNING);
    assertThat(stored).last().isEqualTo(Status.TOOL_CALLS);
    assertThat(thread.message(1).status()).isEqualTo(Status.TOOL_CALLS);
    assertThat(world.scheduler.readyCount()).isZero();
    assertThat(World.shown(world.open())).isEqualTo(World.shown(thread));
  }

  @Test
  @DisplayName(
      "RUN-25: steps are counted by the runtime, each recorded with its usage, also a cut one")
  void steps() {
    world.tools(count());
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);
    world
        .model
        .then((request, reply) -> {
          reply.toolCall(new ToolCallId("c1"), "count");
          reply.usage(new TokenUsage(1, 2));
        })
        .then((request, reply) -> {
          reply.usage(new TokenUsage(3, 4));
          thread.cancelRun();
        });

    RunResult result = world.send(thread, "Hi");

    assertThat(thread.message(1).metadata().steps())
        .extracting(Step::usage)
        .containsExactly(new TokenUsage(1, 2), new TokenUsage(3, 4));
    assertThat(result.usage()).isEqualTo(new TokenUsage(4, 6));
    assertThat(events.of(ThreadEvent.StepStarted.class)).hasSize(2);
    assertThat(events.of(ThreadEvent.StepEnded.class)).hasSize(2);
    assertThat(world.open().message(1).metadata().steps()).hasSize(2);
  }
}
