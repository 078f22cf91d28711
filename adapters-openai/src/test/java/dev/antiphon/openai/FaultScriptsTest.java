package dev.antiphon.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Message;
import dev.antiphon.thread.ThreadEvent;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FaultScriptsTest {

  static Stream<FaultCase> scripts() {
    return FaultScripts.all().stream();
  }

  @Test
  @DisplayName("there are thirty scripts, each with a name of its own")
  void thirty() {
    assertThat(scripts().map(FaultCase::name)).hasSize(30).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scripts")
  @DisplayName("ERR-6, RUN-27: whatever the server does, the reply ends once, as it should")
  void script(FaultCase fault) throws Exception {
    List<ScriptedServer.Script> scripts = new ArrayList<>(fault.scripts());
    scripts.add(Chunks.says("Again."));

    try (ModelWorld world =
        ModelWorld.with(elsewhere(fault), scripts.toArray(ScriptedServer.Script[]::new))) {
      Message reply = world.ask("Question");

      assertThat(ModelWorld.words(reply)).isEqualTo(fault.status());
      assertThat(reply.text()).isEqualTo(fault.text());
      assertThat(world.server.requests()).hasSize(fault.requests());
      assertThat(world.executions).hasSize(fault.executions());
      assertThat(world.count(ThreadEvent.RunEnded.class)).isEqualTo(1);
      assertThat(world.server.failures()).isEmpty();
      assertUsableAgain(fault, world);
    }
  }

  private static void assertUsableAgain(FaultCase fault, ModelWorld world) throws Exception {
    Message next = world.ask("Next question");

    if (!fault.scripts().isEmpty()) {
      assertThat(ModelWorld.words(next)).isEqualTo("complete/stop");
      assertThat(next.text()).isEqualTo("Again.");
    }
    assertThat(world.thread.state().messages()).extracting(Message::text).startsWith("Question");
    assertThat(world.count(ThreadEvent.RunEnded.class)).isEqualTo(2);
  }

  /** Returns where to ask: nobody listens there if the case has no script. */
  private static UnaryOperator<OpenAiChatModel.Builder> elsewhere(FaultCase fault)
      throws Exception {
    if (!fault.scripts().isEmpty()) {
      return builder -> builder;
    }
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      URI nobody = URI.create("http://127.0.0.1:" + closed.getLocalPort() + "/v1");
      return builder -> builder.baseUrl(nobody);
    }
  }
}
