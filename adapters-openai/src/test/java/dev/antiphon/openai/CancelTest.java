package dev.antiphon.openai;

import static dev.antiphon.openai.Chunks.calls;
import static dev.antiphon.openai.Chunks.role;
import static dev.antiphon.openai.Chunks.says;
import static dev.antiphon.openai.Chunks.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.antiphon.message.Message;
import dev.antiphon.runtime.Run;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it measures")
class CancelTest {

  private static final int CANCELS = Boolean.getBoolean("antiphon.thorough") ? 1000 : 40;

  private static final Duration LIMIT = Duration.ofSeconds(1);

  /** When the server got a request, and when it saw its connection closed. */
  private final BlockingQueue<Long> asked = new LinkedBlockingQueue<>();

  private final BlockingQueue<Long> closed = new LinkedBlockingQueue<>();

  @Test
  @DisplayName("RUN-16: cancel closes the connection within 1 s while headers are awaited")
  void beforeHeaders() throws Exception {
    ScriptedServer.Script silent = wire -> {
      asked.add(System.nanoTime());
      wire.awaitClosed();
      closed.add(System.nanoTime());
    };
    try (ModelWorld world = ModelWorld.open(ModelWorld::patient, builder -> builder, silent)) {
      report("cancel-before-headers", percentiles(world, ""));
    }
  }

  @Test
  @DisplayName("RUN-16: cancel closes the connection within 1 s in mid-stream")
  void inMidStream() throws Exception {
    ScriptedServer.Script stalling = wire -> {
      wire.stream().events(role(), text("Once upon a time"));
      asked.add(System.nanoTime());
      wire.awaitClosed();
      closed.add(System.nanoTime());
    };
    try (ModelWorld world = ModelWorld.open(ModelWorld::patient, builder -> builder, stalling)) {
      report("cancel-in-mid-stream", percentiles(world, "Once upon a time"));
    }
  }

  /** Cancels many times; returns how long the server waited to see it. */
  private String percentiles(ModelWorld world, String shown) throws Exception {
    long[] nanos = new long[CANCELS];
    for (int i = 0; i < CANCELS; i++) {
      Run run = world.thread.send("Question " + i);
      assertThat(asked.poll(ScriptedServer.PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
      await().pollInterval(Duration.ofMillis(1)).until(() -> world.shown().contains(shown));

      long began = System.nanoTime();
      run.cancel();
      Message atOnce = last(world);
      Long end = closed.poll(ScriptedServer.PATIENCE_SECONDS, TimeUnit.SECONDS);

      assertThat(ModelWorld.words(atOnce)).isEqualTo("incomplete/cancelled");
      assertThat(end).as("the server saw its connection closed").isNotNull();
      nanos[i] = end - began;
      run.completion().toCompletableFuture().join();
    }
    Arrays.sort(nanos);
    assertThat(Duration.ofNanos(nanos[CANCELS - 1])).isLessThanOrEqualTo(LIMIT);
    assertThat(world.server.failures()).isEmpty();
    return "%d cancels, p50 %.2f ms, p95 %.2f ms, p99 %.2f ms, longest %.2f ms"
        .formatted(
            CANCELS,
            millis(nanos, 0.5),
            millis(nanos, 0.95),
            millis(nanos, 0.99),
            millis(nanos, 1));
  }

  /** Keeps a measurement where the build keeps its reports. */
  private static void report(String name, String figures) throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "measurements"));
    Files.writeString(folder.resolve(name + ".txt"), figures + System.lineSeparator());
  }

  private static double millis(long[] sorted, double fraction) {
    return sorted[(int) Math.ceil(fraction * sorted.length) - 1] / 1e6;
  }

  private static Message last(ModelWorld world) {
    return world.thread.state().messages().get(world.thread.state().messages().size() - 1);
  }

  @Test
  @DisplayName("RUN-16: in a tool, cancel fires its Cancellation, and no request follows")
  void inTool() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch fired = new CountDownLatch(1);
    Tool slow = Tool.builder("slow", "Takes its time")
        .handler((arguments, call) -> {
          call.cancellation().onCancel(fired::countDown);
          started.countDown();
          fired.await();
          return "too late";
        })
        .build();
    try (ModelWorld world = ModelWorld.open(
        builder -> builder,
        builder -> builder.tools(slow),
        calls("c1", "slow", "{}"),
        says("No."))) {
      Run run = world.thread.send("Question");
      assertThat(started.await(ScriptedServer.PATIENCE_SECONDS, TimeUnit.SECONDS))
          .isTrue();
      run.cancel();

      assertThat(fired.await(1, TimeUnit.SECONDS)).isTrue();
      run.completion().toCompletableFuture().get(5, TimeUnit.SECONDS);
      assertThat(world.server.requests()).hasSize(1);
    }
  }

  @Test
  @DisplayName("RUN-15, RUN-17: after a cancel the next message is answered, and nobody leaks")
  void goesOn() throws Exception {
    try (ModelWorld world = ModelWorld.open(
        ModelWorld::patient, builder -> builder, ScriptedServer.Wire::awaitClosed, says("Here."))) {
      Run run = world.thread.send("Question");
      await().until(() -> !world.server.requests().isEmpty());
      run.cancel();

      assertThat(world.ask("Again?").text()).isEqualTo("Here.");
      assertThat(world.count(ThreadEvent.LeakSuspected.class)).isZero();
      RequestCheck.assertValid(world.server.lastRequest());
    }
  }
}
