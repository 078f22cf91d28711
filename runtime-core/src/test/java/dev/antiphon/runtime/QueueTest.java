package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.antiphon.context.ModelContribution;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.Role;
import dev.antiphon.message.Status;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunState;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.World;
import dev.antiphon.thread.QueueItem;
import dev.antiphon.thread.QueueLane;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolResult;
import dev.antiphon.tree.ExportedThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class QueueTest {

  private final World world = new World();
  private ThreadRuntime thread;
  private final List<Run> runs = new ArrayList<>();

  @BeforeEach
  void open() {
    world.tools(Tool.builder("ask", "Asks").build());
    thread = world.open();
  }

  private Run send(String text, WhenBusy whenBusy) {
    Run run = thread.send(
        MessageInput.text(text), SendOptions.builder().whenBusy(whenBusy).build());
    runs.add(run);
    return run;
  }

  private Run enqueue(String text) {
    return send(text, WhenBusy.ENQUEUE);
  }

  private List<String> waiting() {
    return thread.state().queue().stream().map(QueueItem::text).toList();
  }

  /** Returns what people said on the selected branch. */
  private List<String> said() {
    return thread.state().messages().stream()
        .filter(message -> message.role() == Role.USER)
        .map(Message::text)
        .toList();
  }

  /** Sends a message and does something while its reply streams, and lets all come to an end. */
  private void whileBusy(Consumer<Run> whileItStreams) {
    world.model.then((request, reply) -> {
      reply.text("One");
      whileItStreams.accept(runs.get(0));
    });
    runs.add(thread.send("First"));
    world.scheduler.runAll();
  }

  @Test
  @DisplayName("QUEUE-1: steer goes first, each lane first in, first out, as the view shows it")
  void twoLanes() {
    List<String> seen = new ArrayList<>();

    whileBusy(first -> {
      enqueue("q1");
      send("s1", WhenBusy.STEER);
      enqueue("q2");
      send("s2", WhenBusy.STEER);
      seen.addAll(waiting());
    });

    assertThat(seen).containsExactly("s1", "s2", "q1", "q2");
    assertThat(said()).containsExactly("First", "s1", "s2", "q1", "q2");
  }

  @Test
  @DisplayName("QUEUE-1: steering interrupts nothing")
  void steeringInterruptsNothing() {
    whileBusy(first -> send("s1", WhenBusy.STEER));

    assertThat(world.finish(runs.get(0)).outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(said()).containsExactly("First", "s1");
  }

  @Test
  @DisplayName("QUEUE-1: the lane is that of the call, else that of the runtime's whenBusy")
  void laneOfTheRuntime() {
    thread.setOptions(RuntimeOptions.builder().whenBusy(WhenBusy.STEER).build());
    List<QueueItem> seen = new ArrayList<>();

    whileBusy(first -> {
      enqueue("by the call");
      thread.send("by the runtime");
      seen.addAll(thread.state().queue());
    });

    assertThat(seen)
        .extracting(QueueItem::text, QueueItem::lane)
        .containsExactly(
            tuple("by the runtime", QueueLane.STEER), tuple("by the call", QueueLane.QUEUE));
  }

  @Test
  @DisplayName("QUEUE-2: an item has an id of its own, its run's id, lane, message and state")
  void item() {
    List<QueueItem> seen = new ArrayList<>();

    whileBusy(first -> {
      enqueue("Later");
      seen.addAll(thread.state().queue());
    });

    assertThat(seen).singleElement().satisfies(item -> {
      assertThat(item.runId()).isEqualTo(runs.get(1).id());
      assertThat(item.id().value()).isNotEqualTo(item.runId().value());
      assertThat(item.lane()).isEqualTo(QueueLane.QUEUE);
      assertThat(item.message()).isNotNull().extracting(Message::text).isEqualTo("Later");
      assertThat(item.state()).isEqualTo(QueueItem.State.WAITING);
      assertThat(item.error()).isNull();
    });
  }

  @Test
  @DisplayName("QUEUE-3: the next item starts at the visible end, before the last write is done")
  void atTheVisibleEnd() {
    EventLog events = EventLog.of(thread);

    whileBusy(first -> enqueue("Later"));

    List<String> names = events.all().stream()
        .filter(event -> event instanceof ThreadEvent.RunEnded
            || event instanceof ThreadEvent.RunStarted
            || event instanceof ThreadEvent.RunCompleted)
        .map(event -> event.getClass().getSimpleName())
        .toList();
    assertThat(names)
        .startsWith("RunStarted", "RunEnded", "RunStarted", "RunCompleted")
        .hasSize(6);
  }

  @Test
  @DisplayName("QUEUE-3: it goes below the head of that moment, unless it has an explicit parent")
  void belowTheHead() {
    whileBusy(first -> {
      enqueue("Below the head");
      thread.append(MessageInput.text("Appended meanwhile"));
      runs.add(thread.send(
          MessageInput.text("Below the first"),
          SendOptions.builder()
              .whenBusy(WhenBusy.ENQUEUE)
              .parent(thread.message(0).id())
              .build()));
    });

    assertThat(said()).containsExactly("First", "Below the first");
    MessageId other = thread.branches(thread.message(1).id()).get(0);
    thread.switchToBranch(other);
    assertThat(said()).containsExactly("First", "Appended meanwhile", "Below the head");
  }

  @Test
  @DisplayName("QUEUE-3: composer metadata is stamped at the dispatch")
  void stampedAtDispatch() {
    String[] mode = {"before"};
    LocalRuntime runtime = world
        .with(builder -> builder.context(() -> ModelContribution.builder()
            .composerMetadata(Map.of("mode", mode[0]))
            .build()))
        .start();
    thread = runtime.threads("ada").open("stamped");
    world.scheduler.runAll();

    whileBusy(first -> {
      enqueue("Later");
      mode[0] = "after";
    });

    assertThat(thread.state().messages())
        .filteredOn(message -> message.role() == Role.USER)
        .extracting(message -> message.metadata().custom().get("mode"))
        .containsExactly("before", "after");
  }

  @Test
  @DisplayName("QUEUE-4: a pending call at the head holds the queue until it is resolved")
  void heldByAPendingCall() {
    world.model.calls("c1", "ask", "{}").says("Resolved").says("Answered");
    world.send(thread, "Hi");
    Run later = enqueue("Later");
    world.scheduler.runAll();
    RunState whilePending = later.state();

    thread.addToolResult(thread.message(1).id(), 0, ToolResult.of("yes"));

    assertThat(whilePending).isEqualTo(RunState.QUEUED);
    assertThat(world.finish(later).text()).isEqualTo("Answered");
    assertThat(thread.message(1).text()).isEqualTo("Resolved");
  }

  @Test
  @DisplayName("QUEUE-4, QUEUE-5: a paused message that is cancelled frees the head, and pauses")
  void pausedMessageCancelled() {
    world.model.calls("c1", "ask", "{}").says("Answered");
    world.send(thread, "Hi");
    Run later = enqueue("Later");

    thread.cancelRun();
    world.scheduler.runAll();
    boolean isPaused = thread.state().isQueuePaused();
    RunState afterCancel = later.state();
    thread.resumeQueue();

    assertThat(isPaused).isTrue();
    assertThat(afterCancel).isEqualTo(RunState.QUEUED);
    assertThat(world.finish(later).text()).isEqualTo("Answered");
  }

  @Test
  @DisplayName("QUEUE-5: cancelling the active run pauses the queue and keeps the items")
  void cancelPauses() {
    whileBusy(first -> {
      enqueue("q1");
      enqueue("q2");
      first.cancel();
    });

    assertThat(waiting()).containsExactly("q1", "q2");
    assertThat(thread.state().isQueuePaused()).isTrue();
    assertThat(said()).containsExactly("First");
  }

  @Test
  @DisplayName("QUEUE-5: the next send re-arms it, oldest first")
  void nextSendRearms() {
    whileBusy(first -> {
      enqueue("q1");
      first.cancel();
    });

    thread.send("q2");
    world.scheduler.runAll();

    assertThat(said()).containsExactly("First", "q1", "q2");
    assertThat(thread.state().isQueuePaused()).isFalse();
  }

  @Test
  @DisplayName("QUEUE-5: a send that interrupts re-arms it too, and goes ahead")
  void interruptingSendRearms() {
    whileBusy(first -> {
      enqueue("q1");
      first.cancel();
    });

    send("Now", WhenBusy.INTERRUPT);
    world.scheduler.runAll();

    assertThat(said()).containsExactly("First", "Now", "q1");
  }

  @Test
  @DisplayName("QUEUE-5: resumeQueue re-arms it")
  void resumeRearms() {
    whileBusy(first -> {
      enqueue("q1");
      enqueue("q2");
      first.cancel();
    });

    thread.resumeQueue();
    world.scheduler.runAll();

    assertThat(said()).containsExactly("First", "q1", "q2");
  }

  @Test
  @DisplayName("QUEUE-5: INTERRUPT does not pause it")
  void interruptDoesNotPause() {
    whileBusy(first -> {
      enqueue("q1");
      send("Now", WhenBusy.INTERRUPT);
    });

    assertThat(thread.state().isQueuePaused()).isFalse();
    assertThat(said()).containsExactly("First", "Now", "q1");
  }

  @Test
  @DisplayName("QUEUE-5: cancelling without anything queued pauses nothing")
  void nothingToPause() {
    whileBusy(Run::cancel);

    assertThat(thread.state().isQueuePaused()).isFalse();
  }

  @Test
  @DisplayName("QUEUE-6: an edit, a reload and a branch switch keep the items")
  void othersKeepTheItems() {
    List<String> seen = new ArrayList<>();
    whileBusy(first -> {});

    world.model.then((request, reply) -> {
      enqueue("q1");
      thread.switchToBranch(thread.message(0).id());
      seen.addAll(waiting());
      world.model.then((second, edited) -> seen.addAll(waiting()));
      thread.edit(thread.message(0).id(), MessageInput.text("First, edited"));
    });
    thread.reload(thread.message(1).id());
    world.scheduler.runAll();

    assertThat(seen).containsExactly("q1", "q1");
    assertThat(said()).containsExactly("First, edited", "q1");
  }

  @Test
  @DisplayName("QUEUE-6: an import and a reset keep the items and pause")
  void importPauses() {
    whileBusy(first -> {
      enqueue("q1");
      thread.importThread(ExportedThread.chain(List.of()));
    });
    List<String> afterImport = waiting();

    thread.reset();
    world.scheduler.runAll();

    assertThat(afterImport).containsExactly("q1");
    assertThat(waiting()).containsExactly("q1");
    assertThat(thread.state().isQueuePaused()).isTrue();
    assertThat(thread.state().messages()).isEmpty();
  }

  @Test
  @DisplayName("QUEUE-8: a run that fails or ends incomplete does not stop the queue")
  void failuresDoNotStopIt() {
    world
        .model
        .then((request, reply) -> {
          enqueue("q1");
          enqueue("q2");
          throw new IllegalStateException("No model");
        })
        .then((request, reply) -> reply.status(Status.incomplete(Status.Reason.LENGTH)))
        .says("Two");

    runs.add(thread.send("First"));
    world.scheduler.runAll();

    assertThat(said()).containsExactly("First", "q1", "q2");
    assertThat(thread.state().isQueuePaused()).isFalse();
  }

  @Test
  @DisplayName("QUEUE-11: the queue is in memory, so what waits keeps the live runtime")
  void keepsTheLiveRuntime() {
    whileBusy(first -> {
      enqueue("q1");
      first.cancel();
    });

    boolean isClosed = thread.live().closeIfIdle();
    thread.queue().remove(thread.state().queue().get(0).id());

    assertThat(isClosed).isFalse();
    assertThat(thread.live().closeIfIdle()).isTrue();
  }

  @Test
  @DisplayName("QUEUE-11: a close ends the runs of what is left, and sends nothing of it")
  void close() throws Exception {
    CountDownLatch isAsked = new CountDownLatch(1);
    CountDownLatch isCancelled = new CountDownLatch(1);
    LocalRuntime runtime = LocalRuntime.builder((request, reply) -> {
          request.cancellation().onCancel(isCancelled::countDown);
          isAsked.countDown();
          isCancelled.await();
        })
        .build();
    ThreadRuntime closed = runtime.threads().open("t");
    closed.send("First");
    isAsked.await();
    Run later = closed.send("Later");

    runtime.close();

    assertThat(later.await().outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(closed.state().queue()).isEmpty();
    assertThat(World.shown(closed))
        .containsExactly("user: First", "assistant:  (incomplete/cancelled)");
  }
}
