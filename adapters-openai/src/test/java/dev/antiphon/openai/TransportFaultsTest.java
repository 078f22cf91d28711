package dev.antiphon.openai;

import static dev.antiphon.openai.Chunks.DONE;
import static dev.antiphon.openai.Chunks.finish;
import static dev.antiphon.openai.Chunks.role;
import static dev.antiphon.openai.Chunks.says;
import static dev.antiphon.openai.Chunks.sends;
import static dev.antiphon.openai.Chunks.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.util.Throwables.getStackTrace;
import static org.awaitility.Awaitility.await;

import dev.antiphon.message.Message;
import dev.antiphon.port.ContextPolicy;
import dev.antiphon.port.ModelException;
import dev.antiphon.runtime.Run;
import dev.antiphon.runtime.RuntimeOptions;
import dev.antiphon.thread.ThreadEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One test for each way in which a model server, or the way to it, fails. */
class TransportFaultsTest {

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"http://127.0.0.1:PORT/v1", "http://nobody.invalid/v1"})
  @DisplayName("M1, ERR-6: a server that nobody can reach is unavailable, and may be asked again")
  void unreachable(String url) throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    URI nobody = URI.create(url.replace("PORT", String.valueOf(port)));

    try (ModelWorld world = ModelWorld.with(builder -> builder.baseUrl(nobody))) {
      ModelException failure = world.failureOf("Question");

      assertThat(failure.code()).isEqualTo("unavailable");
      assertThat(failure.isRetryable()).isTrue();
      assertThat(failure).hasMessageContaining(nobody.getHost()).hasMessageContaining("Check");
    }
  }

  @Test
  @DisplayName("M1, ERR-6: a server that does not speak TLS is unavailable over https")
  void noTls() throws Exception {
    try (ScriptedServer plain = new ScriptedServer(says("Hello"));
        ModelWorld world = ModelWorld.with(builder ->
            builder.baseUrl(URI.create(plain.url().toString().replace("http:", "https:"))))) {
      assertThat(world.failureOf("Question").code()).isEqualTo("unavailable");
    }
  }

  @Test
  @DisplayName("M2, ERR-6: a server that never answers is asked again, then the run times out")
  void neverAnswers() throws Exception {
    try (ModelWorld world = ModelWorld.of(ScriptedServer.Wire::awaitClosed)) {
      assertThat(world.failureOf("Question").code()).isEqualTo("timeout");
      assertThat(world.server.requests()).hasSize(3);
      assertThat(world.server.failures()).isEmpty();
    }
  }

  @Test
  @DisplayName("M3, ERR-6: silence in mid-stream closes the connection and keeps what came")
  void stalls() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (ModelWorld world = ModelWorld.of(wire -> {
      wire.stream().events(role(), text("Hel")).awaitClosed();
      closed.countDown();
    })) {
      Message reply = world.ask("Question");

      assertThat(ModelWorld.words(reply)).isEqualTo("incomplete/error stalled");
      assertThat(reply.text()).isEqualTo("Hel");
      assertThat(closed.await(ScriptedServer.PATIENCE_SECONDS, TimeUnit.SECONDS))
          .isTrue();
    }
  }

  @RepeatedTest(50)
  @DisplayName("M10, RUN-27: a connection that is cut right behind its first words keeps them")
  void cutAtOnce() throws Exception {
    try (ModelWorld world = ModelWorld.of(wire -> wire.stream().events(role(), text("Hel")))) {
      Message reply = world.ask("Question");

      assertThat(ModelWorld.words(reply)).isEqualTo("incomplete/error stream-cut");
      assertThat(reply.text()).isEqualTo("Hel");
    }
  }

  @Test
  @DisplayName("M4: a reply without end is cut at maxReplyBytes, and its connection closed")
  void endless() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    RuntimeOptions options = RuntimeOptions.builder().maxReplyBytes(10_000).build();
    try (ModelWorld world =
        ModelWorld.open(builder -> builder, builder -> builder.options(options), wire -> {
          wire.stream().events(role());
          try {
            while (true) {
              wire.events(text("and so on "));
            }
          } catch (SocketException clientGone) {
            closed.countDown();
          }
        })) {
      Message reply = world.ask("Question");

      assertThat(ModelWorld.words(reply)).isEqualTo("incomplete/length");
      assertThat(reply.text()).hasSizeBetween(1000, 10_000);
      assertThat(closed.await(ScriptedServer.PATIENCE_SECONDS, TimeUnit.SECONDS))
          .isTrue();
    }
  }

  @Test
  @DisplayName("M5: a retry waits as long as the server asks, and can be seen")
  void retryAfter() throws Exception {
    try (ModelWorld world = ModelWorld.of(limited("Retry-After: 0.15"), says("Here."))) {
      Message reply = world.ask("Question");

      assertThat(reply.text()).isEqualTo("Here.");
      assertThat(world.retries).singleElement().satisfies(retry -> {
        assertThat(retry.delay()).isEqualTo(Duration.ofMillis(150));
        assertThat(retry.failure().code()).isEqualTo("rate-limit");
      });
    }
  }

  @Test
  @DisplayName("M5, RUN-15: cancel ends the wait for a retry at once")
  void cancelDuringWait() throws Exception {
    try (ModelWorld world = ModelWorld.of(limited("Retry-After: 50"))) {
      Run run = world.thread.send("Question");
      await().until(() -> !world.retries.isEmpty());
      run.cancel();

      Message reply = run.completion()
          .toCompletableFuture()
          .get(ScriptedServer.PATIENCE_SECONDS, TimeUnit.SECONDS)
          .message();
      assertThat(reply).isNotNull();
      assertThat(ModelWorld.words(reply)).isEqualTo("incomplete/cancelled");
      assertThat(world.server.requests()).hasSize(1);
    }
  }

  @Test
  @DisplayName("M5, ERR-6: a wait that is too long is not waited for; the exception tells it")
  void tooLongToWait() throws Exception {
    try (ModelWorld world = ModelWorld.of(limited("Retry-After: 3600"))) {
      ModelException failure = world.failureOf("Question");

      assertThat(failure)
          .isInstanceOfSatisfying(
              RateLimitedException.class,
              limited -> assertThat(limited.retryAfter()).contains(Duration.ofHours(1)));
      assertThat(failure.isRetryable()).isTrue();
      assertThat(world.server.requests()).hasSize(1);
    }
  }

  @Test
  @DisplayName("M5, ERR-6: a quota that is used up is not asked again")
  void quota() throws Exception {
    try (ModelWorld world = ModelWorld.of(
        error(429, "{\"message\":\"You exceeded your quota.\",\"code\":\"insufficient_quota\"}"))) {
      ModelException failure = world.failureOf("Question");

      assertThat(failure.code()).isEqualTo("rate-limit");
      assertThat(failure.isRetryable()).isFalse();
      assertThat(world.server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {500, 502, 503, 529})
  @DisplayName("M6, ERR-6: a server in trouble is asked again; what it says is cut")
  void inTrouble(int status) throws Exception {
    char[] filler = new char[100_000];
    Arrays.fill(filler, 'x');
    ScriptedServer.Script html = wire -> wire.answer(
        status, "Content-Type: text/html\r\n", "<html>" + new String(filler) + "</html>");
    try (ModelWorld world = ModelWorld.of(html)) {
      ModelException failure = world.failureOf("Question");

      assertThat(failure.code()).isEqualTo("unavailable");
      assertThat(failure.getMessage()).contains(" " + status).hasSizeLessThanOrEqualTo(2048);
      assertThat(world.server.requests()).hasSize(3);
    }
  }

  @Test
  @DisplayName("M7, ERR-6: a request that is too long says how much the model reads; no retry")
  void tooLong() throws Exception {
    try (ModelWorld world = ModelWorld.of(overflow())) {
      ModelException failure = world.failureOf("Question");

      assertThat(failure)
          .isInstanceOfSatisfying(
              ContextLengthException.class,
              tooLong -> assertThat(tooLong.limit()).hasValue(8192));
      assertThat(world.server.requests()).hasSize(1);
    }
  }

  @Test
  @DisplayName("M7, CTX-10: a policy for that case shortens the request once, never the thread")
  void shortened() throws Exception {
    try (ModelWorld world = ModelWorld.with(
        builder -> builder.whenTooLong(ContextPolicy.lastMessages(1)),
        says("One."),
        overflow(),
        says("Two."))) {
      world.ask("First");
      Message reply = world.ask("Second");

      assertThat(reply.text()).isEqualTo("Two.");
      assertThat(world.server.requests().get(1).body()).contains("First").contains("Second");
      assertThat(world.server.requests().get(2).body()).contains("Second").doesNotContain("First");
      assertThat(world.thread.state().messages())
          .extracting(Message::text)
          .containsExactly("First", "One.", "Second", "Two.");
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {401, 403})
  @DisplayName("M8, ERR-3, ERR-6: a key that is refused is not tried again, and is in no text")
  void refusedKey(int status) throws Exception {
    try (ModelWorld world = ModelWorld.of(error(
        status, "{\"message\":\"Incorrect key sk-CANARY-7f3a for Bearer sk-CANARY-7f3a\"}"))) {
      ModelException failure = world.failureOf("Question");

      assertThat(failure.code()).isEqualTo("authentication");
      assertThat(failure).hasMessageContaining("Incorrect key ***");
      assertThat(failure).hasStackTraceContaining("ModelException");
      assertThat(getStackTrace(failure)).doesNotContain("CANARY");
      assertThat(world.server.requests()).hasSize(1);
      assertThat(world.server.lastRequest().headers())
          .contains(entry("authorization", "Bearer sk-CANARY-7f3a"));
    }
  }

  @Test
  @DisplayName("M9: an error before the first token leaves an empty message that failed")
  void beforeFirstToken() throws Exception {
    try (ModelWorld world = ModelWorld.with(
        builder -> builder.retries(RetryPolicy.NONE),
        sends(role(), "{\"error\":{\"message\":\"boom\",\"type\":\"server_error\"}}"))) {
      Message reply = world.ask("Question");

      assertThat(ModelWorld.words(reply)).isEqualTo("incomplete/error unavailable");
      assertThat(reply.content()).isEmpty();
    }
  }

  static Stream<Arguments> breaks() {
    ScriptedServer.Script errorEvent = wire ->
        wire.piece("event: error\ndata: {\"message\":\"overloaded\"}\n\n").end();
    ScriptedServer.Script errorInData =
        wire -> wire.events("{\"error\":{\"message\":\"boom\"}}").end();
    return Stream.of(
        Arguments.of(
            "M10: the connection is cut", (ScriptedServer.Script) wire -> {}, "stream-cut"),
        Arguments.of("M12: an error instead of a chunk", errorInData, "unavailable"),
        Arguments.of("M13: an event named error", errorEvent, "unavailable"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("breaks")
  @DisplayName("M10, M12, M13: once text was written a failure is not asked again")
  void noRetryInMidStream(String name, ScriptedServer.Script failing, String code)
      throws Exception {
    AtomicInteger answers = new AtomicInteger();
    try (ModelWorld world = ModelWorld.of(wire -> {
      wire.stream().events(role(), text("Hel"));
      if (answers.getAndIncrement() > 0) {
        wire.events(finish("stop")).end();
      } else {
        failing.answer(wire);
      }
    })) {
      Message reply = world.ask("Question");

      assertThat(ModelWorld.words(reply)).isEqualTo("incomplete/error " + code);
      assertThat(reply.text()).isEqualTo("Hel");
      assertThat(world.server.requests()).hasSize(1);
      assertThat(world.retries).isEmpty();
      assertThat(world.count(ThreadEvent.RunEnded.class)).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("M11: [DONE] alone is no end, unless the server is known for it")
  void doneAlone() throws Exception {
    ScriptedServer.Script done = sends(role(), text("Hello!"), DONE);
    try (ModelWorld strict = ModelWorld.of(done);
        ModelWorld lenient = ModelWorld.with(OpenAiChatModel.Builder::doneIsEnough, done)) {
      assertThat(ModelWorld.words(strict.ask("Question"))).isEqualTo("incomplete/error stream-cut");
      assertThat(ModelWorld.words(lenient.ask("Question"))).isEqualTo("complete/unknown");
    }
  }

  @Test
  @DisplayName("M14, ERR-6: an answer that is no stream is shown by its type and beginning")
  void noStream() throws Exception {
    try (ModelWorld world = ModelWorld.of(
        wire -> wire.answer(200, "Content-Type: text/html\r\n", "<html>Log in first</html>"))) {
      ModelException failure = world.failureOf("Question");

      assertThat(failure.code()).isEqualTo("malformed");
      assertThat(failure)
          .hasMessageContaining("text/html")
          .hasMessageContaining("<html>Log in first</html>");
    }
  }

  @Test
  @DisplayName("M15: [DONE] ends the reply at once, though the connection stays open")
  void doneKeptOpen() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    try (ModelWorld world = ModelWorld.of(wire -> {
      wire.stream().events(role(), text("Hello!"), finish("stop"), DONE);
      wire.await(goOn);
      wire.end();
    })) {
      Message reply = world.ask("Question");
      goOn.countDown();

      assertThat(ModelWorld.words(reply)).isEqualTo("complete/stop");
    }
  }

  @Test
  @DisplayName("M15: a connection is used again after a reply that ended in order")
  void keepAlive() throws Exception {
    try (ModelWorld world = ModelWorld.of(says("One."))) {
      world.ask("First");
      await().untilAsserted(() -> {
        world.ask("Again");
        assertThat(world.server.connections())
            .isLessThan(world.server.requests().size());
      });
    }
  }

  @Test
  @DisplayName("M16: a chunk that is no JSON is one failure, and what follows is dropped")
  void badChunk() throws Exception {
    try (ModelWorld world = ModelWorld.of(
        sends(role(), text("Hel"), "{\"choices\":[", text("lo"), finish("stop"), DONE))) {
      Message reply = world.ask("Question");

      assertThat(ModelWorld.words(reply)).isEqualTo("incomplete/error malformed");
      assertThat(reply.text()).isEqualTo("Hel");
    }
  }

  @Test
  @DisplayName("M18: a line beyond the limit is given up long before its end")
  void hugeLine() throws Exception {
    AtomicInteger megabytes = new AtomicInteger();
    CountDownLatch closed = new CountDownLatch(1);
    byte[] piece = new byte[1024 * 1024];
    Arrays.fill(piece, (byte) 'x');
    try (ModelWorld world = ModelWorld.of(wire -> {
      wire.stream().events(role()).piece("data: ");
      try {
        while (megabytes.get() < 40) {
          wire.piece(piece);
          megabytes.incrementAndGet();
        }
      } catch (IOException clientGone) {
        closed.countDown();
      }
    })) {
      assertThat(world.failureOf("Question").code()).isEqualTo("malformed");
      assertThat(closed.await(ScriptedServer.PATIENCE_SECONDS, TimeUnit.SECONDS))
          .isTrue();
      assertThat(megabytes).hasValueLessThan(20);
    }
  }

  private static ScriptedServer.Script limited(String header) {
    return wire -> wire.answer(429, header + "\r\n", "{\"error\":{\"message\":\"Slow down.\"}}");
  }

  private static ScriptedServer.Script error(int status, String error) {
    return wire -> wire.answer(status, "", "{\"error\":" + error + "}");
  }

  private static ScriptedServer.Script overflow() {
    return error(
        400,
        "{\"message\":\"This model's maximum context length is 8192 tokens.\",\"code\":\"context_length_exceeded\"}");
  }
}
