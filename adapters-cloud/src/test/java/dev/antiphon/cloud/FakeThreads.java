package dev.antiphon.cloud;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The threads and messages of the server, in memory. */
final class FakeThreads {

  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");

  /** A thread. */
  static final class Row {
    final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    /** The messages, oldest first. */
    final List<Map<String, @Nullable Object>> messages = new ArrayList<>();

    private final Map<String, Map<String, @Nullable Object>> byId = new HashMap<>();

    String text(String name) {
      return String.valueOf(fields.get(name));
    }

    boolean hasMessage(String id) {
      return byId.containsKey(id);
    }

    private void add(Map<String, @Nullable Object> message) {
      messages.add(message);
      byId.put(String.valueOf(message.get("id")), message);
    }
  }

  private final Map<String, Map<String, Row>> workspaces = new HashMap<>();
  private long counter;
  private Instant last = Instant.EPOCH;

  /** The most that is given at once. */
  volatile int maxPage = 200;

  /** Returns the threads of a workspace, oldest first. */
  synchronized List<Row> threads(String workspace) {
    return List.copyOf(rows(workspace).values());
  }

  /** Returns the only thread that a workspace has. */
  Row only(String workspace) {
    List<Row> rows = threads(workspace);
    if (rows.size() != 1) {
      throw new AssertionError("Expected one thread, but there are " + rows.size() + ".");
    }
    return rows.get(0);
  }

  /** Puts a message into a thread as a front end would, and returns its id. */
  synchronized String put(
      Row thread, @Nullable String parent, String format, Map<String, ?> content) {
    return addMessage(thread, parent, format, content);
  }

  synchronized Row row(String workspace, String id) {
    Row row = rows(workspace).get(id);
    if (row == null) {
      throw FakeRefusal.notFound();
    }
    return row;
  }

  private Map<String, Row> rows(String workspace) {
    return workspaces.computeIfAbsent(workspace, name -> new LinkedHashMap<>());
  }

  /** Two rows never have the same date. */
  private Instant now() {
    Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
    last = now.isAfter(last) ? now : last.plusMillis(1);
    return last;
  }

  private String newId(String kind) {
    return "%s_%012d".formatted(kind, ++counter);
  }

  synchronized FakeReply handle(String workspace, FakeRequest request) {
    List<String> path = request.path();
    String at = request.method() + " " + path.size();
    return switch (at) {
      case "GET 2" -> list(workspace, request);
      case "POST 2" -> create(workspace, request);
      case "GET 3" -> FakeReply.json(Map.of("thread", row(workspace, path.get(2)).fields));
      case "PUT 3" -> change(row(workspace, path.get(2)), request);
      case "DELETE 3" -> {
        row(workspace, path.get(2));
        rows(workspace).remove(path.get(2));
        yield FakeReply.nothing();
      }
      case "GET 4" -> messages(row(workspace, path.get(2)), request);
      case "POST 4" -> append(row(workspace, path.get(2)), request);
      case "PUT 5" -> update(row(workspace, path.get(2)), path.get(4), request);
      default -> throw FakeRefusal.notFound();
    };
  }

  private FakeReply list(String workspace, FakeRequest request) {
    boolean isArchived = Boolean.parseBoolean(request.query().get("is_archived"));
    List<Map<String, @Nullable Object>> all = rows(workspace).values().stream()
        .map(row -> row.fields)
        .filter(fields -> Boolean.valueOf(isArchived).equals(fields.get("is_archived")))
        .sorted(Comparator.<Map<String, ?>, String>comparing(
                fields -> String.valueOf(fields.get("last_message_at")))
            .thenComparing(fields -> String.valueOf(fields.get("created_at")))
            .reversed())
        .toList();
    return FakeReply.json(Map.of("threads", page(all, request)));
  }

