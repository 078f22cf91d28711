package dev.antiphon.examples.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the server lets in, and what they can do to it (reliability.md 4.5). */
class WebSecurityTest {

  private static final String ADA = "ada-0123456789abcdef";
  private static final String BOB = "bob-0123456789abcdef";
  private static final WebLimits LIMITS =
      new WebLimits(10_000, 2, 10, 10, 20, Duration.ofSeconds(30), Duration.ofMinutes(15));

  private ServedChat chat;

  @BeforeEach
  void start() throws Exception {
    chat = new ServedChat(Owners.of(Map.of(ADA, "ada", BOB, "bob")), LIMITS);
  }

  @AfterEach
  void stop() {
    chat.close();
  }

  private HttpRequest.Builder as(String token, String path) {
    return chat.request(path)
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json");
  }

  private int say(String token, String thread, String text) throws Exception {
    return chat.send(as(token, "/api/threads/" + thread + "/commands")
            .POST(HttpRequest.BodyPublishers.ofString(
                "{\"type\":\"add-message\",\"content\":\"" + text + "\"}")))
        .statusCode();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "/api/threads",
        "/api/threads/t1/state",
        "/api/chat/t1/stream",
        "/api/chat/resume/x"
      })
  @DisplayName("without a token that is known there is no answer but 401")
  void token(String path) throws Exception {
    assertThat(chat.get(path).statusCode()).isEqualTo(401);
    assertThat(chat.send(as("wrong-0123456789abcdef", path)).statusCode()).isEqualTo(401);
    assertThat(chat.get(path + "?token=" + ADA).statusCode()).isEqualTo(401);
  }

  @Test
  @DisplayName("without tokens the server listens on no address that others can reach")
  void loopbackOnly() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebServer.start(
            chat.runtime(), new InetSocketAddress("0.0.0.0", 0), Owners.single("main"), LIMITS))
        .withMessageContaining("Set a token");
  }

  @Test
  @DisplayName("without tokens a name that was pointed at this machine is refused")
  void rebinding() throws Exception {
    try (ServedChat open = new ServedChat(Owners.single("main"), LIMITS)) {
      assertThat(raw(
              open, "GET /api/threads HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 403");
      assertThat(raw(
              open, "GET /api/threads HTTP/1.1\r\nHost: localhost:1\r\nConnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 200");
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "Origin, https://evil.example",
    "Origin, null",
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site"
  })
  @DisplayName("a page of another site is refused, token or not")
  void origin(String header, String value) throws Exception {
    HttpResponse<String> refused = chat.send(as(ADA, "/api/threads/t1/commands")
        .header(header, value)
        .POST(HttpRequest.BodyPublishers.ofString("{\"type\":\"cancel\"}")));

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.headers().map()).doesNotContainKey("access-control-allow-origin");
  }

  @Test
  @DisplayName("what a form can send is refused: no JSON, and no file without the header")
  void forms() throws Exception {
    HttpResponse<String> command = chat.send(chat.request("/api/threads/t1/commands")
        .header("Authorization", "Bearer " + ADA)
        .header("Content-Type", "text/plain")
        .POST(HttpRequest.BodyPublishers.ofString("{\"type\":\"cancel\"}")));
    HttpResponse<String> file = chat.send(chat.request("/api/attachments?threadId=t1&name=a.txt")
        .header("Authorization", "Bearer " + ADA)
        .POST(HttpRequest.BodyPublishers.ofString("Hello")));

    assertThat(command.statusCode()).isEqualTo(415);
    assertThat(file.statusCode()).isEqualTo(415);
  }

  @Test
  @DisplayName("every answer has the policy, and is neither sniffed, framed nor cached")
  void headers() throws Exception {
    for (HttpResponse<String> answer :
        List.of(chat.send(as(ADA, "/api/threads")), chat.get("/api/threads"), chat.get("/none"))) {
      assertThat(answer.headers().firstValue("content-security-policy").orElse(""))
          .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
      assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
      assertThat(answer.headers().firstValue("referrer-policy")).hasValue("no-referrer");
    }
  }

  @Test
  @DisplayName("ids of another owner name nothing: threads, messages, gates and streams")
  void otherOwner() throws Exception {
    say(ADA, "secret", "wipe");
    Awaitility.await()
        .until(() ->
            !chat.runtime().threads("ada").open("secret").pendingApprovals().isEmpty());
    String gate = chat.runtime()
        .threads("ada")
        .open("secret")
        .pendingApprovals()
        .get(0)
        .id()
        .value();
    String message =
        chat.runtime().threads("ada").open("secret").message(0).id().value();

    int deleted = chat.send(as(BOB, "/api/threads/secret").DELETE()).statusCode();
    String list = chat.send(as(BOB, "/api/threads")).body();
    int approval = chat.send(as(BOB, "/api/threads/secret/commands")
            .POST(HttpRequest.BodyPublishers.ofString(
                "{\"type\":\"approval\",\"approvalId\":\"" + gate + "\",\"approved\":true}")))
        .statusCode();
    int branch = chat.send(as(BOB, "/api/threads/secret/commands")
            .POST(HttpRequest.BodyPublishers.ofString(
                "{\"type\":\"switch-branch\",\"headId\":\"" + message + "\"}")))
        .statusCode();

    assertThat(list).doesNotContain("secret");
    assertThat(approval).isEqualTo(404);
    assertThat(branch).isEqualTo(404);
    assertThat(deleted).isEqualTo(404);
    assertThat(chat.runtime().threads("ada").open("secret").pendingApprovals()).hasSize(1);
    try (ServedChat.Lines state = chat.open(as(BOB, "/api/threads/secret/state"))) {
      assertThat(state.until("update-state")).contains("\"order\":[]");
    }
  }

  @Test
  @DisplayName("S7: the stream of another owner is not resumed, by its id or by its thread")
  void otherOwnersStream() throws Exception {
    String body =
        "{\"id\":\"t1\",\"messages\":[{\"id\":\"u1\",\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"text\":\"slow\"}]}]}";
    try (ServedChat.Lines own =
        chat.open(as(ADA, "/api/chat").POST(HttpRequest.BodyPublishers.ofString(body)))) {
      own.until("So far, ");
      String id = own.response().headers().firstValue("x-resumable-stream-id").orElseThrow();

      assertThat(chat.send(as(BOB, "/api/chat/resume/" + id)).statusCode()).isEqualTo(204);
      assertThat(chat.send(as(BOB, "/api/chat/t1/stream")).statusCode()).isEqualTo(204);
      chat.goOn();
    }
  }

  @Test
  @DisplayName("S9: a body beyond the limit is refused, whatever its length says")
  void oversized() throws Exception {
    String large = "{\"type\":\"add-message\",\"content\":\"" + "x".repeat(10_000) + "\"}";

    int told = chat.send(
            as(ADA, "/api/threads/t1/commands").POST(HttpRequest.BodyPublishers.ofString(large)))
        .statusCode();
    int endless = chat.send(as(ADA, "/api/threads/t1/commands")
            .POST(HttpRequest.BodyPublishers.ofInputStream(
                () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8)))))
        .statusCode();

    assertThat(told).isEqualTo(413);
    assertThat(endless).isEqualTo(413);
  }

  @Test
  @DisplayName("S9: JSON nested beyond the limit is refused")
  void nested() throws Exception {
    int status = chat.send(as(ADA, "/api/threads/t1/commands")
            .POST(HttpRequest.BodyPublishers.ofString("[".repeat(5_000))))
        .statusCode();

    assertThat(status).isEqualTo(400);
  }

  @Test
  @DisplayName("S9: a request that never ends is cut, and others are served meanwhile")
  void slow() throws Exception {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), chat.server().port())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write("GET /api/threads HTTP/1.1\r\nHost: loc".getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();

      int others = chat.send(as(ADA, "/api/threads")).statusCode();
      int end = endOf(socket.getInputStream());

      assertThat(others).isEqualTo(200);
      assertThat(end).isEqualTo(-1);
    }
  }

  private static int endOf(InputStream in) {
    try {
      return in.read();
    } catch (SocketTimeoutException stillOpen) {
      return 0;
    } catch (IOException reset) {
      return -1;
    }
  }

  @Test
  @DisplayName("methods and addresses that are not known are refused")
  void unknown() throws Exception {
    assertThat(chat.send(as(ADA, "/api/threads").method("PUT", HttpRequest.BodyPublishers.noBody()))
            .statusCode())
        .isEqualTo(405);
    assertThat(chat.send(as(ADA, "/api/none")).statusCode()).isEqualTo(404);
    assertThat(chat.get("/../../etc/passwd").statusCode()).isEqualTo(404);
    assertThat(chat.send(as(ADA, "/api/threads/..%2F..%2Fx/state")).statusCode())
        .isEqualTo(400);
    assertThat(raw(
            chat,
            "TRACE /api/threads HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + ADA
                + "\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 405");
  }

  @Test
  @DisplayName("one owner has so many streams, and not more")
  void streams() throws Exception {
    try (ServedChat.Lines first = chat.open(as(ADA, "/api/threads/t1/state"));
        ServedChat.Lines second = chat.open(as(ADA, "/api/threads/t2/state"));
        ServedChat.Lines third = chat.open(as(ADA, "/api/threads/t3/state"));
        ServedChat.Lines other = chat.open(as(BOB, "/api/threads/t1/state"))) {
      assertThat(first.response().statusCode()).isEqualTo(200);
      assertThat(second.response().statusCode()).isEqualTo(200);
      assertThat(third.response().statusCode()).isEqualTo(429);
      assertThat(other.response().statusCode()).isEqualTo(200);
      assertThat(third.response().headers().firstValue("retry-after")).isPresent();
    }
  }

  @Test
  @DisplayName("who asks for too many changes is told to wait")
  void rate() throws Exception {
    int refused = 0;
    for (int i = 0; i < 60 && refused == 0; i++) {
      int status = chat.send(
              as(ADA, "/api/threads").POST(HttpRequest.BodyPublishers.ofString("{}")))
          .statusCode();
      refused += status == 429 ? 1 : 0;
    }

    assertThat(refused).isEqualTo(1);
    assertThat(chat.send(as(BOB, "/api/threads").POST(HttpRequest.BodyPublishers.ofString("{}")))
            .statusCode())
        .isEqualTo(201);
  }

  @Test
  @DisplayName("hostile text and names stay data")
  void hostileText() throws Exception {
    say(ADA, "t1", "<img src=x onerror=alert(1)>");
    Awaitility.await().until(() -> chat.send(as(ADA, "/api/threads")).body().contains("t1"));
    chat.send(as(ADA, "/api/threads/t1")
        .method(
            "PATCH",
            HttpRequest.BodyPublishers.ofString(
                "{\"title\":\"</script><script>alert(1)</script>\"}")));

    HttpResponse<String> list = chat.send(as(ADA, "/api/threads"));

    assertThat(list.headers().firstValue("content-type"))
        .hasValue("application/json; charset=utf-8");
    assertThat(list.body()).contains("<script>alert(1)</script>");
    assertThat(list.headers().firstValue("x-content-type-options")).hasValue("nosniff");
  }

  @Test
  @DisplayName("tokens are in no text that is printed, and a short one is refused")
  void tokens() {
    assertThat(Owners.of(Map.of(ADA, "ada"))).hasToString("Owners[1 with tokens]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Owners.of(Map.of("short", "ada")))
        .withMessageContaining("openssl")
        .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("short"));
  }

  private static String raw(ServedChat chat, String request) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), chat.server().port())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
