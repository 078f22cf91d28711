package dev.antiphon.examples.web;

import dev.antiphon.message.Status;
import dev.antiphon.runtime.ThreadListRuntime;
import dev.antiphon.spi.json.JacksonJson;
import dev.antiphon.thread.ListState;
import dev.antiphon.thread.ThreadListItem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The list of threads.
 *
 * <pre>{@code
 * GET    /api/threads         -> {"threads":[{"id","title","status","isRunning",…}],"hasMore":false}
 * GET    /api/threads?more=1  the same with the next page
 * POST   /api/threads         -> {"id":"t_…"}: a draft, kept once something is said in it
 * PATCH  /api/threads/{id}    {"title":"…"} or {"status":"archived"} or {"status":"regular"}
 * DELETE /api/threads/{id}
 * }</pre>
 */
final class ThreadRoutes {

  private static final JacksonJson JSON = new JacksonJson();
  private static final int ID_BYTES = 12;
  private static final int MAX_BODY_BYTES = 16 * 1024;
  private static final int MAX_TITLE_LENGTH = 200;

  private final SecureRandom random = new SecureRandom();

  void all(Exchange exchange, ThreadListRuntime threads) throws IOException {
    switch (exchange.method()) {
      case "GET" -> exchange.json(200, list(exchange, threads));
      case "POST" -> {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        exchange.json(201, Map.of("id", "t_" + HexFormat.of().formatHex(id)));
      }
      default -> throw WebServer.notAllowed();
    }
  }

  void one(Exchange exchange, ThreadListRuntime threads) throws IOException {
    String id = exchange.segment(3);
    switch (exchange.method()) {
      case "PATCH" -> change(threads, id, object(exchange.body(MAX_BODY_BYTES)));
      case "DELETE" -> {
        Stages.await(threads.load());
        Stages.await(threads.delete(id));
      }
      default -> throw WebServer.notAllowed();
    }
    exchange.empty(204);
  }

  private static Map<String, Object> list(Exchange exchange, ThreadListRuntime threads) {
    Stages.await(threads.load());
    if (exchange.query("more").isPresent()) {
      Stages.await(threads.loadMore());
    }
    ListState state = threads.state();
    List<Object> items = new ArrayList<>();
    state.regular().forEach(item -> items.add(json(item)));
    state.archived().forEach(item -> items.add(json(item)));
    return Map.of("threads", items, "hasMore", state.hasMore());
  }

  private static Map<String, Object> json(ThreadListItem item) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", item.id());
    fields.put("title", item.title());
    fields.put("status", Status.jsonName(item.status()));
    fields.put("isRunning", item.isRunning());
    fields.put("isPaused", item.isPaused());
    fields.put(
        "lastMessageAt",
        item.lastMessageAt() == null ? null : item.lastMessageAt().toString());
    return fields;
  }

  private static void change(ThreadListRuntime threads, String id, Map<?, ?> fields) {
    Stages.await(threads.load());
    if (fields.containsKey("title")) {
      Stages.await(threads.rename(id, title(fields.get("title"))));
    } else if ("archived".equals(fields.get("status"))) {
      Stages.await(threads.archive(id));
    } else if ("regular".equals(fields.get("status"))) {
      Stages.await(threads.unarchive(id));
    } else {
      throw new HttpRefusal(
          400, "refused", "Expected a title, or the status archived or regular, found neither.");
    }
  }

  private static String title(@Nullable Object title) {
    if (!(title instanceof String text) || text.isBlank() || text.length() > MAX_TITLE_LENGTH) {
      throw new HttpRefusal(
          400, "refused", "Expected a title of 1 to %d characters.".formatted(MAX_TITLE_LENGTH));
    }
    return text;
  }

  private static Map<?, ?> object(byte[] body) {
    if (JSON.parse(new String(body, StandardCharsets.UTF_8)) instanceof Map<?, ?> object) {
      return object;
    }
    throw new HttpRefusal(400, "refused", "Expected a JSON object, found something else.");
  }
}
