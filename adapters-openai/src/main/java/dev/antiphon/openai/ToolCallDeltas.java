package dev.antiphon.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the pieces of the tool calls of one stream in the order that LangChain4j reads: one index
 * for each call, its id and name once, and again where the stream comes back to it.
 *
 * <p>Servers leave out the index, use one index for two calls, repeat id and name in each piece,
 * send the arguments as an object or before the name, and put in pieces without a function. A new
 * id is a new call, and so is a new name; where there is neither index nor id, so is any name
 * behind arguments that are complete.
 */
final class ToolCallDeltas {

  private static final Set<String> KNOWN = Set.of("index", "id", "type", "function");

  private final StreamFacts facts;
  private final List<Call> calls = new ArrayList<>();
  private final Map<Integer, Call> byWireIndex = new HashMap<>();
  private @Nullable Call last;

  ToolCallDeltas(StreamFacts facts) {
    this.facts = facts;
  }

  /** Returns how many calls have no name yet. */
  int unnamed() {
    int count = 0;
    for (Call call : calls) {
      count += call.name.isEmpty() ? 1 : 0;
    }
    return count;
  }

  /** Returns pieces in order. */
  ArrayNode ordered(ArrayNode pieces) {
    ArrayNode ordered = pieces.arrayNode();
    for (JsonNode piece : pieces) {
      String id = text(piece.path("id"));
      String name = text(piece.path("function").path("name"));
      String arguments = arguments(piece.path("function").path("arguments"));
      if (!id.isEmpty() || !name.isEmpty() || !arguments.isEmpty()) {
        Call call = callOf(piece.path("index"), id, name);
        ordered.add(call.piece(pieces.objectNode(), new Piece(id, name, arguments), call != last));
        last = call;
        keepFields(call, piece);
      }
    }
    return ordered;
  }

  private Call callOf(JsonNode index, String id, String name) {
    Call call = index.isIntegralNumber() ? byWireIndex.get(index.asInt()) : unindexed(id, name);
    if (call == null || call.isOther(id, name)) {
      call = new Call(calls.size());
      calls.add(call);
      if (index.isIntegralNumber()) {
        byWireIndex.put(index.asInt(), call);
      }
    }
    return call;
  }

  private @Nullable Call unindexed(String id, String name) {
    for (Call call : calls) {
      if (!id.isEmpty() && call.id.equals(id)) {
        return call;
      }
    }
    boolean isNext = last != null && !name.isEmpty() && last.isWhole();
    return isNext ? null : last;
  }

  /** Keeps what the provider may want back with the call. */
  private void keepFields(Call call, JsonNode piece) {
    if (piece instanceof ObjectNode object) {
      ObjectNode others = object.deepCopy().without(KNOWN);
      if (!others.isEmpty()) {
        facts.callFields(call.index, WireJson.values(others));
      }
    }
  }

  private static String text(JsonNode node) {
    return node.isTextual() ? node.asText().strip() : "";
  }

  private static String arguments(JsonNode node) {
    if (node.isTextual()) {
      return node.asText();
    }
    return node.isObject() ? node.toString() : "";
  }

  /** What a piece says; empty is nothing. */
  private record Piece(String id, String name, String arguments) {}

  /** One call, as far as it was sent. */
  private static final class Call {
    private final int index;
    private String id = "";
    private String name = "";
    private final StringBuilder arguments = new StringBuilder();
    private int sent;

    Call(int index) {
      this.index = index;
    }

    /** Returns whether its arguments are complete, so that a name begins another call. */
    boolean isWhole() {
      return !name.isEmpty() && WireJson.object(arguments.toString()).isPresent();
    }

    boolean isOther(String otherId, String otherName) {
      boolean hasOtherId = !id.isEmpty() && !otherId.isEmpty() && !id.equals(otherId);
      boolean hasOtherName = !name.isEmpty() && !otherName.isEmpty() && !name.equals(otherName);
      return hasOtherId || hasOtherName;
    }

    /** Returns a piece with what is new of it, or with all that is known if it comes back. */
    ObjectNode piece(ObjectNode target, Piece piece, boolean isBack) {
      boolean isNewId = id.isEmpty() && !piece.id().isEmpty();
      boolean isNewName = name.isEmpty() && !piece.name().isEmpty();
      id = isNewId ? piece.id() : id;
      name = isNewName ? piece.name() : name;
      target.put("index", index);
      if (!id.isEmpty() && (isNewId || isBack)) {
        target.put("id", id);
      }
      ObjectNode function = target.putObject("function");
      if (!name.isEmpty() && (isNewName || isBack)) {
        function.put("name", name);
      }
      arguments.append(piece.arguments());
      if (!name.isEmpty()) {
        function.put("arguments", arguments.substring(sent));
        sent = arguments.length();
      }
      return target;
    }
  }
}
