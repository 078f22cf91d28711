package dev.antiphon.examples.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README promises of servers that speak OpenAI's API, with the program as a process. */
class OpenAiServerIT {

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  OpenAiServerIT() throws IOException {
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    server.createContext("/v1/chat/completions", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    requests.add(request);
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      boolean isFirst = !request.contains("\"role\" : \"tool\"");
      body.write((isFirst
              ? event(
                      "{\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":\"calculator\",\"arguments\":\"{\\\"expression\\\":\\\"6*7\\\"}\"}}]}",
                      "null")
                  + event("{}", "\"tool_calls\"")
              : event("{\"content\":\"It is 42.\"}", "null") + event("{}", "\"stop\""))
          .getBytes(UTF_8));
      body.write("data: [DONE]\n\n".getBytes(UTF_8));
    }
  }

  private static String event(String delta, String finishReason) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":"
        + finishReason + "}]}\n\n";
  }

  @Test
  @DisplayName("two settings let it talk to a server that speaks OpenAI's API, tools included")
  void twoSettings(@TempDir Path directory) throws Exception {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";

    ConsoleProcess console = ConsoleProcess.run(
        directory,
        List.of(
            "--model", "openai",
            "--set", "openai.base-url=" + url,
            "--set", "openai.model=llama3.2"),
        "What is six times seven?");

    assertThat(console.out())
        .containsSubsequence(
            "The model is 'openai/llama3.2'.", "[tool] calculator = 42", "It is 42.");
    assertThat(console.errors()).isEmpty();
    assertThat(console.exitCode()).isZero();
    assertThat(requests).hasSize(2).allMatch(request -> request.contains("llama3.2"));
  }

  @Test
  @DisplayName("a server that is not there is named, with what to do, and the chat goes on")
  void noServer(@TempDir Path directory) throws Exception {
    ConsoleProcess console = ConsoleProcess.run(
        directory,
        List.of(
            "--model", "openai",
            "--set", "openai.base-url=http://127.0.0.1:1/v1",
            "--set", "openai.model=llama3.2",
            "--set", "openai.attempts=1"),
        "Hello?");

    assertThat(console.out()).contains("http://127.0.0.1:1 cannot be reached");
    assertThat(console.exitCode()).isZero();
  }

  @Test
  @DisplayName("a setting that is missing ends it, with one line that says which")
  void noModel(@TempDir Path directory) throws Exception {
    ConsoleProcess console = ConsoleProcess.run(
        directory, List.of("--model", "openai", "--set", "openai.base-url=http://127.0.0.1:1/v1"));

    assertThat(console.errors()).startsWith("chat: ").contains("openai.model");
    assertThat(console.errors().lines()).hasSize(1);
    assertThat(console.exitCode()).isEqualTo(2);
  }
}
