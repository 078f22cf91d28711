package dev.antiphon.examples.console.demo;

import dev.antiphon.message.Attachment;
import dev.antiphon.message.FilePart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.Role;
import dev.antiphon.message.TextPart;
import java.util.List;
import java.util.stream.Collectors;

/** What the demonstration model says of the files that came with a message. */
final class Attached {

  private Attached() {}

  /**
   * Says what came with the last message of the user.
   *
   * @param messages the messages of the conversation
   * @return a sentence and a blank, or nothing
   */
  static String sentence(List<Message> messages) {
    List<Attachment> attachments = List.of();
    for (Message message : messages) {
      attachments = message.role() == Role.USER ? message.attachments() : attachments;
    }
    return attachments.isEmpty()
        ? ""
        : attachments.stream()
            .map(Attached::described)
            .collect(Collectors.joining(", ", "You attached ", ". "));
  }

  private static String described(Attachment attachment) {
    return attachment.content().stream()
        .map(Attached::described)
        .collect(Collectors.joining(" and ", attachment.name() + " (", ")"));
  }

  private static String described(MessagePart part) {
    if (part instanceof TextPart text) {
      return "a text of %d characters".formatted(text.view().length());
    }
    if (part instanceof ImagePart image) {
      return image.image().startsWith("data:")
          ? "an image of %d bytes".formatted(bytes(image.image()))
          : "an image by its URL";
    }
    if (part instanceof FilePart file) {
      return "a file of type " + file.mimeType();
    }
    return "a part of type " + part.type();
  }

  /** Returns how many bytes are in a data URL. */
  private static int bytes(String url) {
    String base64 = url.substring(url.indexOf(',') + 1);
    int padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
    return base64.length() / 4 * 3 - padding;
  }
}
