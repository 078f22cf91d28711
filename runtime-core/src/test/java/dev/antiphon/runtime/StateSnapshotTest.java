package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.Role;
import dev.antiphon.message.Status;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.StorageException;
import dev.antiphon.run.MessageNotSentException;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.World;
import dev.antiphon.thread.MessageView;
import dev.antiphon.thread.SaveState;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.thread.ThreadSnapshot;
import dev.antiphon.thread.ThreadState;
import dev.antiphon.tool.Tool;
import dev.antiphon.tree.ExportedThread;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.MessageItem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StateSnapshotTest {

  private final World world = new World();

  @Test
  @DisplayName(
      "MSG-2: ids sort by creation, have at most 48 characters, and are there from the start")
  void ids() {
    List<MessageId> ids = new ArrayList<>();
    try (LocalRuntime runtime =
        LocalRuntime.builder((request, reply) -> reply.text("x")).build()) {
      ThreadRuntime thread = runtime.threads().main();
      for (int i = 0; i < 20; i++) {
        Run run = thread.send("m" + i);
        run.completion().toCompletableFuture().join();
        assertThat(run.id().value()).hasSizeLessThanOrEqualTo(48);
      }
      thread.state().messages().forEach(message -> ids.add(message.id()));
      assertThat(thread.key().threadId()).hasSizeLessThanOrEqualTo(48);
    }

    assertThat(ids).hasSize(40).isSorted().doesNotHaveDuplicates();
    assertThat(ids).allSatisfy(id -> assertThat(id.value()).hasSizeLessThanOrEqualTo(48));
  }

  @Test
  @DisplayName("MSG-2: an id source that repeats itself never overwrites a message")
  void collision() {
    AtomicInteger counter = new AtomicInteger();
    world.with(builder -> builder.ids(prefix -> prefix + "_" + counter.incrementAndGet() / 2));
    world.model.says("a").says("b");
    ThreadRuntime thread = world.open();

    world.send(thread, "one");
    world.send(thread, "two");

    assertThat(World.shown(thread)).hasSize(4);
    assertThat(thread.state().messages()).extracting(Message::id).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName(
      "MSG-13: the save state is beside the message, and changes neither it nor its export")
  void saveState() {
    world.model.says("a");
    ThreadRuntime thread = world.open();
    Run run = thread.send("one");
    ThreadState sent = thread.state();
    Message message = sent.messages().get(0);
    ExportedThread before = thread.export();

    world.finish(run);

    assertThat(sent.saveState(message.id())).isEqualTo(SaveState.PENDING);
    assertThat(thread.state().saveState(message.id())).isEqualTo(SaveState.SAVED);
    assertThat(thread.state().messages().get(0)).isSameAs(message);
    assertThat(thread.export().items().get(0)).isEqualTo(before.items().get(0));
  }

  @Test
  @DisplayName(
      "MSG-14: a snapshot says whether a run is active, from the run and not from a message")
  void running() {
    List<ThreadState> during = new ArrayList<>();
    ThreadRuntime thread = world.open();
    world.model.then((request, reply) -> {
      thread.setHead(null);
      during.add(thread.state());
      reply.state(Map.of("step", 1));
    });

    Run run = thread.send("one");
    world.finish(run);

    assertThat(during.get(0).messages()).isEmpty();
    assertThat(during.get(0).isRunning()).isTrue();
    assertThat(during.get(0).activeRun()).isNotNull();
    assertThat(thread.state().isRunning()).isFalse();
    assertThat(thread.state().queue()).isEmpty();
    assertThat(thread.state().sequence()).isPositive();
  }

  @Test
  @DisplayName("MSG-15: a view adds index, last, parent, branches, save state and run")
  void view() {
    world.model.says("a").says("b");
    ThreadRuntime thread = world.open();
    MessageId first = requireNonNull(world.send(thread, "one").message()).id();

    Run run = thread.reload(first);
    world.scheduler.runSome(2);
    world.finish(run);
    ThreadState state = thread.state();

    MessageView view = state.view(1);
    assertThat(view.index()).isEqualTo(1);
    assertThat(view.isLast()).isTrue();
    assertThat(view.parentId()).isEqualTo(state.messages().get(0).id());
    assertThat(view.branchNumber()).isEqualTo(2);
    assertThat(view.branchCount()).isEqualTo(2);
    assertThat(view.saveState()).isEqualTo(SaveState.SAVED);
    assertThat(view.runId()).isNull();
    assertThat(state.view(0).isLast()).isFalse();
  }

  @Test
  @DisplayName(
      "MSG-15: the state is that of the last assistant message shown; empty means no message")
  void derivedState() {
    world.model.then((request, reply) -> reply.state(Map.of("n", 1)));
    ThreadRuntime thread = world.open();
    assertThat(thread.state().isEmpty()).isTrue();
    assertThat(thread.state().state()).isNull();

    world.send(thread, "one");
    thread.append(MessageInput.text("and"));
    world.scheduler.runAll();

    assertThat(thread.state().isEmpty()).isFalse();
    assertThat(thread.state().state()).isEqualTo(Map.of("n", 1));
    thread.setHead(thread.state().messages().get(0).id());
    assertThat(thread.state().state()).isNull();
  }

  @Test
  @DisplayName(
      "TREE-18: an import executes nothing: gates are closed, decided or not, running is over")
  void importedGates() {
    AtomicInteger executions = new AtomicInteger();
    world.tools(Tool.builder("delete", "Deletes")
        .handler((arguments, call) -> executions.incrementAndGet())
        .build()
        .needsApproval());
    ToolApproval approved =
        ToolApproval.builder(new ApprovalId("a1")).approved(true).build();
    ToolApproval open = ToolApproval.builder(new ApprovalId("a2")).build();
    Instant now = world.scheduler.instant();
    Message paused = Message.builder(new MessageId("m1"), Role.ASSISTANT, now)
        .content(List.of(
            ToolCallPart.builder(new ToolCallId("c1"), "delete")
                .approval(approved)
                .build(),
            ToolCallPart.builder(new ToolCallId("c2"), "delete").approval(open).build()))
        .status(Status.TOOL_CALLS)
        .build();
    Message running = Message.builder(new MessageId("m2"), Role.ASSISTANT, now)
        .text("Half")
        .status(Status.RUNNING)
        .build();
    ThreadRuntime thread = world.open();

    thread.importThread(new ExportedThread(
        Head.ABSENT, List.of(MessageItem.of(paused, null), MessageItem.of(running, paused.id()))));
    world.scheduler.runAll();
    world.scheduler.advance(Duration.ofHours(1));

    assertThat(executions).hasValue(0);
    assertThat(thread.state().isRunning()).isFalse();
    assertThat(thread.pendingApprovals()).isEmpty();
    assertThat(thread.message(paused.id()).toolCalls())
        .allSatisfy(call -> assertThat(requireNonNull(call.approval()).resolution())
            .isEqualTo(ToolApproval.Resolution.CANCELLED));
    assertThat(thread.message(running.id()).status()).isEqualTo(Status.INTERRUPTED);
  }

  @Test
  @DisplayName(
      "ERR-4: MessageNotSentException carries draft and cause, and nothing ran or was stored")
  void notSent() {
    ThreadRuntime thread = world.open();
    world.history.failWrites(1);

    assertThatThrownBy(() -> world.send(thread, "precious words"))
        .isInstanceOfSatisfying(MessageNotSentException.class, thrown -> {
          assertThat(requireNonNull(thrown.draft()).message().text()).isEqualTo("precious words");
          assertThat(thrown).hasCauseInstanceOf(StorageException.class);
        });
    assertThat(world.model.requests()).isEmpty();
    assertThat(world.history.batches()).isEmpty();
    assertThat(thread.state().messages()).isEmpty();
  }

  @Test
  @DisplayName("ERR-5: what fails in the background has an event: a write, the head, a repair")
  void backgroundFailures() {
    world.model.says("a").says("b");
    ThreadRuntime thread = world.open();
    MessageId first = requireNonNull(world.send(thread, "one").message()).id();
    world.finish(thread.reload(first));
    EventLog log = EventLog.of(thread);

    world.history.failWrites(1);
    thread.switchToBranch(first);
    world.scheduler.runAll();

    assertThat(log.of(ThreadEvent.StorageFailed.class))
        .extracting(event -> event.error().code())
        .containsExactly("unavailable");

    world.history.failWrites(10);
    thread.updateCustom(first, Map.of("k", 1));
    world.scheduler.advance(Duration.ofMinutes(1));
    assertThat(log.of(ThreadEvent.MessageUnsaved.class))
        .extracting(ThreadEvent::messageId)
        .contains(first);
  }

  @Test
  @DisplayName(
      "EVT-7: state and tree of a snapshot are of one moment, the reply under way included")
  void wholeSnapshot() {
    List<ThreadSnapshot> taken = new ArrayList<>();
    ThreadRuntime thread = world.open();
    world.model.says("a");
    world.model.then((request, reply) -> {
      reply.text("So far");
      taken.add(thread.snapshot());
      reply.text(" and no further");
    });
    MessageId first = requireNonNull(world.send(thread, "one").message()).id();

    world.finish(thread.reload(first));

    ThreadSnapshot snapshot = taken.get(0);
    assertThat(snapshot.sequence()).isEqualTo(snapshot.state().sequence());
    assertThat(snapshot.tree().items()).hasSize(3);
    assertThat(snapshot.tree().items().get(2).message())
        .isEqualTo(snapshot.state().head());
    assertThat(requireNonNull(snapshot.state().head()).text()).isEqualTo("So far");
  }
}
