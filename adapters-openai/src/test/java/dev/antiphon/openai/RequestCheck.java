package dev.antiphon.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks a request as providers do: roles and their order, each call answered by exactly one result
 * right behind it, nothing empty, arguments that are JSON objects, well-formed text.
 */
final class RequestCheck {

  private RequestCheck() {}

  static void assertValid(ScriptedServer.Received request) {
    ObjectNode body = body(request);
    assertThat(body.path("model").asText()).isNotBlank();
    assertThat(body.path("stream").asBoolean()).isTrue();
    assertThat(problems(body)).isEmpty();
  }

  /** Returns the messages of a request. */
  static JsonNode messages(ScriptedServer.Received request) {
    return body(request).path("messages");
  }

  /** Returns the body of a request. */
  static ObjectNode body(ScriptedServer.Received request) {
    return WireJson.object(request.body())
        .orElseThrow(() -> new AssertionError("The body is no JSON object: " + request.body()));
  }

  private static List<String> problems(ObjectNode body) {
    List<String> problems = new ArrayList<>();
    JsonNode messages = body.path("messages");
    if (messages.isEmpty()) {
      problems.add("no messages");
    }
    Set<String> unanswered = new HashSet<>();
    Set<String> known = new HashSet<>();
    String before = "";
    for (int i = 0; i < messages.size(); i++) {
      JsonNode message = messages.get(i);
      String role = message.path("role").asText();
      String where = "message " + i + " (" + role + ")";
      if (!role.equals("tool") && !unanswered.isEmpty()) {
        problems.add(where + " stands before the results of " + unanswered);
        unanswered.clear();
      }
      switch (role) {
        case "system" -> problems.addAll(system(message, where, before));
        case "user" -> problems.addAll(user(message, where, before));
        case "assistant" -> problems.addAll(assistant(message, where, before, unanswered, known));
        case "tool" -> problems.addAll(result(message, where, unanswered));
        default -> problems.add(where + " has an unknown role");
      }
      before = role;
    }
    if (!unanswered.isEmpty()) {
      problems.add("no results of " + unanswered);
    }
    if (!before.equals("user") && !before.equals("tool")) {
      problems.add("the last message is one of the " + before);
    }
    wellFormed(body, problems);
    return problems;
  }

  private static List<String> system(JsonNode message, String where, String before) {
    boolean isFine = before.isEmpty() && !message.path("content").asText().isBlank();
    return isFine ? List.of() : List.of(where + " is not first, or blank");
  }

  private static List<String> user(JsonNode message, String where, String before) {
    List<String> problems = new ArrayList<>();
    if (before.equals("user")) {
      problems.add(where + " follows one of the same role");
    }
    JsonNode content = message.path("content");
    if (content.isTextual() ? content.asText().isBlank() : content.isEmpty()) {
      problems.add(where + " is empty");
    }
    return problems;
  }

  private static List<String> assistant(
      JsonNode message, String where, String before, Set<String> unanswered, Set<String> known) {
    List<String> problems = new ArrayList<>();
    if (before.equals("assistant")) {
      problems.add(where + " follows one of the same role");
    }
    if (message.path("content").asText("").isBlank()
        && message.path("tool_calls").isEmpty()) {
      problems.add(where + " says and calls nothing");
    }
    for (JsonNode call : message.path("tool_calls")) {
      String id = call.path("id").asText();
      if (id.isBlank() || !known.add(id) || !unanswered.add(id)) {
        problems.add(where + " has a call with the blank or used id '" + id + "'");
      }
      if (call.path("function").path("name").asText().isBlank()) {
        problems.add(where + " has a call without name");
      }
      if (WireJson.object(call.path("function").path("arguments").asText()).isEmpty()) {
        problems.add(where + " has a call whose arguments are no JSON object");
      }
    }
    return problems;
  }

  private static List<String> result(JsonNode message, String where, Set<String> unanswered) {
    boolean isFine = unanswered.remove(message.path("tool_call_id").asText())
        && !message.path("content").asText().isEmpty();
    return isFine ? List.of() : List.of(where + " answers no call, or says nothing");
  }

  private static void wellFormed(JsonNode node, List<String> problems) {
    if (node.isTextual() && !WellFormedText.of(node.asText()).equals(node.asText())) {
      problems.add("a text is not well-formed: " + node.asText());
    }
    node.forEach(child -> wellFormed(child, problems));
  }
}
