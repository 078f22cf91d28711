package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.InvalidMessageException;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.MessageTiming;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.SourcePart;
import dev.antiphon.message.Status;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.ReplyWriter;
import dev.antiphon.run.RunFailedException;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.World;
import dev.antiphon.thread.ThreadEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReplyTest {

  private final World world = new World();

  private Message reply(ChatModelAdapter script) {
    world.model.then(script);
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    return thread.message(thread.state().messages().size() - 1);
  }

  private static List<String> parts(Message message) {
    return message.content().stream().map(ReplyTest::line).toList();
  }

  private static String line(MessagePart part) {
    if (part instanceof TextPart text) {
      return "text " + text.text();
    }
    return part instanceof ReasoningPart reasoning ? "reasoning " + reasoning.view() : part.type();
  }

  @Test
  @DisplayName("REPLY-1: deltas are applied in call order, and seen as they come")
  void deltasInOrder() {
    ThreadRuntime thread = world.open();
    List<String> seen = new ArrayList<>();
    world.model.then((request, reply) -> {
      for (String word : List.of("a", "b", "c")) {
        reply.text(word);
        seen.add(thread.message(1).text());
      }
    });

    world.send(thread, "Hi");

    assertThat(seen).containsExactly("a", "ab", "abc");
  }

  @Test
  @DisplayName("REPLY-1: a writer may be used from any thread")
  void anyThread() throws Exception {
    ChatModelAdapter model = (request, reply) -> {
      CountDownLatch done = new CountDownLatch(4);
      for (int i = 0; i < 4; i++) {
        new Thread(() -> {
              for (int n = 0; n < 100; n++) {
                reply.text("x");
              }
              done.countDown();
            })
            .start();
      }
      assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    };
    try (LocalRuntime runtime = LocalRuntime.builder(model).build()) {
      RunResult result = runtime.threads().open("t").send("Hi").await();

      assertThat(result.text()).isEqualTo("x".repeat(400));
    }
  }

  @Test
  @DisplayName("REPLY-1: a closed writer drops everything silently, and says that it is closed")
  void closedWriter() {
    ThreadRuntime thread = world.open();
    world.model.says("Hello");
    world.send(thread, "Hi");
    ReplyWriter late = world.model.writers().get(0);
    EventLog events = EventLog.of(thread);
    world.scheduler.runAll();
    events.clear();

    assertThat(late.isClosed()).isTrue();
    late.text("late");
    late.reasoning("late");
    late.toolCall(new ToolCallId("c"), "late");
    late.replaceContent(List.of());
    late.state(1);
    late.custom(Map.of("a", 1));
    late.status(Status.STOP);
    world.scheduler.runAll();

    assertThat(thread.message(1).text()).isEqualTo("Hello");
    assertThat(events.all()).isEmpty();
  }

  @Test
  @DisplayName("REPLY-1: one delta is one event of its own size, however long the message is")
  void sizeOfADelta() {
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);
    world.model.then((request, reply) -> {
      reply.text("x".repeat(10_000));
      world.scheduler.runSome(100);
      events.clear();
      reply.text("y");
      world.scheduler.runSome(100);
      assertThat(events.all())
          .singleElement()
          .isInstanceOfSatisfying(
              ThreadEvent.TextDelta.class, delta -> assertThat(delta.delta()).isEqualTo("y"));
    });

    world.send(thread, "Hi");
  }

  @Test
  @DisplayName("REPLY-2: text extends the open text part; anything else closes it")
  void openParts() {
    Message message = reply((request, reply) -> {
      reply.text("a");
      reply.text("b");
      reply.reasoning("c");
      reply.reasoning("d");
      reply.text("e");
      reply.part(new SourcePart.Url("s1", "https://example.org", null, null, null));
      reply.text("f");
      reply.text("g", "parent");
      reply.text("h", "parent");
      reply.text("i");
      reply.toolCall(new ToolCallId("c1"), "none");
      reply.text("j");
    });

    assertThat(parts(message))
        .containsExactly(
            "text ab",
            "reasoning cd",
            "text e",
            "source",
            "text f",
            "text gh",
            "text i",
            "tool-call",
            "text j");
    assertThat(((TextPart) message.content().get(5)).parentId()).isEqualTo("parent");
  }

  @Test
  @DisplayName("REPLY-2: an empty delta changes nothing: no part, no event, no first write")
  void emptyDeltas() {
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);
    world.model.then((request, reply) -> {
      reply.text("");
      reply.reasoning("");
      reply.toolCall(new ToolCallId("c1"), "none");
      world.scheduler.advance(java.time.Duration.ofSeconds(1));
      events.clear();
      reply.argumentsText(new ToolCallId("c1"), "");
      world.scheduler.runSome(100);
      assertThat(events.all()).isEmpty();
    });

    world.send(thread, "Hi");
    assertThat(thread.message(1).content()).hasSize(1);

    world.model.then((request, reply) -> reply.text(""));
    world.send(thread, "Ho");
    Message empty = thread.message(3);
    assertThat(empty.content()).isEmpty();
    assertThat(empty.metadata().timing()).isNotNull().satisfies(timing -> {
      assertThat(timing.firstTokenTime()).isNull();
      assertThat(timing.totalChunks()).isZero();
    });
  }

  @Test
  @DisplayName("REPLY-7: a status takes effect when the adapter returns")
  void statusAtTheEnd() {
    ThreadRuntime thread = world.open();
    world.model.then((request, reply) -> {
      reply.status(Status.STOP);
      assertThat(thread.message(1).status()).isEqualTo(Status.RUNNING);
      assertThat(thread.state().isRunning()).isTrue();
      reply.text("Still going");
    });

    RunResult result = world.send(thread, "Hi");

    assertThat(result.status()).isEqualTo(Status.STOP);
    assertThat(result.text()).isEqualTo("Still going");
  }

  @Test
  @DisplayName("REPLY-7: an error status is not overwritten by a later one")
  void errorStatusStays() {
    ErrorInfo error = ErrorInfo.of(ErrorInfo.PROVIDER, "Overloaded");
    world.model.then((request, reply) -> {
      reply.status(Status.STOP);
      reply.status(Status.failed(error));
      reply.status(Status.STOP);
    });
    ThreadRuntime thread = world.open();

    Run run = thread.send("Hi");

    assertThatThrownBy(() -> world.finish(run))
        .isInstanceOfSatisfying(
            RunFailedException.class,
            failure -> assertThat(failure.result().modelError()).isEqualTo(error));
  }

  @Test
  @DisplayName("REPLY-7: running is no status that a reply ends with")
  void runningIsNoEnd() {
    world.model.then((request, reply) -> assertThatThrownBy(() -> reply.status(Status.RUNNING))
        .isInstanceOf(InvalidMessageException.class));
    ThreadRuntime thread = world.open();

    assertThat(world.send(thread, "Hi").status()).isEqualTo(Status.COMPLETE_UNKNOWN);
  }

  @Test
  @DisplayName("REPLY-8: state replaces, null too; annotations and data append; custom merges")
  void metadata() {
    Message message = reply((request, reply) -> {
      reply.state(Map.of("n", 1));
      reply.state(null);
      reply.annotation("a1");
      reply.annotation(null);
      reply.data(1);
      reply.data(2);
      reply.custom(Map.of("a", 1, "b", 1));
      reply.custom(Map.of("b", 2, "c", 2));
    });

    assertThat(message.metadata().state()).isNull();
    assertThat(message.metadata().annotations()).containsExactly("a1", null);
    assertThat(message.metadata().data()).containsExactly(1, 2);
    assertThat(message.metadata().custom()).isEqualTo(Map.of("a", 1, "b", 2, "c", 2));
  }

  @Test
  @DisplayName("REPLY-8: timing replaces field by field")
  void timing() {
    Message message = reply((request, reply) -> {
      reply.timing(
          MessageTiming.builder().firstTokenTime(5L).totalStreamTime(50L).build());
      reply.timing(MessageTiming.builder().totalStreamTime(60L).build());
    });

    assertThat(message.metadata().timing()).isNotNull().satisfies(timing -> {
      assertThat(timing.firstTokenTime()).isEqualTo(5L);
      assertThat(timing.totalStreamTime()).isEqualTo(60L);
    });
  }

  @Test
  @DisplayName("REPLY-8: what an adapter gives is copied")
  void copied() {
    Map<String, Object> state = new HashMap<>(Map.of("n", 1));
    Message message = reply((request, reply) -> {
      reply.state(state);
      state.put("n", 2);
    });

    assertThat(message.metadata().state()).isEqualTo(Map.of("n", 1));
  }

  @Test
  @DisplayName("REPLY-1: a reply over maxReplyBytes ends as incomplete/length, snapshots included")
  void tooLong() {
    world.options(options -> options.maxReplyBytes(100));
    Message streamed = reply((request, reply) -> {
      for (int i = 0; i < 10; i++) {
        reply.text("x".repeat(10));
      }
    });
    Message replaced = reply((request, reply) -> {
      reply.replaceContent(List.of(TextPart.of("x".repeat(40))));
      reply.replaceContent(List.of(TextPart.of("x".repeat(50))));
      reply.replaceContent(List.of(TextPart.of("x".repeat(60))));
    });

    assertThat(streamed.status()).isEqualTo(Status.incomplete(Status.Reason.LENGTH));
    assertThat(streamed.text()).hasSize(50);
    assertThat(replaced.status()).isEqualTo(Status.incomplete(Status.Reason.LENGTH));
    assertThat(replaced.text()).hasSize(50);
  }
}
