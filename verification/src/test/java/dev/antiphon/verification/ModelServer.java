package dev.antiphon.verification;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.antiphon.spi.json.JacksonJson;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A model server that repeats what it is told, on three wires: OpenAI's ({@code /v1}), Ollama's
 * ({@code /api/chat}), and one of its own ({@code /reply}, or {@code /stream} word by word).
 */
final class ModelServer implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private ModelServer(HttpServer server) {
    this.server = server;
  }

  static ModelServer start() throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ModelServer server = new ModelServer(http);
    http.setExecutor(server.threads);
    http.createContext("/v1/chat/completions", server::openAi);
    http.createContext("/api/chat", server::ollama);
    http.createContext("/reply", exchange -> send(exchange, "text/plain", said(exchange)));
    http.createContext(
        "/stream", exchange -> send(exchange, "text/plain", said(exchange).replace(" ", "\n")));
    http.start();
    return server;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void openAi(HttpExchange exchange) throws IOException {
    String text = new JacksonJson().write(said(exchange));
    send(
        exchange,
        "text/event-stream",
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":" + text + "}}]}\n\n"
            + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
            + "data: [DONE]\n\n");
  }

  private void ollama(HttpExchange exchange) throws IOException {
    String text = new JacksonJson().write(said(exchange));
    send(
        exchange,
        "application/x-ndjson",
        "{\"message\":{\"role\":\"assistant\",\"content\":" + text + "},\"done\":false}\n"
            + "{\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\"}\n");
  }

  /** Returns what is answered: the last text of the messages that were sent. */
  private static String said(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    Object json = new JacksonJson().parse(body);
    Object messages = json instanceof Map<?, ?> object ? object.get("messages") : json;
    List<?> list = (List<?>) Objects.requireNonNull(messages);
    Map<?, ?> last = (Map<?, ?>) list.get(list.size() - 1);
    return "You said: " + (last.containsKey("content") ? last.get("content") : last.get("text"));
  }

  private static void send(HttpExchange exchange, String type, String body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body.getBytes(UTF_8));
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
