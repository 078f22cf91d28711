package dev.antiphon.cloud;

import dev.antiphon.cloud.FakeThreads.Row;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What the server has beside threads: titles, files, feedback, run reports. */
final class FakeExtras {

  /** A file that was uploaded. */
  record Uploaded(String contentType, ByteBuffer content) {}

  private final FakeCloud cloud;
  private final FakeThreads data;
  private final AtomicInteger counter = new AtomicInteger();

  /** The uploads, by key. */
  final Map<String, Uploaded> files = new ConcurrentHashMap<>();

  /** The feedback, by the server's id of the message. */
  final Map<String, Map<String, Object>> feedback = new ConcurrentHashMap<>();

  /** The run reports, in the order in which they came. */
  final List<Map<String, Object>> runs = new CopyOnWriteArrayList<>();

  /** The questions for titles, in the order in which they came. */
  final List<Map<String, Object>> titleRequests = new CopyOnWriteArrayList<>();

  /** The pieces of each title. */
  volatile List<byte[]> title = pieces("The ", "weather \u00e4", "t noon");

  FakeExtras(FakeCloud cloud, FakeThreads data) {
    this.cloud = cloud;
    this.data = data;
  }

  static List<byte[]> pieces(String... texts) {
    List<byte[]> pieces = new ArrayList<>();
    for (String text : texts) {
      pieces.add(text.getBytes(StandardCharsets.UTF_8));
    }
    return pieces;
  }

  FakeReply handle(String workspace, FakeRequest request) {
    return switch (request.method() + " " + String.join("/", request.path())) {
      case "POST v1/runs" -> report(workspace, request);
      case "POST v1/runs/stream" -> title(workspace, request);
      case "POST v1/files/attachments/generate-presigned-upload-url" -> presigned(request);
      default -> throw FakeRefusal.notFound();
    };
  }

  private FakeReply report(String workspace, FakeRequest request) {
    Map<String, Object> body = request.json(
        "thread_id",
        "status",
        "outcome_type",
        "message_id",
        "first_token_ms",
        "error_code",
        "error",
        "total_steps",
        "tool_calls",
        "steps",
        "input_tokens",
        "output_tokens",
        "reasoning_tokens",
        "cached_input_tokens",
        "model_id",
        "duration_ms",
        "output_text",
        "release",
        "environment",
        "tags",
        "metadata");
    data.row(workspace, String.valueOf(body.get("thread_id")));
    if (!List.of("completed", "incomplete", "error").contains(body.get("status"))) {
      throw new FakeRefusal(400, "invalid_request", "status");
    }
    runs.add(body);
    return FakeReply.json(Map.of("run_id", "run_" + counter.incrementAndGet()));
  }

  private FakeReply title(String workspace, FakeRequest request) {
    Map<String, Object> body = request.json("thread_id", "assistant_id", "messages");
    data.row(workspace, String.valueOf(body.get("thread_id")));
    if (!"system/thread_title".equals(body.get("assistant_id"))
        || !(body.get("messages") instanceof List<?>)
        || !"text/plain".equals(request.header("Accept"))) {
      throw new FakeRefusal(400, "invalid_request", "no question for a title");
    }
    titleRequests.add(body);
    return FakeReply.text(title);
  }

  private FakeReply presigned(FakeRequest request) {
    String name = String.valueOf(request.json("filename").get("filename"));
    String key = "file-" + counter.incrementAndGet();
    return FakeReply.json(Map.of(
        "success",
        true,
        "signedUrl",
        cloud.url() + "/upload/" + key + "?signature=abc",
        "expiresAt",
        "2030-01-01T00:00:00.000Z",
        "publicUrl",
        cloud.url() + "/files/" + key + "/" + name.length(),
        "key",
        key));
  }

  FakeReply upload(FakeRequest request) {
    if (!request.method().equals("PUT")
        || request.header("Authorization") != null
        || request.header("Content-Length") == null
        || !"abc".equals(request.query().get("signature"))) {
      throw new FakeRefusal(403, "forbidden", "not as it was signed");
    }
    files.put(
        request.path().get(1),
        new Uploaded(String.valueOf(request.header("Content-Type")), request.body()));
    return FakeReply.nothing();
  }

  FakeReply feedback(String workspace, FakeRequest request) {
    Row row = data.row(workspace, request.path().get(2));
    String message = request.path().get(4);
    Map<String, Object> body = new LinkedHashMap<>(request.json("type", "comment"));
    synchronized (data) {
      if (!row.hasMessage(message)) {
        throw FakeRefusal.notFound();
      }
    }
    boolean hasType = List.of("positive", "negative").contains(body.get("type"));
    boolean hasBlankComment = body.get("comment") instanceof String comment
        && (comment.isEmpty() || !comment.equals(comment.strip()));
    if (!hasType || hasBlankComment) {
      throw new FakeRefusal(400, "invalid_request", "type or comment");
    }
    feedback.put(message, body);
    return FakeReply.json(Map.of("feedback_id", "fb_1", "type", body.get("type")));
  }
}
