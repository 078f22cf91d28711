package dev.antiphon.openai;

import java.util.List;
import java.util.Map;

/** The events of chat completions, in the shape that OpenAI's servers send. */
final class Chunks {

  static final String DONE = "[DONE]";

  private Chunks() {}

  /** Returns the first event: it says who speaks. */
  static String role() {
    return delta(Map.of("role", "assistant", "content", ""));
  }

  static String text(String text) {
    return delta(Map.of("content", text));
  }

  static String reasoning(String text) {
    return delta(Map.of("reasoning_content", text));
  }

  /** Returns the first piece of a call. */
  static String call(int index, String id, String name, String arguments) {
    return delta(Map.of(
        "tool_calls",
        List.of(Map.of(
            "index",
            index,
            "id",
            id,
            "type",
            "function",
            "function",
            Map.of("name", name, "arguments", arguments)))));
  }

  /** Returns a further piece of a call. */
  static String arguments(int index, String arguments) {
    return delta(Map.of(
        "tool_calls", List.of(Map.of("index", index, "function", Map.of("arguments", arguments)))));
  }

  static String delta(Map<String, ?> delta) {
    return chunk("{\"index\":0,\"delta\":" + WireJson.write(delta) + ",\"finish_reason\":null}");
  }

  static String finish(String reason) {
    return chunk("{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}");
  }

  /** Returns the last event before the end: no choice, the usage. */
  static String usage(int input, int output) {
    return ("{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
            + "\"model\":\"test-model-2026\",\"choices\":[],\"usage\":{\"prompt_tokens\":%d,"
            + "\"completion_tokens\":%d,\"total_tokens\":%d}}")
        .formatted(input, output, input + output);
  }

  private static String chunk(String choice) {
    return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
        + "\"model\":\"test-model-2026\",\"system_fingerprint\":\"fp_1\",\"choices\":["
        + choice
        + "],\"usage\":null}";
  }

  /** Answers with a text, in order. */
  static ScriptedServer.Script says(String... pieces) {
    return wire -> {
      wire.stream().events(role());
      for (String piece : pieces) {
        wire.events(text(piece));
      }
      wire.events(finish("stop"), usage(12, 5), DONE).end();
    };
  }

  /** Answers with events and the end of the stream. */
  static ScriptedServer.Script sends(String... events) {
    return wire -> wire.stream().events(events).end();
  }

  /** Answers with a call of a tool, in order. */
  static ScriptedServer.Script calls(String id, String name, String arguments) {
    return sends(role(), call(0, id, name, arguments), finish("tool_calls"), DONE);
  }
}
