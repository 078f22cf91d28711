package dev.antiphon.runtime;

import static dev.antiphon.testing.TestMessages.assistant;
import static dev.antiphon.testing.TestMessages.id;
import static dev.antiphon.testing.TestMessages.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.Status;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.TextView;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.RunRequest;
import dev.antiphon.port.StoredMessage;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.run.RunKind;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.MessageItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LoadResumeTest {

  private final World world = new World();
  private final List<RunRequest> requests = new ArrayList<>();

  @Test
  @DisplayName(
      "LOAD-8: a reply found running is gone on with by the history, in place of the model")
  void continued() {
    world.history.resumes((request, reply) -> {
      requests.add(request);
      reply.text("lo");
    });
    found(true, running(TextPart.of("Hel")));
    ThreadRuntime thread = world.start().threads("ada").open("t");
    EventLog events = EventLog.of(thread);

    thread.load();
    world.scheduler.runAll();

    assertThat(World.shown(thread))
        .containsExactly("user: u", "assistant: Hello (complete/unknown)");
    assertThat(thread.message(id("a")).content()).hasSize(1);
    assertThat(world.model.requests()).isEmpty();
    assertThat(requests).singleElement().satisfies(request -> {
      assertThat(request.messageId()).isEqualTo(id("a"));
      assertThat(request.messages()).extracting(Message::text).containsExactly("u");
    });
    assertThat(events.of(ThreadEvent.RunStarted.class).get(0).kind()).isEqualTo(RunKind.RESUME);
  }

  @Test
  @DisplayName("LOAD-8: the history may replace the content as a whole")
  void replaced() {
    world.history.resumes((request, reply) -> reply.replaceContent(List.of(TextPart.of("Hello"))));
    found(true, running(TextPart.of("Hel"), TextPart.of("p")));

    ThreadRuntime thread = world.open();

    assertThat(World.shown(thread).get(1)).isEqualTo("assistant: Hello (complete/unknown)");
    assertThat(thread.message(id("a")).content()).hasSize(1);
  }

  @Test
  @DisplayName("LOAD-8: a call that was being written is gone on with under its id, and executed")
  void call() {
    TestTools tools = new TestTools();
    world.tools(tools.recording("look"));
    world.model.says("Seen.");
    world.history.resumes((request, reply) -> {
      reply.toolCall(new ToolCallId("c1"), "look");
      reply.argumentsText(new ToolCallId("c1"), "1}");
    });
    found(
        true,
        running(ToolCallPart.builder(new ToolCallId("c1"), "look")
            .argsText(TextView.of("{\"n\":"))
            .build()));

    ThreadRuntime thread = world.open();

    assertThat(tools.executions).containsExactly(Map.of("n", 1));
    assertThat(thread.message(id("a")).toolCalls()).hasSize(1);
    assertThat(thread.message(id("a")).text()).isEqualTo("Seen.");
  }

  @Test
  @DisplayName("LOAD-8: else the history makes a new reply below a user message at the head")
  void newReply() {
    world.history.resumes((request, reply) -> reply.text("Hello"));
    found(true);

    ThreadRuntime thread = world.open();

    assertThat(World.shown(thread))
        .containsExactly("user: u", "assistant: Hello (complete/unknown)");
    assertThat(world.model.requests()).isEmpty();
  }

  @Test
  @DisplayName("LOAD-8: an error of the history fails that run, not the load")
  void fails() {
    world.history.resumes((request, reply) -> {
      reply.text("lo");
      throw new IllegalStateException("The stream is gone.");
    });
    found(true, running(TextPart.of("Hel")));

    ThreadRuntime thread = world.open();

    assertThat(thread.state().loadState()).isEqualTo(LoadState.LOADED);
    assertThat(World.shown(thread).get(1)).startsWith("assistant: Hello (incomplete/error");
    world.model.says("Again");
    assertThat(world.send(thread, "Hi").outcome()).isEqualTo(RunOutcome.COMPLETE);
  }

  @Test
  @DisplayName("LOAD-8: the flag without resume does nothing, and resume without the flag neither")
  void withoutEither() {
    found(true, running(TextPart.of("Hel")));
    assertThat(World.shown(world.open()).get(1))
        .isEqualTo("assistant: Hel (incomplete/interrupted)");

    world.history.resumes((request, reply) -> reply.text("lo"));
    found(false, running(TextPart.of("Hel")));
    assertThat(World.shown(world.open()).get(1))
        .isEqualTo("assistant: Hel (incomplete/interrupted)");
  }

  @Test
  @DisplayName("LOAD-8: a send that waited for the load is not in the way, and not cancelled")
  void sendMeanwhile() {
    world.history.resumes((request, reply) -> reply.text("Hello"));
    found(true);
    world.model.says("And you?");
    ThreadRuntime thread = world.start().threads("ada").open("t");

    Run run = thread.send("Hi");
    world.scheduler.runAll();

    assertThat(World.shown(thread))
        .containsExactly(
            "user: u",
            "assistant: Hello (complete/unknown)",
            "user: Hi",
            "assistant: And you? (complete/unknown)");
    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.COMPLETE);
  }

  @Test
  @DisplayName(
      "LOAD-8, RUN-19: a resumed run that is cancelled while it waits leaves no message running")
  void cancelledWhileWaiting() {
    world.history.resumes((request, reply) -> reply.text("lo"));
    found(true, running(TextPart.of("Hel")));
    ThreadRuntime thread = world.start().threads("ada").open("t");
    thread.load();
    EventLog events = EventLog.of(thread);
    while (events.of(ThreadEvent.RunStarted.class).isEmpty()) {
      assertThat(world.scheduler.runOne()).isTrue();
    }

    thread.cancelRun();
    world.scheduler.runAll();

    assertThat(thread.message(id("a")).status()).isEqualTo(Status.CANCELLED);
    assertThat(thread.state().isRunning()).isFalse();
  }

  private static MessageItem running(MessagePart... parts) {
    Message message = assistant("a", "").toBuilder()
        .content(List.of(parts))
        .status(Status.RUNNING)
        .build();
    return MessageItem.of(message, id("u"));
  }

  private void found(boolean isResumable, MessageItem... replies) {
    List<StoredMessage> stored = new ArrayList<>();
    stored.add(new StoredMessage.Intact(item("u", null)));
    for (MessageItem reply : replies) {
      stored.add(new StoredMessage.Intact(reply));
    }
    world.history.finds(new LoadedThread(stored, Head.ABSENT, ThreadRevision.UNKNOWN, isResumable));
  }
}