  /** A cursor that is unknown gives the first page again. */
  private List<Map<String, @Nullable Object>> page(
      List<Map<String, @Nullable Object>> all, FakeRequest request) {
    String after = request.query().get("after");
    int start = 0;
    for (int i = 0; i < all.size(); i++) {
      if (String.valueOf(all.get(i).get("id")).equals(after)) {
        start = i + 1;
      }
    }
    int limit = Integer.parseInt(request.query().getOrDefault("limit", "20"));
    return all.subList(start, Math.min(all.size(), start + Math.min(limit, maxPage)));
  }

  private FakeReply create(String workspace, FakeRequest request) {
    Map<String, Object> body = request.json("last_message_at", "title", "metadata", "external_id");
    Row row = new Row();
    String now = Timestamps.of(now());
    row.fields.put("id", newId("thread"));
    row.fields.put("title", body.get("title"));
    row.fields.put("last_message_at", checkedTime(body.get("last_message_at")));
    row.fields.put("metadata", body.get("metadata"));
    row.fields.put("external_id", body.get("external_id"));
    row.fields.put("project_id", "project");
    row.fields.put("workspace_id", workspace);
    row.fields.put("created_at", now);
    row.fields.put("updated_at", now);
    row.fields.put("is_archived", false);
    rows(workspace).put(row.text("id"), row);
    return FakeReply.json(Map.of("thread_id", row.text("id")));
  }

  private static String checkedTime(@Nullable Object value) {
    if (value instanceof String text && TIME.matcher(text).matches()) {
      return text;
    }
    throw new FakeRefusal(400, "invalid_request", "last_message_at is no date: " + value);
  }

  private FakeReply change(Row row, FakeRequest request) {
    Map<String, Object> body = request.json("title", "last_message_at", "metadata", "is_archived");
    if (body.containsKey("last_message_at")) {
      checkedTime(body.get("last_message_at"));
    }
    if (body.containsKey("title") && !(body.get("title") instanceof String)) {
      throw new FakeRefusal(400, "invalid_request", "title is no text");
    }
    row.fields.putAll(body);
    row.fields.put("updated_at", Timestamps.of(now()));
    return FakeReply.nothing();
  }

  private FakeReply messages(Row row, FakeRequest request) {
    String format = request.query().get("format");
    Predicate<Map<String, ?>> isAsked =
        message -> format == null || format.equals(message.get("format"));
    List<Map<String, @Nullable Object>> newestFirst = new ArrayList<>();
    for (int i = row.messages.size() - 1; i >= 0; i--) {
      if (isAsked.test(row.messages.get(i))) {
        newestFirst.add(row.messages.get(i));
      }
    }
    return FakeReply.json(Map.of("messages", page(newestFirst, request)));
  }

  private FakeReply append(Row row, FakeRequest request) {
    Map<String, Object> body = request.json("parent_id", "format", "content");
    if (!body.containsKey("parent_id")
        || !(body.get("format") instanceof String format)
        || !(body.get("content") instanceof Map<?, ?>)) {
      throw new FakeRefusal(400, "invalid_request", "parent_id, format or content is missing");
    }
    String parent = (String) body.get("parent_id");
    if (parent != null && !row.hasMessage(parent)) {
      throw new FakeRefusal(400, "invalid_request", "unknown parent");
    }
    return FakeReply.json(
        Map.of("message_id", addMessage(row, parent, format, body.get("content"))));
  }

  private String addMessage(
      Row row, @Nullable String parent, String format, @Nullable Object content) {
    Map<String, @Nullable Object> message = new LinkedHashMap<>();
    String now = Timestamps.of(now());
    message.put("id", newId("msg"));
    message.put("parent_id", parent);
    message.put("height", 0);
    message.put("created_at", now);
    message.put("updated_at", now);
    message.put("format", format);
    message.put("content", content);
    row.add(message);
    return String.valueOf(message.get("id"));
  }

  private FakeReply update(Row row, String id, FakeRequest request) {
    Map<String, Object> body = request.json("content");
    Map<String, @Nullable Object> message = row.byId.get(id);
    if (message == null) {
      throw FakeRefusal.notFound();
    }
    message.put("content", body.get("content"));
    message.put("updated_at", Timestamps.of(now()));
    return FakeReply.nothing();
  }
}
