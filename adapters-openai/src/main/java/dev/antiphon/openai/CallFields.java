package dev.antiphon.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Fields of tool calls that a provider sent and wants back, such as the signature of the thought
 * behind a call, put into the body of a request: LangChain4j has no place for them.
 */
final class CallFields {

  private final Map<String, Map<String, Object>> byCallId;

  CallFields(Map<String, Map<String, Object>> byCallId) {
    this.byCallId = byCallId;
  }

  /** Returns a body with the fields in it. */
  String in(String body) {
    if (byCallId.isEmpty()) {
      return body;
    }
    return WireJson.object(body).map(this::filled).orElse(body);
  }

  private String filled(ObjectNode request) {
    for (JsonNode message : request.path("messages")) {
      for (JsonNode call : message.path("tool_calls")) {
        Map<String, Object> fields = byCallId.get(call.path("id").asText());
        if (fields != null && call instanceof ObjectNode target) {
          fields.forEach((name, value) -> target.putIfAbsent(name, WireJson.node(value)));
        }
      }
    }
    return request.toString();
  }
}
