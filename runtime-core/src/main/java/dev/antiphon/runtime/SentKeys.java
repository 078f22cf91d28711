package dev.antiphon.runtime;

import dev.antiphon.message.Message;
import dev.antiphon.run.DuplicateSendException;
import dev.antiphon.run.RunState;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was sent to a thread by idempotency key (rule SEND-13). Confined to the writer. */
final class SentKeys {

  private final Map<String, Sent> sends = new HashMap<>();

  /** A message that was sent with a key, and its run. */
  private record Sent(Message message, Run run) {}

  void put(@Nullable String key, Message message, Run run) {
    if (key != null) {
      sends.put(key, new Sent(message, run));
    }
  }

  /** Forgets a key if it stands for a run. */
  void forget(@Nullable String key, Run run) {
    Sent sent = key == null ? null : sends.get(key);
    if (sent != null && sent.run() == run) {
      sends.remove(key);
    }
  }

  /** Has a key stand for another run of the same message. */
  void replace(@Nullable String key, Run run) {
    Sent sent = key == null ? null : sends.get(key);
    if (sent != null) {
      sends.put(key, new Sent(sent.message(), run));
    }
  }

  /** Forgets the sends that are over: a load knows those that were stored. */
  void forgetEnded() {
    sends.values().removeIf(sent -> sent.run().state() == RunState.ENDED);
  }

  /** Forgets the sends whose message has left the thread; those that wait go on waiting. */
  void forgetAllButWaiting() {
    sends.values().removeIf(sent -> sent.run().state() != RunState.QUEUED);
  }

  /**
   * Returns the run of an earlier send with the same key and equal content, or null.
   *
   * @throws DuplicateSendException if the key was used with other content
   */
  @Nullable
  Run find(@Nullable String key, Message message) {
    Sent sent = key == null ? null : sends.get(key);
    if (key == null || sent == null) {
      return null;
    }
    Message earlier = sent.message();
    boolean isEqual = earlier.role() == message.role()
        && earlier.content().equals(message.content())
        && earlier.attachments().equals(message.attachments());
    if (!isEqual) {
      throw new DuplicateSendException(key);
    }
    return sent.run();
  }
}
