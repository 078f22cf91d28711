package dev.antiphon.cloud;

import dev.antiphon.spi.json.JacksonJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What the server answers: its pieces are sent one by one. */
record FakeReply(int status, String contentType, List<byte[]> pieces, Map<String, String> headers) {

  private static final JacksonJson JSON = new JacksonJson();

  static FakeReply json(Map<String, ?> fields) {
    return json(200, fields);
  }

  static FakeReply json(int status, Map<String, ?> fields) {
    return new FakeReply(
        status,
        "application/json",
        List.of(JSON.write(fields).getBytes(StandardCharsets.UTF_8)),
        Map.of());
  }

  static FakeReply nothing() {
    return new FakeReply(204, "", List.of(), Map.of());
  }

  static FakeReply text(List<byte[]> pieces) {
    return new FakeReply(200, "text/plain; charset=utf-8", pieces, Map.of());
  }

  FakeReply with(String header, String value) {
    return new FakeReply(status, contentType, pieces, Map.of(header, value));
  }
}
