package dev.antiphon.openai;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the wire says and LangChain4j does not hand on: the finish reason in the provider's words,
 * whether the model refused, what it cites, and fields of tool calls that the provider wants back.
 *
 * <p><b>Threads.</b> For the thread that reads the reply.
 */
final class StreamFacts {

  private @Nullable String finishReason;
  private boolean isRefused;
  private final Map<String, String> citations = new LinkedHashMap<>();
  private final Map<Integer, Map<String, Object>> callFields = new HashMap<>();

  void finishReason(String reason) {
    finishReason = reason;
  }

  /** Returns the finish reason in the provider's words, or {@code null}. */
  @Nullable
  String finishReason() {
    return finishReason;
  }

  void refused() {
    isRefused = true;
  }

  /** Returns whether the text of the reply is a refusal. */
  boolean isRefused() {
    return isRefused;
  }

  void cites(String url, @Nullable String title) {
    citations.putIfAbsent(url, title == null ? "" : title);
  }

  /** Returns the pages that the reply cites, with their titles, which may be empty. */
  Map<String, String> citations() {
    return citations;
  }

  void callFields(int index, Map<String, Object> fields) {
    callFields.computeIfAbsent(index, ignored -> new HashMap<>()).putAll(fields);
  }

  /** Returns what the provider wants back with a call, or an empty map. */
  Map<String, Object> callFields(int index) {
    return callFields.getOrDefault(index, Map.of());
  }
}
