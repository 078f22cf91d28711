package dev.antiphon.spi.json;

import dev.antiphon.message.FilePart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.Status;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallPart;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Something that a message has and that the form {@code aui/v0} leaves out or changes, as
 * assistant-ui's own encoder does (rule HIST-16). A history that stores this form declares it by
 * leaving out {@code Capability.WHOLE_MESSAGES}.
 */
public enum AuiLoss {
  /** A message that runs comes back as cancelled. */
  RUNNING,
  /** The reason {@code interrupted} comes back as {@code other}. */
  INTERRUPTED,
  /** The status that a part has of its own. */
  PART_STATUS,
  /** What a provider said of a text, an image, a file or a tool call. */
  PROVIDER_METADATA,
  /** The file name of an image in the content; in an attachment it stays. */
  IMAGE_FILENAME,
  /** The artifact of a tool call. */
  ARTIFACT,
  /** What the model sees in place of a result. */
  MODEL_CONTENT,
  /** The resolution {@code answered}; the result stays. */
  ANSWERED,
  /** Arguments that are not what their text says; they come back as the text says. */
  ARGUMENTS;

  /** Returns what a message would lose, messages inside of its tool calls included. */
  static Set<AuiLoss> of(Message message) {
    Set<AuiLoss> losses = EnumSet.noneOf(AuiLoss.class);
    collect(message, losses);
    return losses;
  }

  private static void collect(Message message, Set<AuiLoss> losses) {
    Status status = message.status();
    if (message.isRunning()) {
      losses.add(RUNNING);
    }
    if (status != null && status.reason() == Status.Reason.INTERRUPTED) {
      losses.add(INTERRUPTED);
    }
    message.content().forEach(part -> collect(part, losses));
    message.attachments().forEach(attachment -> attached(attachment.content(), losses));
  }

  /** As in the content, but for the file names of images. */
  private static void attached(List<MessagePart> content, Set<AuiLoss> losses) {
    for (MessagePart part : content) {
      if (part instanceof ImagePart image) {
        addIf(image.providerMetadata() != null, PROVIDER_METADATA, losses);
      } else {
        collect(part, losses);
      }
    }
  }

  private static void collect(MessagePart part, Set<AuiLoss> losses) {
    if (part instanceof TextPart text) {
      addIf(text.status() != null, PART_STATUS, losses);
      addIf(text.providerMetadata() != null, PROVIDER_METADATA, losses);
    } else if (part instanceof ReasoningPart reasoning) {
      addIf(reasoning.status() != null, PART_STATUS, losses);
    } else if (part instanceof ImagePart image) {
      addIf(image.filename() != null, IMAGE_FILENAME, losses);
      addIf(image.providerMetadata() != null, PROVIDER_METADATA, losses);
    } else if (part instanceof FilePart file) {
      addIf(file.providerMetadata() != null, PROVIDER_METADATA, losses);
    } else if (part instanceof ToolCallPart call) {
      collect(call, losses);
    }
  }

  private static void collect(ToolCallPart call, Set<AuiLoss> losses) {
    addIf(call.hasArtifact(), ARTIFACT, losses);
    addIf(call.modelContent() != null, MODEL_CONTENT, losses);
    addIf(call.providerMetadata() != null, PROVIDER_METADATA, losses);
    addIf(!call.args().equals(AuiV0Json.argumentsOf(call)), ARGUMENTS, losses);
    ToolApproval approval = call.approval();
    addIf(
        approval != null && approval.resolution() == ToolApproval.Resolution.ANSWERED,
        ANSWERED,
        losses);
    List<Message> messages = call.messages();
    if (messages != null) {
      messages.forEach(message -> collect(message, losses));
    }
  }

  private static void addIf(boolean isLost, AuiLoss loss, Set<AuiLoss> losses) {
    if (isLost) {
      losses.add(loss);
    }
  }
}
