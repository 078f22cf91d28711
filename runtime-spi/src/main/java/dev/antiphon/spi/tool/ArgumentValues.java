package dev.antiphon.spi.tool;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.antiphon.spi.json.JacksonJson;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the arguments from tokens, and lets the nodes know what is complete. */
final class ArgumentValues {

  private static final JacksonJson NUMBERS = new JacksonJson();

  /** An object or array still open; without a node if it stands in an array. */
  private static final class Open {
    final @Nullable ArgumentNode node;
    final @Nullable Map<String, @Nullable Object> object;
    final List<@Nullable Object> array = new ArrayList<>();

    @Nullable
    String key;

    Open(@Nullable ArgumentNode node, boolean isObject) {
      this.node = node;
      this.object = isObject ? new LinkedHashMap<>() : null;
    }
  }

  private final ArgumentNode root;
  private final Deque<Open> open = new ArrayDeque<>();
  private final Set<String> arguments = new LinkedHashSet<>();
  private @Nullable String openArgument;
  private boolean isOver;

  ArgumentValues(ArgumentNode root) {
    this.root = root;
  }

  /** Returns the names of the arguments seen, in their order. */
  Set<String> arguments() {
    return arguments;
  }

  /** Returns the argument whose value is not complete, or null. */
  @Nullable
  String openArgument() {
    return openArgument;
  }

  /** Returns the node a string that starts here would fill, or null for a key or an element. */
  @Nullable
  ArgumentNode stringNode() {
    Open top = open.peek();
    return top == null || top.object == null || top.key == null ? null : valueNode();
  }

  void take(JsonToken token, JsonParser parser) throws IOException {
    if (isOver || (open.isEmpty() && token != JsonToken.START_OBJECT)) {
      throw new JsonParseException(parser, "not one object");
    }
    switch (token) {
      case START_OBJECT -> open.push(new Open(valueNode(), true));
      case START_ARRAY -> startArray();
      case END_OBJECT ->
        value(Collections.unmodifiableMap(
            Objects.requireNonNull(open.pop().object, "an object is open")));
      case END_ARRAY -> value(Collections.unmodifiableList(open.pop().array));
      case FIELD_NAME -> key(parser.currentName());
      case VALUE_STRING -> value(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> value(number(parser));
      case VALUE_TRUE -> value(true);
      case VALUE_FALSE -> value(false);
      case VALUE_NULL -> value(null);
      default -> throw new IllegalStateException("No JSON has a " + token);
    }
  }

  private void startArray() {
    Open array = new Open(valueNode(), false);
    if (array.node != null) {
      array.node.array(array.array);
    }
    open.push(array);
  }

  private void key(String name) {
    open.element().key = name;
    if (open.size() == 1) {
      arguments.add(name);
      openArgument = name;
    }
  }

  private void value(@Nullable Object value) {
    ArgumentNode node = valueNode();
    Open top = open.peek();
    if (top == null) {
      isOver = true;
    } else if (top.object != null && top.key != null) {
      top.object.put(top.key, value);
      top.key = null;
      openArgument = open.size() == 1 ? null : openArgument;
    } else {
      top.array.add(value);
      if (top.node != null) {
        top.node.element(value);
      }
    }
    if (node != null) {
      node.complete(value);
    }
  }

  private @Nullable ArgumentNode valueNode() {
    Open top = open.peek();
    if (top == null) {
      return root;
    }
    return top.node == null || top.key == null ? null : top.node.child(top.key);
  }

  private static @Nullable Object number(JsonParser parser) throws IOException {
    try {
      return NUMBERS.parse(parser.getText());
    } catch (IllegalArgumentException beyond) {
      throw new JsonParseException(parser, "number beyond a limit");
    }
  }
}
