package dev.antiphon.spi.tool;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One place in streamed arguments that names lead to: what came so far, and who listens. */
final class ArgumentNode {

  private static final FieldState PENDING = new FieldState.Pending();
  private static final FieldState ABSENT = new FieldState.Absent();

  private final Notices notices;
  private final Map<String, ArgumentNode> children = new LinkedHashMap<>(2);
  private final List<FieldListener> fieldListeners = new ArrayList<>(0);
  private final List<Consumer<String>> textListeners = new ArrayList<>(0);
  private final List<Consumer<@Nullable Object>> elementListeners = new ArrayList<>(0);
  private FieldState state;
  private @Nullable StringBuilder growingText;
  private List<@Nullable Object> elements = List.of();

  private ArgumentNode(Notices notices, FieldState state) {
    this.notices = notices;
    this.state = state;
  }

  static ArgumentNode root(Notices notices) {
    return new ArgumentNode(notices, PENDING);
  }

  /** Returns the node of a key; it is absent if this value is closed without it. */
  ArgumentNode child(String name) {
    return children.computeIfAbsent(
        name, unseen -> new ArgumentNode(notices, isPending() ? PENDING : ABSENT));
  }

  FieldState state() {
    return state;
  }

  void onField(FieldListener listener) {
    if (state instanceof FieldState.Present present) {
      listener.present(present.value());
    } else if (isPending()) {
      fieldListeners.add(listener);
    } else {
      listener.absent();
    }
  }

  void onText(Consumer<String> listener) {
    String soFar = text();
    if (isPending()) {
      textListeners.add(listener);
    }
    if (!soFar.isEmpty()) {
      listener.accept(soFar);
    }
  }

  void onElement(Consumer<@Nullable Object> listener) {
    if (isPending()) {
      elementListeners.add(listener);
    }
    for (Object element : elements) {
      listener.accept(element);
    }
  }

  /** Grows the text of this string. */
  void text(String delta) {
    if (growingText == null) {
      growingText = new StringBuilder();
    }
    growingText.append(delta);
    notices.tell(textListeners, listener -> listener.accept(delta));
  }

  /** Makes this an array whose complete elements stand in a list that grows. */
  void array(List<@Nullable Object> growing) {
    elements = growing;
  }

  void element(@Nullable Object element) {
    notices.tell(elementListeners, listener -> listener.accept(element));
  }

  void complete(@Nullable Object value) {
    state = new FieldState.Present(value);
    growingText = null;
    children.values().forEach(ArgumentNode::end);
    notices.tell(fieldListeners, listener -> listener.present(value));
    forgetListeners();
  }

  /** Nothing more comes: what is not complete is absent, what came of it stays readable. */
  void end() {
    if (!isPending()) {
      return;
    }
    state = ABSENT;
    children.values().forEach(ArgumentNode::end);
    notices.tell(fieldListeners, FieldListener::absent);
    forgetListeners();
  }

  private boolean isPending() {
    return state instanceof FieldState.Pending;
  }

  private String text() {
    if (state instanceof FieldState.Present present) {
      return present.value() instanceof String text ? text : "";
    }
    return growingText == null ? "" : growingText.toString();
  }

  private void forgetListeners() {
    fieldListeners.clear();
    textListeners.clear();
    elementListeners.clear();
  }
}
