package dev.antiphon.thread;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * One thing that did not fit together in what was stored, and how it is shown (rule LOAD-4).
 *
 * @param kind what it is
 * @param messageId the message it concerns, or {@code null} for the head
 * @param detail what was found and what was made of it, without message text
 */
public record HistoryRepair(Kind kind, @Nullable MessageId messageId, String detail) {

  /** What did not fit. */
  public enum Kind {
    /** The parent is missing: attached at the root. */
    ORPHAN,
    /** The parents form a cycle: attached at the root. */
    CYCLE,
    /** It cannot be read: shown as a placeholder. */
    UNREADABLE,
    /** The id is there twice: the first one counts. */
    DUPLICATE,
    /** The head is unknown: the last message is shown. */
    UNKNOWN_HEAD,
    /** It was running when the process died: it is interrupted now. */
    INTERRUPTED
  }

  /** Checks the fields. */
  public HistoryRepair {
    requireNonNull(kind, "kind");
    requireNonNull(detail, "detail");
  }
}
