package dev.antiphon.examples.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is promised of the program, with the program as a process. */
class WebIT {

  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir
  private Path directory;

  private String until(String url, String text) throws Exception {
    HttpResponse<InputStream> response = client.send(
        HttpRequest.newBuilder(URI.create(url + "/api/threads/t1/state")).build(),
        HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String line = reader.readLine();
      while (line != null && !line.contains(text)) {
        line = reader.readLine();
      }
      return String.valueOf(line);
    }
  }

  private HttpResponse<String> post(String url, String path, String contentType, String body)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", contentType)
            .header("X-Antiphon", "1")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  @DisplayName("killed in mid-reply and started again, it shows the reply so far, as interrupted")
  void killed() throws Exception {
    String url;
    try (WebProcess first =
        WebProcess.start(directory, "--port", "0", "--set", "demo.word-delay=50ms")) {
      url = first.url();
      post(
          url,
          "/api/threads/t1/commands",
          "application/json",
          "{\"type\":\"add-message\",\"content\":\"something long\"}");
      // Far enough that a checkpoint, one a second, has stored the beginning.
      until(url, "7 ");
      first.kill();
    }

    String port = url.substring(url.lastIndexOf(':') + 1);
    try (WebProcess second = WebProcess.start(directory, "--port", port)) {
      String state = until(second.url(), "interrupted");

      assertThat(state).contains("\"reason\":\"interrupted\"").contains("Sentence 1 of 40");
      assertThat(state).contains("\"isRunning\":false");
    }
  }

  @Test
  @DisplayName(
      "a file becomes an attachment that the message carries, and one that lies is refused")
  void attachment() throws Exception {
    try (WebProcess server = WebProcess.start(directory, "--port", "0")) {
      String url = server.url();

      HttpResponse<String> made =
          post(url, "/api/attachments?threadId=t1&name=notes.txt", "text/plain", "Buy milk.");
      HttpResponse<String> lie =
          post(url, "/api/attachments?threadId=t1&name=cat.png", "image/png", "<script>x</script>");
      post(
          url,
          "/api/threads/t1/commands",
          "application/json",
          "{\"type\":\"add-message\",\"content\":\"What is it?\",\"attachments\":[" + made.body()
              + "]}");

      assertThat(made.statusCode()).isEqualTo(201);
      assertThat(made.body()).contains("Buy milk.");
      assertThat(lie.statusCode()).isEqualTo(422);
      assertThat(until(url, "You attached notes.txt")).isNotEqualTo("null");
    }
  }

  @Test
  @DisplayName("it does not start on an address that others can reach, unless there are tokens")
  void needsToken() throws Exception {
    try (WebProcess server = WebProcess.start(directory, "--port", "0", "--address", "0.0.0.0")) {

      assertThat(server.exitCode()).isEqualTo(2);
      assertThat(server.errors()).startsWith("web-chat: ").contains("Set a token");
    }
  }
}
