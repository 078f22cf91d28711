package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.NotAnAssistantMessageException;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.UnknownMessageException;
import dev.antiphon.run.MessageNotSentException;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.World;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.Tool;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RunStartTest {

  private final World world = new World();

  private static Tool count() {
    return Tool.builder("count", "Counts").handler((arguments, call) -> 1).build();
  }

  @Test
  @DisplayName("RUN-7: startRun replies below any parent, reload beside the old version")
  void startRunAndReload() {
    world.model.says("One").says("Two").says("Three").says("Root");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    MessageId user = thread.message(0).id();
    MessageId first = thread.message(1).id();

    RunResult second = world.finish(thread.startRun(user));
    world.finish(thread.reload(first));
    assertThat(thread.branches(first)).hasSize(3);
    assertThat(second.message()).isNotNull();
    assertThat(thread.branches(first)).contains(second.message().id());
    assertThat(thread.message(first).text()).isEqualTo("One");
    world.finish(thread.startRun(null));
    assertThat(World.shown(thread)).containsExactly("assistant: Root (complete/unknown)");

    assertThatThrownBy(() -> thread.reload(user))
        .isInstanceOf(NotAnAssistantMessageException.class);
  }

  @Test
  @DisplayName("RUN-8: an unknown parent is refused before any event, and the active run goes on")
  void unknownParent() {
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);
    MessageId unknown = new MessageId("unknown");
    world.model.then((request, reply) -> {
      assertThatThrownBy(() -> thread.startRun(unknown))
          .isInstanceOf(UnknownMessageException.class);
      assertThatThrownBy(() -> thread.reload(unknown)).isInstanceOf(UnknownMessageException.class);
      assertThatThrownBy(() -> thread.resumeRun(unknown, world.model))
          .isInstanceOf(UnknownMessageException.class);
      assertThatThrownBy(() -> thread.send(
              MessageInput.text("x"), SendOptions.builder().parent(unknown).build()))
          .isInstanceOf(UnknownMessageException.class);
      reply.text("Hello");
    });

    assertThat(world.send(thread, "Hi").text()).isEqualTo("Hello");

    assertThat(events.of(ThreadEvent.RunStarted.class)).hasSize(1);
  }

  @Test
  @DisplayName("RUN-9: startRun moves the head to the parent at once, and the reply follows")
  void headOfAStartedRun() {
    world.model.says("One").says("Two").says("Again");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    world.send(thread, "Ho");
    MessageId first = thread.message(0).id();

    Run run = thread.startRun(first);
    assertThat(World.shown(thread)).containsExactly("user: Hi");
    world.finish(run);

    assertThat(World.shown(thread))
        .containsExactly("user: Hi", "assistant: Again (complete/unknown)");
  }

  @Test
  @DisplayName("RUN-9: if no reply comes, an unmoved head returns; a moved one stays")
  void headReturns() {
    world.model.says("One").says("Two");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    world.send(thread, "Ho");
    List<String> before = World.shown(thread);
    MessageId first = thread.message(0).id();
    MessageId reply = thread.message(1).id();

    world.history.failWrites(1);
    Run unsent = thread.startRun(first);
    assertThatThrownBy(() -> world.finish(unsent)).isInstanceOf(MessageNotSentException.class);
    assertThat(World.shown(thread)).isEqualTo(before);

    world.history.failWrites(1);
    Run moved = thread.startRun(first);
    thread.setHead(reply);
    assertThatThrownBy(() -> world.finish(moved)).isInstanceOf(MessageNotSentException.class);
    assertThat(thread.state().messages()).hasSize(2);
  }

  @Test
  @DisplayName("RUN-9: a continuation selects nothing")
  void continuationSelectsNothing() {
    world.tools(count());
    world.model.calls("c1", "count", "{}").says("Other").says("Continued");
    ThreadRuntime thread = world.open();
    world.finish(
        thread.send(MessageInput.text("Hi"), SendOptions.builder().maxSteps(1).build()));
    MessageId limited = thread.message(1).id();
    world.finish(thread.send(
        MessageInput.text("Elsewhere"), SendOptions.builder().parent(null).build()));
    List<String> before = World.shown(thread);

    RunResult result = world.finish(thread.continueRun(limited));

    assertThat(result.text()).isEqualTo("Continued");
    assertThat(World.shown(thread)).isEqualTo(before);
  }

  @Test
  @DisplayName("RUN-10: resumeRun asks the source for the first step and the model for later ones")
  void resumeRun() {
    world.tools(count());
    world.model.says("From the model");
    ThreadRuntime thread = world.open();
    CompletableFuture<Void> appended = thread.append(MessageInput.text("Hi")).toCompletableFuture();
    world.scheduler.runAll();
    assertThat(appended).isCompleted();

    RunResult result = world.finish(thread.resumeRun(thread.message(0).id(), (request, reply) -> {
      reply.text("From the source");
      reply.toolCall(new ToolCallId("c1"), "count");
    }));

    assertThat(result.text()).isEqualTo("From the source\n\nFrom the model");
    assertThat(world.model.requests()).hasSize(1);
  }

  @Test
  @SuppressWarnings("NullAway")
  @DisplayName("RUN-10: resumeRun without a source throws at once, and nothing is interrupted")
  void resumeWithoutSource() {
    ThreadRuntime thread = world.open();
    world.model.then((request, reply) -> {
      assertThatThrownBy(() -> thread.resumeRun(null, null))
          .isInstanceOf(NullPointerException.class);
      reply.text("Hello");
    });

    assertThat(world.send(thread, "Hi").text()).isEqualTo("Hello");
  }

  @Test
  @DisplayName("RUN-11: the run config is stored with the message, and a continuation uses its own")
  void runConfig() {
    world.tools(count());
    world.model.calls("c1", "count", "{}").says("Other").says("Continued").says("Reloaded");
    ThreadRuntime thread = world.open();
    world.finish(thread.send(
        MessageInput.text("Hi"),
        SendOptions.builder().maxSteps(1).runConfig(Map.of("mode", "one")).build()));
    MessageId limited = thread.message(1).id();
    world.finish(thread.send(
        MessageInput.text("Ho"),
        SendOptions.builder().runConfig(Map.of("mode", "two")).build()));

    ThreadRuntime loaded = world.open();
    assertThat(loaded.export().items())
        .extracting(item -> item.runConfig())
        .containsExactly(
            Map.of("mode", "one"),
            Map.of("mode", "one"),
            Map.of("mode", "two"),
            Map.of("mode", "two"));
    world.finish(loaded.continueRun(limited));
    assertThat(world.model.lastRequest().runConfig()).isEqualTo(Map.of("mode", "one"));

    world.finish(loaded.reload(limited));
    assertThat(world.model.lastRequest().runConfig()).isEmpty();
  }

  @Test
  @DisplayName("RUN-12: a new reply starts with the state of the nearest reply above it")
  void stateAbove() {
    world
        .model
        .then((request, reply) -> reply.state(Map.of("n", 1)))
        .then((request, reply) -> reply.state(Map.of("n", 2)))
        .says("Three");
    ThreadRuntime thread = world.open();
    world.send(thread, "One");
    MessageId first = thread.message(0).id();
    Message firstReply = thread.message(1);
    world.finish(thread.reload(firstReply.id()));

    // The visible branch has n = 2; the new question stands below the reply with n = 1.
    assertThat(thread.state().state()).isEqualTo(Map.of("n", 2));
    world.finish(thread.send(
        MessageInput.text("Two"), SendOptions.builder().parent(firstReply.id()).build()));

    assertThat(thread.message(3).metadata().state()).isEqualTo(Map.of("n", 1));
    assertThat(thread.message(0).id()).isEqualTo(first);
  }
}
