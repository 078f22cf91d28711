package dev.antiphon.spi.json;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.Status;
import dev.antiphon.message.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages, and pieces of messages that grow, as JSON text for a page that shows them: the names
 * and values of assistant-ui's {@code ThreadMessageLike}, with both forms of a call's arguments.
 * Never read back; what is stored is the matter of {@link MessageJson} and {@link AuiV0Json}.
 *
 * <p><b>Promise.</b> Beside what the exchange form says there are the progress of a tool, and the
 * reason {@code interrupted} by its name. What cannot be said is left out rather than refused: a
 * rate that is not finite, fields that are not known. The text has no line break and no NUL.
 *
 * <p>Every method throws {@link MessageFormatException} beyond the limits of {@link MessageJson}.
 *
 * <p><b>Threads.</b> Immutable, safe to share.
 */
public final class ShownJson {

  /** Makes a codec; all are alike. */
  public ShownJson() {}

  /**
   * Writes a message.
   *
   * @param message the message
   * @param parentId the message it stands below, or {@code null} for a root
   * @return a JSON object with {@code parentId} beside the fields of the message
   */
  public String message(Message message, @Nullable MessageId parentId) {
    requireNonNull(message, "message");
    return FormText.of(Flavour.SHOWN, out -> {
      out.beginObject();
      MessageForm.writeShown(out, message, parentId);
      out.endObject();
    });
  }

  /**
   * Writes a part.
   *
   * @param part the part
   * @return a JSON object
   */
  public String part(MessagePart part) {
    requireNonNull(part, "part");
    return FormText.of(Flavour.SHOWN, out -> PartForm.write(out, part, Flavour.SHOWN));
  }

  /**
   * Writes all parts of a message.
   *
   * @param content the parts
   * @return a JSON array
   */
  public String content(List<MessagePart> content) {
    StringBuilder array = new StringBuilder("[");
    for (MessagePart part : content) {
      array.append(array.length() == 1 ? "" : ",").append(part(part));
    }
    return array.append(']').toString();
  }

  /**
   * Writes a status.
   *
   * @param status the status
   * @return a JSON object
   */
  public String status(Status status) {
    requireNonNull(status, "status");
    return FormText.of(Flavour.SHOWN, out -> StatusForm.writeValue(out, status, Flavour.SHOWN));
  }

  /**
   * Writes the metadata of a message.
   *
   * @param message the message
   * @return a JSON object
   */
  public String metadata(Message message) {
    requireNonNull(message, "message");
    return FormText.of(
        Flavour.SHOWN,
        out -> MetadataForm.writeValue(out, message.metadata(), message.role(), Flavour.SHOWN));
  }

  /**
   * Writes a step of a run.
   *
   * @param step the step
   * @return a JSON object
   */
  public String step(Step step) {
    requireNonNull(step, "step");
    return FormText.of(Flavour.SHOWN, out -> MetadataForm.writeStep(out, step));
  }
}
