package dev.antiphon.cloud;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One call of the REST API.
 *
 * @param method the HTTP method
 * @param path the path below the version, as names that are not encoded
 * @param query the query
 * @param body a JSON object, or {@code null} for none
 * @param headers the headers that say what is sent and what may come back
 * @param isRepeatable whether doing it twice is the same as doing it once
 */
record CloudCall(
    String method,
    List<String> path,
    Map<String, String> query,
    @Nullable Map<String, Object> body,
    Map<String, String> headers,
    boolean isRepeatable) {

  // The web's client says so even where there is no body; a server may insist.
  private static final Map<String, String> JSON =
      Map.of("Content-Type", "application/json", "Accept", "application/json");
  private static final Map<String, String> PLAIN_TEXT =
      Map.of("Content-Type", "application/json", "Accept", "text/plain");

  static CloudCall get(String... path) {
    return new CloudCall("GET", List.of(path), Map.of(), null, JSON, true);
  }

  static CloudCall post(String... path) {
    return new CloudCall("POST", List.of(path), Map.of(), null, JSON, false);
  }

  static CloudCall put(String... path) {
    return new CloudCall("PUT", List.of(path), Map.of(), null, JSON, true);
  }

  static CloudCall delete(String... path) {
    return new CloudCall("DELETE", List.of(path), Map.of(), null, JSON, true);
  }

  CloudCall query(String name, @Nullable String value) {
    if (value == null) {
      return this;
    }
    Map<String, String> more = new LinkedHashMap<>(query);
    more.put(name, value);
    return new CloudCall(method, path, more, body, headers, isRepeatable);
  }

  CloudCall body(Map<String, Object> newBody) {
    return new CloudCall(method, path, query, newBody, headers, isRepeatable);
  }

  /** Returns the call that takes plain text. */
  CloudCall forText() {
    return new CloudCall(method, path, query, body, PLAIN_TEXT, isRepeatable);
  }

  /** Returns the call without any header. */
  CloudCall bare() {
    return new CloudCall(method, path, query, body, Map.of(), isRepeatable);
  }

  /** Returns the call as one that does no harm twice, although it is a POST. */
  CloudCall repeatable() {
    return new CloudCall(method, path, query, body, headers, true);
  }

  /** Returns where to send it. */
  URI uri(String base) {
    String names = Stream.concat(Stream.of("v1"), path.stream())
        .map(CloudCall::encoded)
        .collect(Collectors.joining("/", "/", ""));
    String questions = query.entrySet().stream()
        .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
        .collect(Collectors.joining("&"));
    return URI.create(base + names + (questions.isEmpty() ? "" : "?" + questions));
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Names the call for people: its method and path, without what was asked or sent. */
  @Override
  public String toString() {
    return method + " /" + String.join("/", path);
  }
}
