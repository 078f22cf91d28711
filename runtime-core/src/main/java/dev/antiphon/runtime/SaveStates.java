package dev.antiphon.runtime;

import dev.antiphon.message.MessageId;
import dev.antiphon.thread.SaveState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which messages are not stored as they are now (rule MSG-13). Confined to the writer.
 *
 * <p>Listeners can tell a message's save state from its events: one that adds or changes it makes
 * it {@code PENDING}, unless writing it was given up; {@code MessageSaved} and
 * {@code MessageUnsaved} say the rest.
 */
final class SaveStates {

  private final Map<MessageId, SaveState> unsaved = new HashMap<>();

  /** What snapshots show, until something changes. */
  private @Nullable Map<MessageId, SaveState> shown;

  SaveState of(MessageId id) {
    return unsaved.getOrDefault(id, SaveState.SAVED);
  }

  /** Sets the state of a message; returns whether it was another one. */
  boolean set(MessageId id, SaveState state) {
    SaveState before = state == SaveState.SAVED ? unsaved.remove(id) : unsaved.put(id, state);
    boolean isChanged = (before == null ? SaveState.SAVED : before) != state;
    if (isChanged) {
      shown = null;
    }
    return isChanged;
  }

  /**
   * Says that a message changed. One that was given up stays so until a write brings it to the
   * storage.
   */
  void changed(MessageId id) {
    if (unsaved.putIfAbsent(id, SaveState.PENDING) == null) {
      shown = null;
    }
  }

  void forget(MessageId id) {
    if (unsaved.remove(id) != null) {
      shown = null;
    }
  }

  void clear() {
    unsaved.clear();
    shown = null;
  }

  /** Returns the messages whose writing was given up. */
  List<MessageId> givenUp() {
    return unsaved.entrySet().stream()
        .filter(entry -> entry.getValue() == SaveState.UNSAVED)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Returns all that is not saved, as an immutable map that is the same while nothing changed. */
  Map<MessageId, SaveState> shown() {
    Map<MessageId, SaveState> current = shown;
    if (current == null) {
      current = Map.copyOf(unsaved);
      shown = current;
    }
    return current;
  }
}
