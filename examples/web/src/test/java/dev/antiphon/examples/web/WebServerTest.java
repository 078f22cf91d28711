package dev.antiphon.examples.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.runtime.ThreadRuntime;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The routes over real sockets. */
class WebServerTest {

  private ServedChat chat;

  @BeforeEach
  void start() throws Exception {
    WebLimits standard = WebLimits.DEFAULTS;
    chat = new ServedChat(
        Owners.single("main"),
        new WebLimits(
            1_000_000, 300, 300, 1000, 1000, standard.requestTime(), standard.streamLife()));
  }

  @AfterEach
  void stop() {
    chat.close();
  }

  private ServedChat.Lines state(String threadId) throws Exception {
    return chat.open(chat.request("/api/threads/" + threadId + "/state"));
  }

  @Test
  @DisplayName("a message that is sent is answered in the stream, and a second page shows the same")
  void conversation() throws Exception {
    String id = String.valueOf(chat.json(chat.post("/api/threads", "{}")).get("id"));

    try (ServedChat.Lines first = state(id)) {
      first.until("update-state");
      HttpResponse<String> sent =
          chat.post("/api/threads/" + id + "/commands", "{'type':'add-message','content':'Hello'}");
      first.until("You said: Hello");

      assertThat(sent.statusCode()).isEqualTo(202);
      assertThat(chat.json(sent)).containsKey("runId");
      assertThat(first.response().headers().firstValue("content-type"))
          .hasValue("text/event-stream; charset=utf-8");
    }
    try (ServedChat.Lines second = state(id)) {
      assertThat(second.until("update-state")).contains("You said: Hello");
    }
  }

  @Test
  @DisplayName(
      "S6: a page that leaves in mid-reply stops nothing, and comes back to the text so far and the rest")
  void refresh() throws Exception {
    try (ServedChat.Lines first = state("t1")) {
      first.until("update-state");
      chat.post("/api/threads/t1/commands", "{'type':'add-message','content':'slow'}");
      first.until("So far, ");
    }

    try (ServedChat.Lines again = state("t1")) {
      assertThat(again.until("update-state")).contains("So far, ").contains("\"isRunning\":true");
      chat.goOn();
      again.until("so good.");
    }
  }

