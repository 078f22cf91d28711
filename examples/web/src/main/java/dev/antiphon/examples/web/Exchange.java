package dev.antiphon.examples.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.antiphon.spi.json.JacksonJson;
import dev.antiphon.web.BadRequestException;
import dev.antiphon.web.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request and its response. For the thread of the request. */
final class Exchange {

  private static final JacksonJson JSON = new JacksonJson();

  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
          + "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

  private final HttpExchange http;
  private final String[] path;

  Exchange(HttpExchange http) {
    this.http = http;
    this.path = http.getRequestURI().getRawPath().split("/", -1);
    Headers headers = http.getResponseHeaders();
    headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
  }

  String method() {
    return http.getRequestMethod();
  }

  @Nullable
  String header(String name) {
    return http.getRequestHeaders().getFirst(name);
  }

  /** Returns how often a header was sent. */
  int countOf(String name) {
    return http.getRequestHeaders().getOrDefault(name, java.util.List.of()).size();
  }

  /** Returns a piece of the path, from 1, with its escapes undone; nothing beyond its end. */
  String segment(int index) {
    return index < path.length ? decoded(path[index]) : "";
  }

  /** Returns how many pieces the path has. */
  int segments() {
    return path.length - 1;
  }

  /** Returns a field of the query. */
  Optional<String> query(String name) {
    String query = http.getRequestURI().getRawQuery();
    for (String field : (query == null ? "" : query).split("&", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0 && decoded(field.substring(0, equals)).equals(name)) {
        return Optional.of(decoded(field.substring(equals + 1)));
      }
    }
    return Optional.empty();
  }

  private static String decoded(String raw) {
    try {
      return URLDecoder.decode(raw, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw new HttpRefusal(400, "refused", "The address has an escape that is none.");
    }
  }

  /**
   * Reads the body.
   *
   * @param maxBytes how much of it at most
   * @throws HttpRefusal with 413 if it is larger, whatever its length said
   */
  byte[] body(int maxBytes) throws IOException {
    try (InputStream in = http.getRequestBody()) {
      byte[] body = in.readNBytes(maxBytes + 1);
      if (body.length > maxBytes) {
        throw new HttpRefusal(
            413,
            "limit",
            "A body has at most %d bytes, but this one has more.".formatted(maxBytes));
      }
      return body;
    }
  }

  /** Answers with JSON. */
  void json(int status, @Nullable Object value) throws IOException {
    byte[] body = JSON.write(value).getBytes(StandardCharsets.UTF_8);
    http.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    http.sendResponseHeaders(status, body.length);
    try (OutputStream out = http.getResponseBody()) {
      out.write(body);
    }
  }

  /** Answers without a body. */
  void empty(int status) throws IOException {
    http.sendResponseHeaders(status, -1);
    http.close();
  }

  /** Sets a header of the response. */
  Exchange with(String name, String value) {
    http.getResponseHeaders().set(name, value);
    return this;
  }

  /** Answers with a stream, until it ends or the other side is gone. */
  void stream(ByteStream bytes) throws IOException {
    try (bytes) {
      with("Content-Type", "text/event-stream; charset=utf-8").with("X-Accel-Buffering", "no");
      http.sendResponseHeaders(200, 0);
      try (OutputStream out = http.getResponseBody()) {
        bytes.writeTo(out);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The server stops.");
    }
  }

  /** Answers a request that is refused. */
  void refuse(Throwable failure) throws IOException {
    HttpRefusal refusal = Refusals.of(failure);
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", refusal.code());
    error.put("message", refusal.text());
    if (failure instanceof BadRequestException bad && !bad.field().isEmpty()) {
      error.put("field", bad.field());
    }
    if (refusal.status() == 429) {
      with("Retry-After", "1");
    }
    if (refusal.status() == 401) {
      with("WWW-Authenticate", "Bearer");
    }
    json(refusal.status(), Map.of("error", error));
  }

  void close() {
    http.close();
  }
}
