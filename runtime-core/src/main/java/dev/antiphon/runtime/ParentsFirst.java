package dev.antiphon.runtime;

import dev.antiphon.message.MessageId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Orders messages for the storage: as they came, but no message before its parent. */
final class ParentsFirst {

  private ParentsFirst() {}

  /** Tells the message that one stands below. */
  @FunctionalInterface
  interface Parents {
    /** Returns the parent of a message, or null for a root. */
    @Nullable
    MessageId parentOf(MessageId id);
  }

  /**
   * Returns the messages in an order in which they can be stored; the cost is that of their number.
   *
   * @param ids the messages, in the order that they are to keep where they can
   */
  static List<MessageId> order(Collection<MessageId> ids, Parents parents) {
    Set<MessageId> open = new LinkedHashSet<>(ids);
    List<MessageId> ordered = new ArrayList<>(open.size());
    Deque<MessageId> upwards = new ArrayDeque<>();
    for (MessageId id : ids) {
      MessageId at = id;
      while (at != null && open.remove(at)) {
        upwards.push(at);
        at = parents.parentOf(at);
      }
      ordered.addAll(upwards);
      upwards.clear();
    }
    return ordered;
  }
}
