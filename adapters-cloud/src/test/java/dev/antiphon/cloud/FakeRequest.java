package dev.antiphon.cloud;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.antiphon.spi.json.JacksonJson;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request that came to the server. */
record FakeRequest(
    String method, List<String> path, Map<String, String> query, Headers headers, ByteBuffer body) {

  private static final JacksonJson JSON = new JacksonJson();

  static FakeRequest read(HttpExchange exchange) throws IOException {
    List<String> path = Arrays.stream(exchange.getRequestURI().getRawPath().split("/", -1))
        .filter(name -> !name.isEmpty())
        .map(FakeRequest::decoded)
        .toList();
    Map<String, String> query = new HashMap<>();
    String text = exchange.getRequestURI().getRawQuery();
    for (String pair : text == null ? new String[0] : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      query.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
    }
    return new FakeRequest(
        exchange.getRequestMethod(),
        path,
        query,
        exchange.getRequestHeaders(),
        ByteBuffer.wrap(exchange.getRequestBody().readAllBytes()));
  }

  private static String decoded(String name) {
    return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Nullable
  String header(String name) {
    return headers.getFirst(name);
  }

  String text() {
    return StandardCharsets.UTF_8.decode(body.duplicate()).toString();
  }

  /** Returns the body, which has no other fields than these. */
  @SuppressWarnings("unchecked")
  Map<String, Object> json(String... allowed) {
    Object value;
    try {
      value = JSON.parse(text());
    } catch (IllegalArgumentException noJson) {
      throw new FakeRefusal(400, "invalid_request", "the body is no JSON");
    }
    if (!(value instanceof Map<?, ?> fields)) {
      throw new FakeRefusal(400, "invalid_request", "the body is no object");
    }
    for (Object name : fields.keySet()) {
      if (!Set.of(allowed).contains(name)) {
        throw new FakeRefusal(400, "invalid_request", "unknown field " + name);
      }
    }
    return (Map<String, Object>) fields;
  }

  /** Returns the path from a place on, as one would write a pattern of it. */
  @Override
  public String toString() {
    return method + " /" + String.join("/", path);
  }
}
