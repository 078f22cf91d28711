package dev.antiphon.runtime;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Role;
import dev.antiphon.message.Status;
import dev.antiphon.message.UnknownPart;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The message that is shown for one that cannot be read: it keeps the id, is never sent to a model
 * and never written back (rule LOAD-4).
 */
final class Placeholders {

  private static final String TYPE = "unreadable";

  private Placeholders() {}

  static Message of(MessageId id, String problem) {
    UnknownPart part = new UnknownPart(TYPE, Map.of("type", TYPE, "problem", problem));
    return Message.builder(id, Role.ASSISTANT, Instant.EPOCH)
        .content(List.of(part))
        .status(Status.incomplete(Status.Reason.OTHER))
        .build();
  }

  static boolean isPlaceholder(Message message) {
    return message.content().size() == 1
        && message.content().get(0) instanceof UnknownPart unknown
        && unknown.type().equals(TYPE);
  }
}
