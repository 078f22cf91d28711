package dev.antiphon.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import org.jspecify.annotations.Nullable;

/**
 * The stream of one chat completion of OpenAI's, or of a server that follows it more or less.
 *
 * <p>An event that carries text and nothing else is handed on unread: it is searched for the few
 * keys that matter. A key cannot be hidden in a text, since a quote within one is escaped.
 */
final class OpenAiStream implements EventFilter {

  private static final String DONE = "[DONE]";

  private final StreamFacts facts;
  private final boolean isDoneEnough;
  private final ToolCallDeltas calls;

  private boolean isDone;

  /**
   * Begins a stream.
   *
   * @param facts takes what LangChain4j does not hand on
   * @param isDoneEnough whether {@code [DONE]} ends a reply that has no finish reason
   */
  OpenAiStream(StreamFacts facts, boolean isDoneEnough) {
    this.facts = facts;
    this.isDoneEnough = isDoneEnough;
    this.calls = new ToolCallDeltas(facts);
  }

  @Override
  public boolean isOver() {
    return isDone;
  }

  @Override
  public boolean isFinished() {
    return facts.finishReason() != null && calls.unnamed() == 0;
  }

  @Override
  public @Nullable String missing() {
    if (calls.unnamed() > 0) {
      return "the name of a tool that it calls";
    }
    return facts.finishReason() == null ? "a finish reason" : null;
  }

  @Override
  public @Nullable ServerSentEvent accept(ServerSentEvent event) {
    String data = event.data();
    if (data.strip().equals(DONE)) {
      isDone = true;
      if (isDoneEnough && facts.finishReason() == null) {
        facts.finishReason("stop");
      }
      return null;
    }
    boolean isError = "error".equals(event.event());
    if (!isError && isPlain(data)) {
      return event;
    }
    ObjectNode chunk = WireJson.object(data).orElse(null);
    if (isError) {
      throw new ReportedException(error(data, chunk));
    }
    if (chunk == null) {
      throw new IllegalArgumentException("An event is no JSON object.");
    }
    ProviderError.in(0, chunk).ifPresent(error -> {
      throw new ReportedException(error);
    });
    return look(chunk) ? new ServerSentEvent(event.event(), chunk.toString()) : event;
  }

  private static ProviderError error(String data, @Nullable ObjectNode chunk) {
    ProviderError asText = ProviderError.ofBody(0, data);
    return chunk == null || chunk.has("error") || !chunk.has("message")
        ? asText
        : ProviderError.ofDetails(0, chunk);
  }

  private static boolean isPlain(String data) {
    return !hasValue(data, "\"finish_reason\"")
        && !hasValue(data, "\"tool_calls\"")
        && !hasValue(data, "\"error\"")
        && !hasValue(data, "\"reasoning\"")
        && !hasValue(data, "\"refusal\"")
        && !hasValue(data, "\"annotations\"");
  }

  /** Returns whether a key stands there with something else than null. */
  private static boolean hasValue(String data, String quotedKey) {
    int at = data.indexOf(quotedKey);
    while (at >= 0) {
      int colon = skipBlanks(data, at + quotedKey.length());
      if (colon < data.length() && data.charAt(colon) == ':') {
        if (!data.startsWith("null", skipBlanks(data, colon + 1))) {
          return true;
        }
      }
      at = data.indexOf(quotedKey, at + quotedKey.length());
    }
    return false;
  }

  private static int skipBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
    return at;
  }

  /** Takes what is to be known from a chunk; returns whether it was changed. */
  private boolean look(ObjectNode chunk) {
    if (!(chunk.path("choices").path(0) instanceof ObjectNode choice)) {
      return false;
    }
    String reason = choice.path("finish_reason").asText("");
    if (!reason.isBlank() && !choice.get("finish_reason").isNull()) {
      facts.finishReason(reason);
    }
    return choice.get("delta") instanceof ObjectNode delta && repair(delta);
  }

  private boolean repair(ObjectNode delta) {
    boolean isChanged = false;
    JsonNode refusal = delta.path("refusal");
    if (refusal.isTextual() && !refusal.asText().isEmpty()) {
      facts.refused();
      delta.put("content", text(delta, "content") + refusal.asText());
      isChanged = true;
    }
    JsonNode reasoning = delta.path("reasoning");
    if (reasoning.isTextual() && text(delta, "reasoning_content").isEmpty()) {
      delta.put("reasoning_content", reasoning.asText());
      isChanged = true;
    }
    for (JsonNode annotation : delta.path("annotations")) {
      JsonNode citation = annotation.path("url_citation");
      if (citation.path("url").isTextual()) {
        facts.cites(citation.get("url").asText(), citation.path("title").asText(null));
      }
    }
    if (delta.get("tool_calls") instanceof ArrayNode deltas) {
      delta.set("tool_calls", calls.ordered(deltas));
      isChanged = true;
    }
    return isChanged;
  }

  private static String text(ObjectNode object, String key) {
    JsonNode value = object.path(key);
    return value.isTextual() ? value.asText() : "";
  }
}
