package dev.antiphon.runtime;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Role;
import dev.antiphon.message.Status;
import dev.antiphon.thread.LoadState;
import dev.antiphon.tree.MessageItem;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of what was said in voice sessions: below the head, and stored like a reply; while
 * a run is active they wait for its visible end (rules VOICE-2 and VOICE-4). Confined to the
 * writer.
 */
final class VoiceMessages {

  private final Conversation thread;
  private final Deque<Said> waiting = new ArrayDeque<>();

  /** What somebody said, and when. */
  private record Said(Role role, String text, @Nullable Status status, Instant at) {}

  VoiceMessages(Conversation thread) {
    this.thread = thread;
  }

  /**
   * Adds what was said.
   *
   * @param status of an assistant message; null for one of the user
   */
  void add(Role role, String text, @Nullable Status status) {
    waiting.add(new Said(role, text, status, thread.env.clock().instant()));
    flush();
  }

  boolean areWaiting() {
    return !waiting.isEmpty();
  }

  /** Brings what waits into the thread, if that is loaded and no run is active. */
  void flush() {
    while (!waiting.isEmpty()
        && thread.active() == null
        && thread.writer.loadState() == LoadState.LOADED
        && !thread.isDeleted()) {
      enter(waiting.remove());
    }
  }

  private void enter(Said said) {
    MessageId id = thread.newMessageId();
    Message message = Message.builder(id, said.role(), said.at())
        .text(said.text())
        .status(said.status())
        .build();
    // Greetings above it are stored first, as before any message (rule OPT-7).
    thread
        .treeCommands
        .initialMessagesToStore()
        .forEach(greeting -> thread.store.update(greeting.message().id()));
    thread.addAndSelect(MessageItem.of(message, thread.writer.tree().head()), null);
    thread.store.update(id);
  }
}
