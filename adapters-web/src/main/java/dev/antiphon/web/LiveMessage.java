package dev.antiphon.web;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that may still grow, as a reader has it: which parts it was sent as they are, so that a
 * change of one is not told with all the others. Knows parts by reference only.
 */
final class LiveMessage {

  /** The parts as they were sent; {@code null} for one that has changed since. */
  private final List<@Nullable MessagePart> parts;

  private final List<@Nullable ToolCallId> calls = new ArrayList<>();
  private int steps;

  LiveMessage(Message message) {
    parts = new ArrayList<>(message.content());
    message.content().forEach(part -> calls.add(callOf(part)));
    steps = message.metadata().steps().size();
  }

  private static @Nullable ToolCallId callOf(MessagePart part) {
    return part instanceof ToolCallPart call ? call.toolCallId() : null;
  }

  int size() {
    return parts.size();
  }

  /** Notes that a part was sent. */
  void part(int index, MessagePart part) {
    if (index == parts.size()) {
      parts.add(part);
      calls.add(callOf(part));
    } else {
      parts.set(index, part);
      calls.set(index, callOf(part));
    }
  }

  /** Notes that a part is not as it was sent any more. */
  void grew(int index) {
    parts.set(index, null);
  }

  /** Returns where the parts of a call stand. */
  List<Integer> placesOf(ToolCallId call) {
    List<Integer> places = new ArrayList<>();
    for (int index = 0; index < calls.size(); index++) {
      if (call.equals(calls.get(index))) {
        places.add(index);
      }
    }
    return places;
  }

  /** Notes a step, and returns which one it is, from 0. */
  int addStep() {
    return steps++;
  }

  /** Returns which parts of a message are others than those that were sent, in order. */
  @SuppressWarnings(
      "ReferenceEquality") // two that are equal but not the same cost no more than bytes
  List<Integer> changedParts(Message message) {
    List<Integer> changed = new ArrayList<>();
    List<MessagePart> content = message.content();
    for (int index = 0; index < content.size(); index++) {
      if (index >= parts.size() || parts.get(index) != content.get(index)) {
        changed.add(index);
      }
    }
    return changed;
  }
}
