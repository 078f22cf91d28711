package dev.antiphon.examples.web;

import dev.antiphon.message.ToolCallId;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.spi.json.JacksonJson;
import dev.antiphon.tool.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A server with a runtime in memory, and a client. The model says what it is told: {@code slow}
 * waits in the middle of its reply until {@link #goOn}, {@code wipe} calls a tool that needs
 * approval, everything else is repeated.
 */
final class ServedChat implements AutoCloseable {

  static {
    // Read once, when the first server of the JVM is started.
    System.setProperty("sun.net.httpserver.maxReqTime", "3");
  }

  private static final JacksonJson JSON = new JacksonJson();
  private static final int PATIENCE_SECONDS = 30;

  private final CountDownLatch mayGoOn = new CountDownLatch(1);
  private final LocalRuntime runtime;
  private final WebServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  ServedChat(Owners owners, WebLimits limits) throws IOException {
    ChatModelAdapter model = (request, reply) -> {
      String text = request.lastUserText();
      if (text.equals("slow")) {
        reply.text("So far, ");
        mayGoOn.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        reply.text("so good.");
      } else if (text.equals("wipe") && request.replySoFar() == null) {
        reply.toolCall(new ToolCallId("c1"), "wipe");
      } else {
        reply.text("You said: " + text);
      }
    };
    Tool wipe = Tool.builder("wipe", "Wipes")
        .handler((arguments, call) -> "wiped")
        .build()
        .needsApproval();
    runtime = LocalRuntime.builder(model).json(new JacksonJson()).tools(wipe).build();
    server = WebServer.start(
        runtime, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), owners, limits);
  }

  void goOn() {
    mayGoOn.countDown();
  }

  WebServer server() {
    return server;
  }

  LocalRuntime runtime() {
    return runtime;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  HttpResponse<String> post(String path, String json) throws Exception {
    return send(request(path)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"'))));
  }

  @SuppressWarnings("unchecked") // keys of JSON are strings
  Map<String, Object> json(HttpResponse<String> response) {
    return (Map<String, Object>) Objects.requireNonNull(JSON.parse(response.body()));
  }

  Lines open(HttpRequest.Builder request) throws Exception {
    HttpResponse<InputStream> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    return new Lines(response);
  }

  /** The lines of a stream as they come. */
  static final class Lines implements AutoCloseable {
    private final HttpResponse<InputStream> response;
    private final BufferedReader reader;
    private final List<String> read = new ArrayList<>();

    Lines(HttpResponse<InputStream> response) {
      this.response = response;
      this.reader =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    HttpResponse<InputStream> response() {
      return response;
    }

    /** Reads until a line holds a text; fails when the stream ends before. */
    String until(String text) throws IOException {
      String line = reader.readLine();
      while (line != null) {
        read.add(line);
        if (line.contains(text)) {
          return line;
        }
        line = reader.readLine();
      }
      throw new AssertionError("The stream ended without '" + text + "': " + read);
    }

    /** Returns all lines with data up to the end. */
    List<String> rest() throws IOException {
      String line = reader.readLine();
      while (line != null) {
        read.add(line);
        line = reader.readLine();
      }
      return read.stream().filter(each -> each.startsWith("data: ")).toList();
    }

    @Override
    public void close() throws IOException {
      response.body().close();
    }
  }

  @Override
  public void close() {
    goOn();
    server.close();
    runtime.close();
  }
}
