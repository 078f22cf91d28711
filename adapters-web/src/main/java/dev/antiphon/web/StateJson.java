package dev.antiphon.web;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Feedback;
import dev.antiphon.message.Message;
import dev.antiphon.message.Status;
import dev.antiphon.spi.json.ShownJson;
import dev.antiphon.thread.Capability;
import dev.antiphon.thread.QueueItem;
import dev.antiphon.thread.Suggestion;
import dev.antiphon.thread.ThreadSnapshot;
import dev.antiphon.thread.ThreadState;
import dev.antiphon.tree.MessageItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The state of a page, and the pieces of it that change as a whole. */
final class StateJson {

  private static final ShownJson SHOWN = new ShownJson();

  private StateJson() {}

  /** Returns the whole state as JSON text. */
  static String snapshot(ThreadSnapshot snapshot, List<Suggestion> welcome) {
    ThreadState state = snapshot.state();
    Message head = state.head();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("threadId", Operations.text(state.thread().threadId()));
    fields.put("headId", Operations.text(head == null ? null : head.id().value()));
    fields.put("isRunning", Operations.text(state.isRunning()));
    fields.put("isLoading", Operations.text(state.isLoading()));
    fields.put("loadError", Operations.text(error(state.loadError())));
    List<String> order = new ArrayList<>();
    Map<String, String> messages = new LinkedHashMap<>();
    for (MessageItem item : snapshot.tree().items()) {
      String id = item.message().id().value();
      order.add(Operations.text(id));
      messages.put(id, SHOWN.message(item.message(), item.parentId()));
    }
    fields.put("order", Operations.array(order));
    fields.put("messages", Operations.object(messages));
    fields.put("queue", queue(state.queue(), state.isQueuePaused()));
    fields.put("suggestions", Operations.text(suggestions(state.suggestions())));
    fields.put("welcomeSuggestions", Operations.text(suggestions(welcome)));
    fields.put("capabilities", Operations.text(capabilities(state.capabilities())));
    return Operations.object(fields);
  }

  /** Returns the sends that wait, as JSON text. */
  static String queue(List<QueueItem> queue, boolean isPaused) {
    List<String> items = new ArrayList<>();
    for (QueueItem item : queue) {
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("id", Operations.text(item.id().value()));
      fields.put("lane", Operations.text(Status.jsonName(item.lane())));
      fields.put("state", Operations.text(Status.jsonName(item.state())));
      fields.put("text", Operations.text(item.text()));
      fields.put("parts", SHOWN.content(item.parts()));
      fields.put("error", Operations.text(error(item.error())));
      items.add(Operations.object(fields));
    }
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("isPaused", Operations.text(isPaused));
    fields.put("items", Operations.array(items));
    return Operations.object(fields);
  }

  /** Returns what failed as a JSON object, or {@code null} for nothing. */
  static @Nullable Map<String, Object> error(@Nullable ErrorInfo error) {
    return error == null ? null : Map.of("code", error.code(), "message", error.message());
  }

  /** Returns a mark as a JSON object, or {@code null} for none. */
  static @Nullable Map<String, Object> feedback(@Nullable Feedback feedback) {
    if (feedback == null) {
      return null;
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", Status.jsonName(feedback.type()));
    if (feedback.comment() != null) {
      fields.put("comment", feedback.comment());
    }
    return fields;
  }

  /** Returns suggestions as a JSON array; what says nothing is left out. */
  static List<Object> suggestions(List<Suggestion> suggestions) {
    List<Object> all = new ArrayList<>();
    for (Suggestion suggestion : suggestions) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("prompt", suggestion.prompt());
      if (suggestion.title() != null) {
        fields.put("title", suggestion.title());
      }
      if (suggestion.label() != null) {
        fields.put("label", suggestion.label());
      }
      all.add(fields);
    }
    return all;
  }

  /** Returns what a thread can and cannot do as a JSON object of flags. */
  static Map<String, Object> capabilities(Set<Capability> capabilities) {
    Map<String, Object> flags = new LinkedHashMap<>();
    for (Capability capability : Capability.values()) {
      flags.put(flagName(capability), capabilities.contains(capability));
    }
    return flags;
  }

  private static String flagName(Capability capability) {
    String[] words = capability.name().toLowerCase(Locale.ROOT).split("_", -1);
    StringBuilder name = new StringBuilder(words[0]);
    for (int i = 1; i < words.length; i++) {
      name.append(words[i].substring(0, 1).toUpperCase(Locale.ROOT)).append(words[i].substring(1));
    }
    return name.toString();
  }
}
