package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.MessageTiming;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.TokenUsage;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.message.ToolTiming;
import dev.antiphon.port.ToolCallOptions;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.Stages;
import dev.antiphon.testing.World;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TimingTest {

  private static final ToolCallId C1 = new ToolCallId("c1");

  private final World world = new World();
  private final Instant start = world.scheduler.instant();

  private void wait(int millis) {
    world.scheduler.advance(Duration.ofMillis(millis));
  }

  private static MessageTiming timingOf(ThreadRuntime thread, int index) {
    MessageTiming timing = thread.message(index).metadata().timing();
    if (timing == null) {
      throw new AssertionError("There is no timing.");
    }
    return timing;
  }

  @Test
  @DisplayName("TIME-1: stream start, first write, total time, chunks and calls are measured")
  void measured() {
    world.tools(Tool.builder("count", "Counts")
        .handler((arguments, call) -> {
          wait(200);
          return 1;
        })
        .build());
    world
        .model
        .then((request, reply) -> {
          wait(30);
          reply.text("a");
          reply.text("b");
          wait(70);
          reply.toolCall(C1, "count");
        })
        .then((request, reply) -> reply.text("c"));
    ThreadRuntime thread = world.open();

    RunResult result = world.send(thread, "Hi");

    MessageTiming timing = timingOf(thread, 1);
    assertThat(result.timing()).isEqualTo(timing);
    assertThat(timing.streamStartTime()).isEqualTo(start.toEpochMilli());
    assertThat(timing.firstTokenTime()).isEqualTo(30L);
    assertThat(timing.totalStreamTime()).isEqualTo(300L);
    assertThat(timing.totalChunks()).isEqualTo(4);
    assertThat(timing.toolCallCount()).isEqualTo(1);
    assertThat(timingOf(world.open(), 1)).isEqualTo(timing);
  }

  @Test
  @DisplayName("TIME-1: the time of a pause does not count")
  void withoutPauses() {
    world.tools(Tool.builder("ask", "Asks").build());
    world
        .model
        .then((request, reply) -> {
          wait(100);
          reply.toolCall(C1, "ask");
        })
        .then((request, reply) -> {
          wait(50);
          reply.text("Done");
        });
    ThreadRuntime thread = world.open();
    assertThat(world.send(thread, "Hi").outcome()).isEqualTo(RunOutcome.PAUSED);
    world.scheduler.advance(Duration.ofHours(1));

    Run run = Stages.now(thread.addToolResult(thread.message(1).id(), C1, ToolResult.of(1)))
        .orElseThrow();
    world.finish(run);

    MessageTiming timing = timingOf(thread, 1);
    assertThat(timing.totalStreamTime()).isEqualTo(150L);
    assertThat(timing.firstTokenTime()).isEqualTo(100L);
    assertThat(timing.streamStartTime()).isEqualTo(start.toEpochMilli());
    assertThat(timing.totalChunks()).isEqualTo(2);
  }

  @Test
  @DisplayName("TIME-1: what the adapter reports wins field by field")
  void reported() {
    world.model.then((request, reply) -> {
      wait(100);
      reply.text("a");
      reply.timing(MessageTiming.builder().firstTokenTime(7L).tokenCount(50L).build());
    });
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");

    MessageTiming timing = timingOf(thread, 1);
    assertThat(timing.firstTokenTime()).isEqualTo(7L);
    assertThat(timing.totalStreamTime()).isEqualTo(100L);
    assertThat(timing.tokenCount()).isEqualTo(50L);
    assertThat(timing.tokensPerSecond()).isEqualTo(500.0);
  }

  @Test
  @DisplayName("TIME-2: tokenCount is the reported output usage, summed over the steps")
  void reportedTokens() {
    world.tools(Tool.builder("count", "Counts").handler((arguments, call) -> 1).build());
    world
        .model
        .then((request, reply) -> {
          reply.usage(new TokenUsage(100, 10));
          reply.toolCall(C1, "count");
          wait(1000);
        })
        .then((request, reply) -> {
          reply.text("x".repeat(400));
          reply.usage(new TokenUsage(100, 20));
        });
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");

    assertThat(timingOf(thread, 1).tokenCount()).isEqualTo(30L);
    assertThat(timingOf(thread, 1).tokensPerSecond()).isEqualTo(30.0);
  }

  @Test
  @DisplayName("TIME-2: without usage it is the text length by four, rounded up; omitted if 0")
  void estimatedTokens() {
    world
        .model
        .then((request, reply) -> {
          reply.reasoning("x".repeat(100));
          reply.text("12345");
        })
        .then((request, reply) -> {});
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");
    world.send(thread, "Ho");

    assertThat(timingOf(thread, 1).tokenCount()).isEqualTo(2L);
    assertThat(timingOf(thread, 1).tokensPerSecond()).as("in no time").isNull();
    assertThat(timingOf(thread, 3).tokenCount()).isNull();
    assertThat(timingOf(thread, 3).tokensPerSecond()).isNull();
  }

  @Test
  @DisplayName("TIME-3: a call's timing is that of its execution")
  void executedCall() {
    world.tools(Tool.builder("count", "Counts")
        .handler((arguments, call) -> {
          wait(200);
          return 1;
        })
        .build());
    world.model.then((request, reply) -> {
      reply.toolCall(C1, "count");
      wait(100);
    });
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");

    assertThat(thread.message(1).toolCall(0).timing())
        .isEqualTo(new ToolTiming(start.plusMillis(100), start.plusMillis(300)));
  }

  @Test
  @DisplayName(
      "TIME-3: a provider-executed call has the reported timing, else its first and last write")
  void providersCall() {
    ToolTiming reported = new ToolTiming(start.plusMillis(1), start.plusMillis(2));
    ToolCallId c2 = new ToolCallId("c2");
    world.model.then((request, reply) -> {
      reply.toolCall(C1, "search", ToolCallOptions.PROVIDER_EXECUTED);
      reply.toolCall(c2, "search", ToolCallOptions.PROVIDER_EXECUTED);
      reply.providerTiming(c2, reported);
      wait(100);
      reply.toolResult(C1, ToolResult.of(1));
      reply.toolResult(c2, ToolResult.of(2));
    });
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");

    assertThat(thread.message(1).toolCall(0).timing())
        .isEqualTo(new ToolTiming(start, start.plusMillis(100)));
    assertThat(thread.message(1).toolCall(1).timing()).isEqualTo(reported);
  }

  @Test
  @DisplayName("TIME-3: the same for calls that come in snapshots")
  void providersCallInSnapshots() {
    ToolCallPart begun =
        ToolCallPart.builder(C1, "search").isProviderExecuted(true).build();
    ToolCallPart ended = begun.toBuilder().result("found").build();
    world.model.then((request, reply) -> {
      reply.replaceContent(List.of(begun));
      wait(100);
      reply.replaceContent(List.of(ended));
      wait(100);
      reply.replaceContent(List.of(ended, TextPart.of("Found")));
    });
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");

    assertThat(thread.message(1).toolCall(0).timing())
        .isEqualTo(new ToolTiming(start, start.plusMillis(100)));
  }

  @Test
  @DisplayName("TIME-4: result and events suffice for status, tools, tokens and durations of a run")
  void telemetry() {
    world.tools(Tool.builder("count", "Counts").handler((arguments, call) -> 1).build());
    world
        .model
        .then((request, reply) -> {
          reply.toolCall(C1, "count");
          reply.usage(new TokenUsage(10, 5));
          wait(100);
        })
        .says("Done");
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);

    Run run = thread.send("Hi");
    RunResult result = world.finish(run);

    assertThat(result.status()).isNotNull();
    assertThat(result.usage()).isEqualTo(new TokenUsage(10, 5));
    assertThat(result.timing())
        .isNotNull()
        .satisfies(timing -> assertThat(timing.totalStreamTime()).isEqualTo(100L));
    assertThat(result.message())
        .isNotNull()
        .satisfies(message -> assertThat(message.toolCall(0).timing()).isNotNull());
    ThreadEvent.RunStarted started = events.of(ThreadEvent.RunStarted.class).get(0);
    ThreadEvent.RunEnded ended = events.of(ThreadEvent.RunEnded.class).get(0);
    assertThat(started.runId()).isEqualTo(run.id());
    assertThat(Duration.between(started.time(), ended.time())).hasMillis(100);
    assertThat(ended.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(events.of(ThreadEvent.StepEnded.class))
        .extracting(ThreadEvent.StepEnded::step)
        .isEqualTo(result.steps());
    assertThat(events.of(ThreadEvent.ToolStarted.class))
        .extracting(ThreadEvent.ToolStarted::toolName)
        .containsExactly("count");
    assertThat(events.of(ThreadEvent.ToolEnded.class)).hasSize(1);
  }
}