  @Test
  @DisplayName("an approval goes to the gate, and the tool runs once")
  void approval() throws Exception {
    try (ServedChat.Lines state = state("t1")) {
      chat.post("/api/threads/t1/commands", "{'type':'add-message','content':'wipe'}");
      ThreadRuntime thread = chat.runtime().threads("main").open("t1");
      Awaitility.await().until(() -> !thread.pendingApprovals().isEmpty());
      String gate = thread.pendingApprovals().get(0).id().value();

      HttpResponse<String> answer = chat.post(
          "/api/threads/t1/commands",
          "{'type':'approval','approvalId':'" + gate + "','approved':true}");

      assertThat(answer.statusCode()).isEqualTo(202);
      assertThat(state.until("wiped")).contains("\"result\"");
      assertThat(chat.post(
                  "/api/threads/t1/commands",
                  "{'type':'approval','approvalId':'none','approved':true}")
              .statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  @DisplayName("threads are listed, renamed, archived, taken out again and deleted")
  void threadList() throws Exception {
    chat.post("/api/threads/t1/commands", "{'type':'add-message','content':'Hello'}");
    Awaitility.await().until(() -> chat.get("/api/threads").body().contains("\"t1\""));

    int renamed = patch("{'title':'Greetings'}");
    String afterRename = chat.get("/api/threads").body();
    int archived = patch("{'status':'archived'}");
    String afterArchive = chat.get("/api/threads").body();
    int taken = patch("{'status':'regular'}");
    int deleted = chat.send(chat.request("/api/threads/t1")
            .header("Content-Type", "application/json")
            .DELETE())
        .statusCode();

    assertThat(List.of(renamed, archived, taken, deleted)).containsOnly(204);
    assertThat(afterRename).contains("\"title\":\"Greetings\"").contains("\"status\":\"regular\"");
    assertThat(afterArchive).contains("\"status\":\"archived\"");
    assertThat(chat.get("/api/threads").body()).doesNotContain("\"t1\"");
  }

  private int patch(String json) throws Exception {
    return chat.send(chat.request("/api/threads/t1")
            .header("Content-Type", "application/json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(json.replace('\'', '"'))))
        .statusCode();
  }

  @Test
  @DisplayName(
      "the AI SDK gets its stream, again from the start while it goes on, and 204 afterwards")
  void aiSdk() throws Exception {
    String body =
        "{'id':'t1','trigger':'submit-message','messages':[{'id':'u1','role':'user','parts':[{'type':'text','text':'slow'}]}]}";

    try (ServedChat.Lines first = chat.open(chat.request("/api/chat")
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'))))) {
      first.until("So far, ");
      String streamId =
          first.response().headers().firstValue("x-resumable-stream-id").orElseThrow();
      try (ServedChat.Lines again = chat.open(chat.request("/api/chat/resume/" + streamId));
          ServedChat.Lines byThread = chat.open(chat.request("/api/chat/t1/stream"))) {
        again.until("So far, ");
        byThread.until("So far, ");
        chat.goOn();
        List<String> whole = first.rest();

        assertThat(whole).last().isEqualTo("data: [DONE]");
        assertThat(again.rest()).isEqualTo(whole);
        assertThat(byThread.rest()).isEqualTo(whole);
      }
      assertThat(first.response().headers().firstValue("x-vercel-ai-ui-message-stream"))
          .hasValue("v1");
      Awaitility.await()
          .untilAsserted(() ->
              assertThat(chat.get("/api/chat/resume/" + streamId).statusCode()).isEqualTo(204));
      assertThat(chat.get("/api/chat/t1/stream").statusCode()).isEqualTo(204);
      assertThat(chat.get("/api/chat/resume/unknown").statusCode()).isEqualTo(204);
    }
  }

  @Test
  @DisplayName("S8: 200 streams are open, one is not read, and nobody waits for it")
  void manyReaders() throws Exception {
    List<ServedChat.Lines> readers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      readers.add(state("t1"));
    }
    ServedChat.Lines idle = readers.get(0);

    long began = System.nanoTime();
    chat.post(
        "/api/threads/t1/commands",
        "{'type':'add-message','content':'" + "x".repeat(20_000) + "'}");
    for (ServedChat.Lines each : readers.subList(1, 200)) {
      each.until("You said: x");
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);

    assertThat(chat.server().openStreams()).isEqualTo(200);
    assertThat(took).isLessThan(Duration.ofSeconds(30));
    assertThat(idle.until("You said: x")).isNotEmpty();
    for (ServedChat.Lines each : readers) {
      each.close();
    }
  }

  @Test
  @DisplayName("a send with a key that was used is not a second message")
  void idempotency() throws Exception {
    for (int i = 0; i < 2; i++) {
      chat.send(chat.request("/api/threads/t1/commands")
          .header("Content-Type", "application/json")
          .header("Idempotency-Key", "k1")
          .POST(HttpRequest.BodyPublishers.ofString(
              "{\"type\":\"add-message\",\"content\":\"Hi\"}")));
    }

    ThreadRuntime thread = chat.runtime().threads("main").open("t1");
    Awaitility.await()
        .until(() -> thread.state().messages().size() == 2 && !thread.state().isRunning());
    assertThat(thread.snapshot().tree().items()).hasSize(2);
  }

  @Test
  @DisplayName("a bad command is answered with the field, what is expected and what is there")
  void badCommand() throws Exception {
    HttpResponse<String> answer =
        chat.post("/api/threads/t1/commands", "{'type':'add-message','content':7}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat((Map<?, ?>) chat.json(answer).get("error"))
        .extracting("field", "code")
        .containsExactly("content", "refused");
  }
}
