package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.memory.InMemoryThreadHistory;
import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.UnknownMessageException;
import dev.antiphon.message.UnknownToolCallException;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.run.MessageNotSentException;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.Stages;
import dev.antiphon.testing.TestMessages;
import dev.antiphon.testing.World;
import dev.antiphon.thread.Capability;
import dev.antiphon.thread.ReadOnlyException;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolResult;
import dev.antiphon.tool.UnknownApprovalException;
import dev.antiphon.tree.ExportedThread;
import dev.antiphon.tree.Head;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CommandsTest {

  private static final MessageId UNKNOWN = new MessageId("unknown");

  private final World world = new World();

  @Test
  @DisplayName("OPT-8: when a command returns, the state shows its effect")
  void effectAtOnce() {
    world.model.says("Hello");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    MessageId user = thread.message(0).id();
    MessageId reply = thread.message(1).id();

    thread.setHead(user);
    assertThat(thread.state().messages()).hasSize(1);
    thread.switchToBranch(reply);
    assertThat(thread.state().messages()).hasSize(2);
    thread.updateCustom(user, Map.of("mark", 1));
    assertThat(thread.message(0).metadata().custom()).containsEntry("mark", 1);
    thread.append(MessageInput.text("More"));
    assertThat(thread.state().messages()).hasSize(3);
    Run run = thread.send("And");
    assertThat(thread.state().messages()).hasSize(4);
    assertThat(thread.state().isRunning()).isTrue();
    run.cancel();
    assertThat(thread.state().isRunning()).isFalse();
    thread.importThread(new ExportedThread(Head.ABSENT, List.of()));
    assertThat(thread.state().messages()).isEmpty();

    CompletableFuture<Void> appended =
        thread.append(MessageInput.text("New")).toCompletableFuture();
    world.scheduler.runAll();
    assertThat(appended).isCompleted();
    CompletableFuture<Void> deleted = thread.delete(thread.message(0).id()).toCompletableFuture();
    world.scheduler.runAll();
    assertThat(deleted).isCompleted();
    assertThat(thread.state().messages()).isEmpty();
  }

  /** A history whose writes wait for a latch. */
  private static final class BlockedHistory implements ThreadHistoryAdapter {
    private final InMemoryThreadHistory store = new InMemoryThreadHistory();
    private final CountDownLatch open = new CountDownLatch(1);

    @Override
    public LoadedThread load(ThreadKey thread) {
      return store.load(thread);
    }

    @Override
    public ThreadRevision write(ThreadKey thread, HistoryBatch batch) {
      try {
        assertThat(open.await(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
      return store.write(thread, batch);
    }
  }

  @Test
  @DisplayName("OPT-8: no command waits for I/O, and stages complete on a thread of the runtime")
  void neverBlocks() throws Exception {
    BlockedHistory history = new BlockedHistory();
    try (LocalRuntime runtime = LocalRuntime.builder((request, reply) -> reply.text("Hello"))
        .history(history)
        .build()) {
      ThreadRuntime thread = runtime.threads().open("t");
      thread.load().toCompletableFuture().get(30, TimeUnit.SECONDS);

      Run run = thread.send("Hi");
      CompletableFuture<Thread> appendedOn = new CompletableFuture<>();
      thread
          .append(MessageInput.text("More"))
          .whenComplete((done, failure) -> appendedOn.complete(Thread.currentThread()));
      thread.setHead(null);
      assertThat(thread.state().messages()).isEmpty();
      assertThat(run.completion().toCompletableFuture()).isNotDone();
      assertThat(appendedOn).isNotDone();

      history.open.countDown();
      assertThat(run.await().text()).isEqualTo("Hello");
      assertThat(appendedOn.get(30, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
    }
  }

  @Test
  @DisplayName("OPT-8: a listener may give commands")
  void commandsOfListeners() {
    world.model.says("One").says("Two");
    ThreadRuntime thread = world.open();
    thread.subscribe(event -> {
      if (event instanceof ThreadEvent.RunEnded && thread.state().messages().size() == 2) {
        thread.send("Again");
        assertThat(thread.state().messages()).hasSize(3);
      }
    });

    world.send(thread, "Hi");

    assertThat(World.shown(thread)).last().isEqualTo("assistant: Two (complete/unknown)");
  }

  @Test
  @DisplayName("OPT-9: what does not exist is refused by the call, and changes nothing")
  void unknownIds() {
    world.model.says("Hello");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    MessageId reply = thread.message(1).id();
    List<String> before = World.shown(thread);
    Map<String, ThrowingCallable> commands = new LinkedHashMap<>();
    commands.put("index", () -> thread.message(2));
    commands.put("negative index", () -> thread.message(-1));
    commands.put("send", () -> thread.send(MessageInput.text("x"), below(UNKNOWN)));
    commands.put("append", () -> thread.append(MessageInput.text("x"), below(UNKNOWN)));
    commands.put("edit", () -> thread.edit(UNKNOWN, MessageInput.text("x")));
    commands.put("startRun", () -> thread.startRun(UNKNOWN));
    commands.put("reload", () -> thread.reload(UNKNOWN));
    commands.put("continueRun", () -> thread.continueRun(UNKNOWN));
    commands.put("switchToBranch", () -> thread.switchToBranch(UNKNOWN));
    commands.put("setHead", () -> thread.setHead(UNKNOWN));
    commands.put("delete", () -> thread.delete(UNKNOWN));
    commands.put("reparent", () -> thread.reparent(UNKNOWN, null));
    commands.put("reparent below", () -> thread.reparent(reply, UNKNOWN));
    commands.put("updateCustom", () -> thread.updateCustom(UNKNOWN, Map.of()));
    commands.put("branches", () -> thread.branches(UNKNOWN));
    commands.put(
        "addToolResult",
        () -> thread.addToolResult(UNKNOWN, new ToolCallId("c"), ToolResult.of(1)));

    commands.forEach((name, command) ->
        assertThatThrownBy(command).as(name).isInstanceOf(UnknownMessageException.class));
    assertThatThrownBy(() -> thread.addToolResult(reply, new ToolCallId("c"), ToolResult.of(1)))
        .isInstanceOf(UnknownToolCallException.class);
    assertThatThrownBy(() -> thread.addToolResult(reply, 0, ToolResult.of(1)))
        .isInstanceOf(UnknownToolCallException.class)
        .hasMessageContaining("index 0");
    assertThatThrownBy(
            () -> thread.respondToToolApproval(new ApprovalId("no"), ApprovalResponse.approve()))
        .isInstanceOf(UnknownApprovalException.class);
    assertThat(World.shown(thread)).isEqualTo(before);
    assertThat(thread.state().isRunning()).isFalse();
  }

  @Test
  @DisplayName("OPT-9: a call is addressed by its index in the message, too")
  void callByIndex() {
    world.tools(Tool.builder("ask", "Asks").build());
    world
        .model
        .then((request, reply) -> {
          reply.text("Wait");
          reply.toolCall(new ToolCallId("c1"), "ask");
        })
        .says("Thanks");
    ThreadRuntime thread = world.open();
    RunResult paused = world.send(thread, "Hi");

    Run run = Stages.now(thread.addToolResult(thread.message(1).id(), 1, ToolResult.of("yes")))
        .orElseThrow();

    assertThat(paused.message()).isNotNull();
    world.finish(run);
    assertThat(thread.message(1).toolCall(1).result()).isEqualTo("yes");
  }

  @Test
  @DisplayName("OPT-9: on a thread that is not loaded, a refusal is that of the stage or the run")
  void unknownIdsBeforeTheLoad() {
    ThreadRuntime thread = world.start().threads("ada").open("t");

    CompletionStage<Void> head = thread.setHead(UNKNOWN);
    Run reload = thread.reload(UNKNOWN);
    world.scheduler.runAll();
    Run edit = world.start().threads("ada").open("t").edit(UNKNOWN, MessageInput.text("x"));
    world.scheduler.runAll();

    assertThatThrownBy(() -> head.toCompletableFuture().join())
        .hasCauseInstanceOf(UnknownMessageException.class);
    for (Run run : List.of(reload, edit)) {
      assertThatThrownBy(() -> world.finish(run))
          .isInstanceOf(MessageNotSentException.class)
          .hasCauseInstanceOf(UnknownMessageException.class);
    }
    assertThat(thread.state().messages()).isEmpty();
  }

  @Test
  @DisplayName("OPT-9: a reload and an edit given before the load find their message after it")
  void commandsBeforeTheLoad() {
    world.model.says("One").says("Two").says("Three");
    ThreadRuntime before = world.open();
    world.send(before, "Hi");
    MessageId user = before.message(0).id();
    MessageId reply = before.message(1).id();

    ThreadRuntime thread = world.start().threads("ada").open("t");
    assertThat(world.finish(thread.reload(reply)).text()).isEqualTo("Two");
    assertThat(thread.branches(reply)).hasSize(2);
    ThreadRuntime again = world.start().threads("ada").open("t");
    world.finish(again.edit(user, MessageInput.text("Ho")));

    assertThat(World.shown(again))
        .containsExactly("user: Ho", "assistant: Three (complete/unknown)");
    assertThat(again.branches(user)).hasSize(2);
  }

  @Test
  @DisplayName("OPT-10: a read-only thread shows its messages and refuses each command")
  void readOnly() {
    LocalRuntime runtime = world.start();
    List<Message> nested = List.of(TestMessages.user("u1"), TestMessages.assistant("a1", "Nested"));
    ThreadRuntime thread = runtime.readOnly(new ThreadKey("ada", "nested"), nested);
    EventLog events = EventLog.of(thread);
    MessageId id = new MessageId("a1");
    List<ThrowingCallable> commands = List.of(
        () -> thread.send("x"),
        () -> thread.append(MessageInput.text("x")),
        () -> thread.edit(id, MessageInput.text("x")),
        () -> thread.startRun(id),
        () -> thread.resumeRun(id, world.model),
        () -> thread.reload(id),
        () -> thread.continueRun(id),
        () -> thread.cancelRun(),
        () -> thread.resumeQueue(),
        () -> thread.respondToToolApproval(new ApprovalId("x"), ApprovalResponse.approve()),
        () -> thread.addToolResult(id, new ToolCallId("c"), ToolResult.of(1)),
        () -> thread.addToolResult(id, 0, ToolResult.of(1)),
        () -> thread.resumeToolCall(new ToolCallId("c"), 1),
        () -> thread.switchToBranch(id),
        () -> thread.setHead(null),
        () -> thread.delete(id),
        () -> thread.reparent(id, null),
        () -> thread.updateCustom(id, Map.of()),
        () -> thread.importThread(new ExportedThread(Head.ABSENT, List.of())),
        () -> thread.reset(List.of()),
        () -> thread.setOptions(RuntimeOptions.DEFAULTS),
        () -> thread.load(),
        () -> thread.retryLoad(),
        () -> thread.refetch(),
        () -> thread.storeRepairs());

    for (int i = 0; i < commands.size(); i++) {
      assertThatThrownBy(commands.get(i)).as("command %d", i).isInstanceOf(ReadOnlyException.class);
    }
    world.scheduler.runAll();
    assertThat(thread.state().messages()).isEqualTo(nested);
    assertThat(thread.state().capabilities()).isEqualTo(Set.of(Capability.COPY));
    assertThat(events.names()).containsExactly("Snapshot");
    assertThat(world.history.batches()).isEmpty();
  }

  private static SendOptions below(MessageId parent) {
    return SendOptions.builder().parent(parent).build();
  }
}
