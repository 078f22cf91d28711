package dev.antiphon.runtime;

import dev.antiphon.message.AttachmentId;
import dev.antiphon.message.DraftId;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Quote;
import dev.antiphon.message.Role;
import dev.antiphon.thread.ComposerState;
import dev.antiphon.thread.Draft;
import dev.antiphon.thread.PendingAttachment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is in a composer. Confined to the writer. */
final class DraftContent {

  String text = "";
  Role role = Role.USER;
  Map<String, Object> runConfig = Map.of();

  @Nullable
  Quote quote;

  final List<LiveAttachment> attachments = new ArrayList<>();

  /** The attachments that were removed: removing one twice does nothing (rule ATT-6). */
  final Set<AttachmentId> removed = new HashSet<>();

  private final List<Draft> unsent = new ArrayList<>();

  /** Returns whether there is nothing that another draft would replace (rules COMP-8, COMP-9). */
  boolean isVacant() {
    return shown(null).isEmpty() && quote == null;
  }

  /** Returns whether it is as it was at the beginning. */
  boolean isUntouched() {
    return text.isEmpty()
        && role == Role.USER
        && runConfig.isEmpty()
        && quote == null
        && attachments.isEmpty();
  }

  /** Starts anew, but for what was not sent and the attachments, which are somebody's to remove. */
  void clear() {
    takeWords();
    role = Role.USER;
    runConfig = Map.of();
  }

  /** Takes text and quote out. */
  void takeWords() {
    text = "";
    quote = null;
  }

  /** Returns what is in it as a value. */
  Draft draft(DraftId id, @Nullable MessageId edited) {
    return Draft.builder(id)
        .text(text)
        .role(role)
        .runConfig(runConfig)
        .quote(quote)
        .attachments(shownAttachments())
        .editedMessageId(edited)
        .build();
  }

  /** Puts the text and the quote of a draft in. */
  void putWords(Draft draft) {
    text = draft.text();
    quote = draft.quote();
  }

  // ---- what was not sent

  List<Draft> unsent() {
    return unsent;
  }

  /** Keeps a draft that was not sent, in the order of the sends (rule COMP-9). */
  void addUnsent(Draft draft) {
    unsent.add(draft);
    unsent.sort(Comparator.comparing(Draft::id));
  }

  @Nullable
  Draft unsent(DraftId id) {
    return unsent.stream().filter(draft -> draft.id().equals(id)).findFirst().orElse(null);
  }

  // ---- what is shown

  private List<PendingAttachment> shownAttachments() {
    return attachments.stream().map(LiveAttachment::shown).toList();
  }

  ComposerState shown(@Nullable MessageId edited) {
    return ComposerState.builder()
        .editedMessageId(edited)
        .text(text)
        .role(role)
        .runConfig(runConfig)
        .quote(quote)
        .attachments(shownAttachments())
        .unsent(unsent)
        .build();
  }
}
