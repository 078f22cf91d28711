package dev.antiphon.thread;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Attachment;
import dev.antiphon.message.FilePart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.QueueItemId;
import dev.antiphon.message.RunId;
import dev.antiphon.message.TextPart;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A send that waits for its turn (rule QUEUE-2).
 *
 * @param id names it as long as it waits
 * @param runId the run that it will be; a retry makes it another one
 * @param lane where it waits
 * @param message what would be sent, or {@code null} for a run without a message of its own
 * @param error why its dispatch failed; {@code null} while it waits
 */
public record QueueItem(
    QueueItemId id,
    RunId runId,
    QueueLane lane,
    @Nullable Message message,
    @Nullable ErrorInfo error) {

  private static final String ANY_IMAGE = "image/*";

  /** Where an item stands. */
  public enum State {
    /** It is sent when its turn comes. */
    WAITING,
    /** It could not be sent, and stays at its place until it is tried again or removed. */
    FAILED
  }

  /** Checks the fields. */
  public QueueItem {
    requireNonNull(id, "id");
    requireNonNull(runId, "runId");
    requireNonNull(lane, "lane");
  }

  /** Returns where it stands. */
  public State state() {
    return error == null ? State.WAITING : State.FAILED;
  }

  /** Returns the text to show, without those of attachments. */
  public String text() {
    return message == null ? "" : message.text();
  }

  /**
   * Returns what to show of the message: its parts and those of its attachments, without the texts
   * of attachments, and with images as files.
   */
  public List<MessagePart> parts() {
    if (message == null) {
      return List.of();
    }
    List<MessagePart> parts = new ArrayList<>();
    message.content().forEach(part -> parts.add(shown(part, null)));
    for (Attachment attachment : message.attachments()) {
      attachment.content().stream()
          .filter(part -> !(part instanceof TextPart))
          .forEach(part -> parts.add(shown(part, attachment)));
    }
    return List.copyOf(parts);
  }

  private static MessagePart shown(MessagePart part, @Nullable Attachment source) {
    if (!(part instanceof ImagePart image)) {
      return part;
    }
    String name = image.filename() == null && source != null ? source.name() : image.filename();
    String given = source == null ? null : source.contentType();
    boolean isDataUrl = image.image().startsWith("data:");
    return new FilePart(
        image.image(),
        isDataUrl ? mimeTypeOf(image.image()) : given == null ? ANY_IMAGE : given,
        name,
        isDataUrl ? null : "url",
        image.providerMetadata(),
        null);
  }

  /** Returns what stands between {@code data:} and the first of {@code ;} and {@code ,}. */
  private static String mimeTypeOf(String dataUrl) {
    String rest = dataUrl.substring("data:".length());
    String type = rest.split("[;,]", 2)[0];
    return type.isEmpty() ? ANY_IMAGE : type;
  }
}
