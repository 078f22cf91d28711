package dev.antiphon.runtime;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.DraftId;
import dev.antiphon.thread.ComposerNotEmptyException;
import dev.antiphon.thread.Draft;
import dev.antiphon.thread.PendingAttachment;
import org.jspecify.annotations.Nullable;

/**
 * Brings back to a composer what was not sent (rules COMP-6 and COMP-8 to COMP-10): into it if it
 * is free, else beside what is there.
 */
final class UnsentDrafts {

  private final Conversation thread;
  private final LiveDraft composer;

  UnsentDrafts(Conversation thread, LiveDraft composer) {
    this.thread = thread;
    this.composer = composer;
  }

  // ---- what comes back

  /**
   * Puts a draft back that was not sent, unless something else is there by now (rule COMP-8).
   *
   * @param resetsAtSend how often the composer had been reset when it was sent
   */
  void giveBack(Draft draft, int resetsAtSend) {
    if (composer.resets() == resetsAtSend && composer.content().isVacant()) {
      put(draft);
    } else {
      composer.content().addUnsent(draft);
    }
    composer.announce();
  }

  /**
   * Puts the words of a send back whose attachments failed; these are still there (rule COMP-6).
   *
   * @param error why it was not sent
   */
  void giveWordsBack(Draft words, ErrorInfo error) {
    DraftContent content = composer.content();
    if (content.text.isBlank() && content.quote == null) {
      content.putWords(words);
      composer.typed();
    } else if (!words.text().isEmpty() || words.quote() != null) {
      content.addUnsent(words.toBuilder().error(error).build());
    }
    composer.announce();
  }

  /** Keeps a draft that was not sent beside what is there. */
  void keep(Draft draft) {
    composer.content().addUnsent(draft);
    composer.announce();
  }

  private void put(Draft draft) {
    DraftContent content = composer.content();
    content.putWords(draft);
    content.role = draft.role();
    content.runConfig = draft.runConfig();
    for (PendingAttachment attachment : draft.attachments()) {
      composer.attach(LiveAttachment.still(attachment, null, thread.env.executor()));
    }
    composer.typed();
  }

  // ---- what people do with it

  /** Puts a draft back (rule COMP-9); returns whether it was there. */
  boolean restore(DraftId id) {
    return thread.writer.apply(() -> {
      composer.check("restore");
      @Nullable Draft draft = composer.content().unsent(id);
      if (draft == null) {
        return false;
      }
      if (!composer.content().isVacant()) {
        throw new ComposerNotEmptyException();
      }
      composer.content().unsent().remove(draft);
      put(draft);
      composer.announce();
      return true;
    });
  }

  /** Drops a draft; returns whether it was there. */
  boolean discard(DraftId id) {
    return thread.writer.apply(() -> {
      composer.check("discard");
      boolean wasThere =
          composer.content().unsent().removeIf(draft -> draft.id().equals(id));
      composer.announce();
      return wasThere;
    });
  }

  /** Clears the composer if it says exactly what a draft says (rule COMP-10). */
  boolean retract(Draft restored) {
    return thread.writer.apply(() -> {
      composer.check("retract");
      boolean isUnchanged = composer.sending() == null
          && composer.content().draft(restored.id(), composer.edited()).saysTheSameAs(restored);
      if (isUnchanged) {
        composer.content().takeWords();
        thread.composers.removal().removeAll(composer);
        composer.typed();
        composer.announce();
      }
      return isUnchanged;
    });
  }
}
