package dev.antiphon.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The state of a page as the strict decoder of assistant-stream builds it (front-ends.md B.3):
 * missing objects are created, an index is at most the length, text is appended to strings only,
 * and names of prototypes are refused.
 */
final class PageState {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> REFUSED = Set.of("__proto__", "prototype", "constructor");

  private JsonNode root = NullNode.getInstance();
  private long id;

  /** One frame as a client reads it. */
  record Frame(long id, JsonNode operations) {}

  /** Reads frames; comments are none. */
  static List<Frame> frames(byte[] bytes) {
    List<Frame> frames = new ArrayList<>();
    for (String block : new String(bytes, StandardCharsets.UTF_8).split("\n\n", -1)) {
      if (!block.isEmpty() && !block.startsWith(":")) {
        String[] lines = block.split("\n", -1);
        if (lines.length != 2 || !lines[0].startsWith("id: ") || !lines[1].startsWith("data: ")) {
          throw new AssertionError("Not a frame: " + block);
        }
        JsonNode data = parsed(lines[1].substring("data: ".length()));
        if (!data.path("type").asText().equals("update-state")
            || data.path("path").size() != 0) {
          throw new AssertionError("Not a change of the state: " + data);
        }
        frames.add(new Frame(
            Long.parseLong(lines[0].substring("id: ".length())), data.path("operations")));
      }
    }
    return frames;
  }

  static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException malformed) {
      throw new AssertionError("Not JSON: " + json, malformed);
    }
  }

  JsonNode root() {
    return root;
  }

  /** Returns the id of the last frame. */
  long id() {
    return id;
  }

  void apply(Frame frame) {
    if (frame.id() < id) {
      throw new AssertionError("Frame " + frame.id() + " comes after frame " + id);
    }
    id = frame.id();
    frame.operations().forEach(this::apply);
  }

  private void apply(JsonNode operation) {
    List<String> path = new ArrayList<>();
    operation.get("path").forEach(segment -> path.add(segment.textValue()));
    if (path.stream().anyMatch(REFUSED::contains)) {
      throw new AssertionError("Refused: " + operation);
    }
    JsonNode value = operation.get("value");
    switch (operation.get("type").textValue()) {
      case "set" -> root = with(root, path, value.deepCopy());
      case "append-text" -> {
        JsonNode before = at(path);
        if (!before.isTextual() || !value.isTextual()) {
          throw new AssertionError("Nothing to append to: " + operation);
        }
        root = with(root, path, new TextNode(before.textValue() + value.textValue()));
      }
      default -> throw new AssertionError("Unknown operation: " + operation);
    }
  }

  private JsonNode at(List<String> path) {
    JsonNode node = root;
    for (String segment : path) {
      node = node.isArray() ? node.path(Integer.parseInt(segment)) : node.path(segment);
    }
    return node;
  }

  private static JsonNode with(JsonNode node, List<String> path, JsonNode value) {
    if (path.isEmpty()) {
      return value;
    }
    String segment = path.get(0);
    List<String> rest = path.subList(1, path.size());
    if (node instanceof ArrayNode array) {
      int index = Integer.parseInt(segment);
      if (index > array.size()) {
        throw new AssertionError("Insert array index out of bounds: " + index);
      }
      if (index == array.size()) {
        array.addNull();
      }
      array.set(index, with(array.get(index), rest, value));
      return array;
    }
    if (!(node instanceof ObjectNode) && !node.isNull()) {
      throw new AssertionError("Neither object nor array at " + path + ": " + node);
    }
    ObjectNode object = node instanceof ObjectNode known ? known : JSON.createObjectNode();
    JsonNode child = object.has(segment) ? object.get(segment) : NullNode.getInstance();
    object.set(segment, with(child, rest, value));
    return object;
  }

  /**
   * Returns a state with the order of its messages as siblings below parents, which is what the
   * order says; fails if a parent comes after its child.
   */
  static JsonNode normal(JsonNode state) {
    ObjectNode normal = state.deepCopy();
    Map<String, List<String>> siblings = new TreeMap<>();
    siblings.put("", new ArrayList<>());
    for (JsonNode id : state.path("order")) {
      JsonNode parent = state.path("messages").path(id.textValue()).path("parentId");
      List<String> above = siblings.get(parent.isNull() ? "" : parent.asText());
      if (above == null) {
        throw new AssertionError("A child before its parent: " + id);
      }
      above.add(id.textValue());
      siblings.put(id.textValue(), new ArrayList<>());
    }
    normal.set("order", JSON.valueToTree(siblings));
    return normal;
  }
}
