package dev.antiphon.runtime;

import dev.antiphon.message.Attachment;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.Quote;
import dev.antiphon.message.TextPart;
import dev.antiphon.thread.Draft;
import dev.antiphon.thread.PendingAttachment;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Makes messages of drafts (rule COMP-7); pure. */
final class DraftMessages {

  private DraftMessages() {}

  /**
   * Returns the message of a draft: its text untrimmed, its attachments, its quote.
   *
   * @param draft the draft; its attachments are complete
   * @throws dev.antiphon.message.InvalidMessageException if the role may not have what it says
   */
  static Message of(Draft draft, MessageId id, Instant now) {
    return of(draft, contentOf(draft.text()), id, now);
  }

  /** As above, with other content than the text alone. */
  static Message of(Draft draft, List<MessagePart> content, MessageId id, Instant now) {
    List<Attachment> attachments =
        draft.attachments().stream().map(PendingAttachment::toAttachment).toList();
    Quote quote = draft.quote();
    return Message.builder(id, draft.role(), now)
        .content(content)
        .attachments(attachments)
        .custom(quote == null ? Map.of() : Map.of(Quote.KEY, quote.toJson()))
        .build();
  }

  private static List<MessagePart> contentOf(String text) {
    return text.isEmpty() ? List.of() : List.of(TextPart.of(text));
  }
}
