package dev.antiphon.runtime;

import static dev.antiphon.testing.TestMessages.assistant;
import static dev.antiphon.testing.TestMessages.id;
import static dev.antiphon.testing.TestMessages.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.Role;
import dev.antiphon.message.Status;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.message.ToolTiming;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.Stages;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.ToolResult;
import dev.antiphon.tree.ExportedThread;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.ImportException;
import dev.antiphon.tree.MessageItem;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ThreadImportTest {

  private final World world = new World();

  @Test
  @DisplayName("TREE-16: an import with problems lists them all and changes nothing, nor a run")
  void importRefused() {
    world.model.says("Hello");
    ThreadRuntime thread = world.open();
    Run run = thread.send("Hi");

    assertThatThrownBy(() -> thread.importThread(
            new ExportedThread(Head.of(id("gone")), List.of(item("m1", "none"), item("m2", "m2")))))
        .isInstanceOfSatisfying(
            ImportException.class, refusal -> assertThat(refusal.problems()).hasSize(3));

    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(thread.state().messages()).hasSize(2);
  }

  @Test
  @DisplayName("TREE-18: an imported human call can be answered; what had started is over")
  void importedPause() {
    TestTools tools = new TestTools();
    world.tools(
        TestTools.human("ask"),
        tools.recording("look").toBuilder().idempotent(true).build());
    world.model.says("Thanks.");
    Message paused = assistant("a", "").toBuilder()
        .content(List.of(
            ToolCallPart.builder(new ToolCallId("c1"), "look")
                .timing(new ToolTiming(world.scheduler.instant(), null))
                .build(),
            ToolCallPart.builder(new ToolCallId("c2"), "ask").build()))
        .status(Status.TOOL_CALLS)
        .build();
    ThreadRuntime thread = imported(item("u", null), MessageItem.of(paused, id("u")));
    assertThat(thread.message(id("a")).isPaused()).isTrue();
    assertThat(thread.message(id("a")).toolCalls().get(0).isError()).isTrue();

    Run run = Stages.now(thread.addToolResult(id("a"), new ToolCallId("c2"), ToolResult.of("blue")))
        .orElseThrow();

    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(tools.executions).isEmpty();
  }

  @Test
  @DisplayName("TREE-18: an imported reply that was running has no call left to execute by itself")
  void importedRunning() {
    TestTools tools = new TestTools();
    world.tools(tools.recording("look"));
    Message running = assistant("a", "").toBuilder()
        .content(List.of(ToolCallPart.builder(new ToolCallId("c1"), "look").build()))
        .status(Status.RUNNING)
        .build();

    ThreadRuntime thread = imported(item("u", null), MessageItem.of(running, id("u")));
    ThreadRuntime reopened = world.open();

    assertThat(thread.message(id("a")).status()).isEqualTo(Status.INTERRUPTED);
    assertThat(thread.message(id("a")).toolCalls().get(0).isError()).isTrue();
    assertThat(reopened.message(id("a"))).isEqualTo(thread.message(id("a")));
    assertThat(tools.executions).isEmpty();
    assertThat(world.model.requests()).isEmpty();
  }

  @Test
  @DisplayName("TREE-19: import of an export gives an equal tree, head and run configs included")
  void exportAndImport() {
    world.model.says("One").says("Two");
    ThreadRuntime thread = world.open();
    Run run = thread.send(
        MessageInput.text("Hi"),
        SendOptions.builder().runConfig(Map.of("tone", "dry")).build());
    MessageId one = Objects.requireNonNull(world.finish(run).message()).id();
    world.finish(thread.reload(one));
    thread.append(MessageInput.text("More"));
    thread.switchToBranch(one);
    world.scheduler.runAll();
    ExportedThread exported = thread.export();

    ThreadRuntime copy = world.open("copy");
    copy.importThread(exported);
    world.scheduler.runAll();

    assertThat(copy.export()).isEqualTo(exported);
    assertThat(World.shown(copy)).isEqualTo(World.shown(thread));
    assertThat(copy.branches(one)).isEqualTo(thread.branches(one));
    assertThat(exported.items()).extracting(MessageItem::runConfig).contains(Map.of("tone", "dry"));
    assertThat(world.open("copy").export()).isEqualTo(exported);
  }

  @Test
  @DisplayName("TREE-20: reset is an import of one chain, and of nothing by default")
  void reset() {
    world.model.says("Hello");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    EventLog events = EventLog.of(thread);

    thread.reset(List.of(
        MessageInput.of(Role.SYSTEM, "Be kind."),
        MessageInput.text("Hi"),
        MessageInput.of(Role.ASSISTANT, "Hello")));
    world.scheduler.runAll();
    assertThat(World.shown(thread))
        .containsExactly("system: Be kind.", "user: Hi", "assistant: Hello (complete/unknown)");
    assertThat(thread.state().messages()).extracting(Message::id).doesNotHaveDuplicates();
    assertThat(events.of(ThreadEvent.ThreadReplaced.class)).hasSize(1);

    thread.reset();
    world.scheduler.runAll();

    assertThat(thread.export().items()).isEmpty();
    assertThat(thread.state().isEmpty()).isTrue();
    assertThat(world.open().export().items()).isEmpty();
  }

  private ThreadRuntime imported(MessageItem... items) {
    ThreadRuntime thread = world.open();
    thread.importThread(new ExportedThread(Head.ABSENT, List.of(items)));
    world.scheduler.runAll();
    return thread;
  }
}
