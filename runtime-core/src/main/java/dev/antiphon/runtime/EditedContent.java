package dev.antiphon.runtime;

import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.Attachment;
import dev.antiphon.message.AttachmentId;
import dev.antiphon.message.FilePart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.Role;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an editor makes of the parts of a message, and makes parts of again (EDIT-2, EDIT-4). */
final class EditedContent {

  private final List<Attachment> attachments;
  private final List<MessagePart> kept;

  /** How many of the kept parts stand before the text. */
  private final int textPlace;

  private EditedContent(List<Attachment> attachments, List<MessagePart> kept, int textPlace) {
    this.attachments = List.copyOf(attachments);
    this.kept = List.copyOf(kept);
    this.textPlace = textPlace;
  }

  /**
   * Takes a message apart. Of a user message the parts that are no text become attachments; of
   * others they are kept aside.
   *
   * @param ids makes ids: given what for, returns one
   */
  static EditedContent of(Message message, Function<String, String> ids) {
    List<Attachment> attachments = new ArrayList<>(message.attachments());
    List<MessagePart> kept = new ArrayList<>();
    Integer textPlace = null;
    for (MessagePart part : message.content()) {
      if (part instanceof TextPart) {
        textPlace = textPlace == null ? kept.size() : textPlace;
      } else if (message.role() == Role.USER) {
        attachments.add(attachmentOf(part, new AttachmentId(ids.apply("att"))));
      } else {
        kept.add(part instanceof ToolCallPart call ? copyOf(call, ids) : part);
      }
    }
    return new EditedContent(attachments, kept, textPlace == null ? kept.size() : textPlace);
  }

  private static Attachment attachmentOf(MessagePart part, AttachmentId id) {
    String type = part instanceof ImagePart ? "image" : "file";
    String filename = null;
    String contentType = null;
    if (part instanceof ImagePart image) {
      filename = image.filename();
    } else if (part instanceof FilePart file) {
      filename = file.filename();
      contentType = file.mimeType();
    }
    return Attachment.builder(id, type, filename == null ? part.type() : filename)
        .contentType(contentType)
        .content(List.of(part))
        .build();
  }

  /**
   * Returns a call as another version of its message has it. Ids are unique in a thread, and a copy
   * is never executed, so an open gate is closed.
   */
  private static ToolCallPart copyOf(ToolCallPart call, Function<String, String> ids) {
    return call.toBuilder()
        .toolCallId(new ToolCallId(ids.apply("call")))
        .approval(copyOf(call.approval(), call.hasResult(), ids))
        .interrupt(null)
        .withoutProgress()
        .build();
  }

  private static @Nullable ToolApproval copyOf(
      @Nullable ToolApproval gate, boolean isResolved, Function<String, String> ids) {
    if (gate == null) {
      return null;
    }
    ToolApproval.Builder copy = gate.toBuilder().id(new ApprovalId(ids.apply("apr")));
    boolean closes = !isResolved && gate.resolution() == null;
    return closes ? copy.resolution(ToolApproval.Resolution.CANCELLED).build() : copy.build();
  }

  /** Returns the attachments that the editor begins with. */
  List<Attachment> attachments() {
    return attachments;
  }

  /** Returns the content with a text in the place of the first one; none if it is empty. */
  List<MessagePart> with(String text) {
    List<MessagePart> content = new ArrayList<>(kept);
    if (!text.isEmpty()) {
      content.add(textPlace, TextPart.of(text));
    }
    return content;
  }
}
