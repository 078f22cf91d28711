package dev.antiphon.openai;

import static dev.antiphon.openai.Chunks.DONE;
import static dev.antiphon.openai.Chunks.call;
import static dev.antiphon.openai.Chunks.calls;
import static dev.antiphon.openai.Chunks.finish;
import static dev.antiphon.openai.Chunks.role;
import static dev.antiphon.openai.Chunks.says;
import static dev.antiphon.openai.Chunks.sends;
import static dev.antiphon.openai.Chunks.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Message;
import dev.antiphon.runtime.RuntimeOptions;
import java.io.IOException;
import java.net.SocketException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The matrix of misbehaviour: for each kind the status and its code, what is kept, what was
 * executed and what was sent again.
 */
class MisbehaviourMatrixTest {

  static Stream<FaultCase> rows() {
    return Stream.of(
        FaultCase.of("401", error(401, "")).ends("incomplete/error authentication"),
        FaultCase.of("429 with Retry-After", error(429, "Retry-After: 0.05\r\n"), says("Here."))
            .keeps("Here."),
        FaultCase.of("500", error(500, "")).times(3).ends("incomplete/error unavailable"),
        FaultCase.of("503, then success", error(503, ""), says("Here.")).keeps("Here."),
        FaultCase.of(
                "error in mid-stream",
                sends(role(), text("Hel"), "{\"error\":{\"message\":\"boom\",\"code\":502}}"))
            .ends("incomplete/error unavailable")
            .keeps("Hel"),
        FaultCase.of("connection cut", wire -> wire.stream().events(role(), text("Hel")))
            .ends("incomplete/error stream-cut")
            .keeps("Hel"),
        FaultCase.of("truncated JSON", sends(role(), text("Hel"), "{\"choices\":[{\"del"))
            .ends("incomplete/error malformed")
            .keeps("Hel"),
        FaultCase.of(
                "empty choices", sends("{\"choices\":[]}", text("Hello!"), finish("stop"), DONE))
            .keeps("Hello!"),
        FaultCase.of("comments and keep-alives", MisbehaviourMatrixTest::comments)
            .keeps("Hello!"),
        FaultCase.of("huge chunk", sends(role(), text("Hel"), text("x".repeat(2_000_000))))
            .ends("incomplete/error malformed")
            .keeps("Hel"),
        FaultCase.of("never-ending", MisbehaviourMatrixTest::endless)
            .ends("incomplete/length")
            .keeps("on ".repeat(LIMIT / BYTES_PER_PIECE)),
        FaultCase.of("never-starting", ScriptedServer.Wire::awaitClosed)
            .times(3)
            .ends("incomplete/error timeout"),
        FaultCase.of(
                "duplicate call ids",
                sends(
                    call(0, "c1", "rm", "{\"n\":1}"),
                    call(1, "c1", "rm", "{\"n\":2}"),
                    finish("tool_calls"),
                    DONE),
                says("Done."))
            .keeps("Done.")
            .executes(2),
        FaultCase.of("invalid argument JSON", calls("c1", "rm", "{\"path\":"), says("Sorry."))
            .keeps("Sorry."),
        FaultCase.of("unknown finish reason", sends(text("Hello!"), finish("tired"), DONE))
            .ends("complete/unknown")
            .keeps("Hello!"));
  }

  private static final int LIMIT = 30_000;

  /** A reply is counted with two bytes a character. */
  private static final int BYTES_PER_PIECE = 6;

  private static ScriptedServer.Script error(int status, String headers) {
    return wire -> wire.answer(status, headers, "{\"error\":{\"message\":\"No.\"}}");
  }

  private static void comments(ScriptedServer.Wire wire) throws IOException {
    wire.stream().piece(": connected\n\n");
    for (int i = 0; i < 20; i++) {
      wire.piece(": keep-alive\n\n");
    }
    wire.events(text("Hello!")).piece(":\r\n\r\n").events(finish("stop"), DONE).end();
  }

  private static void endless(ScriptedServer.Wire wire) throws IOException {
    wire.stream().events(role());
    try {
      while (true) {
        wire.events(text("on "));
      }
    } catch (SocketException clientGone) {
      return;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  @DisplayName("ERR-6, RUN-27: each kind has its status, keeps what came, and resends what it may")
  void row(FaultCase fault) throws Exception {
    RuntimeOptions options = RuntimeOptions.builder().maxReplyBytes(LIMIT).build();
    try (ModelWorld world = ModelWorld.open(
        builder -> builder,
        builder -> builder.options(options),
        fault.scripts().toArray(ScriptedServer.Script[]::new))) {
      Message reply = world.ask("Question");

      assertThat(ModelWorld.words(reply)).isEqualTo(fault.status());
      assertThat(reply.text()).isEqualTo(fault.text());
      assertThat(world.executions).hasSize(fault.executions());
      assertThat(world.server.requests()).hasSize(fault.requests());
      assertThat(world.thread.state().messages().get(0).text()).isEqualTo("Question");
      world.retries.forEach(retry -> assertThat(world.server.requests().get(retry.attempt()))
          .as("what is sent again is what was sent")
          .extracting(ScriptedServer.Received::body)
          .isEqualTo(world.server.requests().get(0).body()));
    }
  }
}
