package dev.antiphon.message;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One turn of a conversation. A turn of the model is one message: its text, its reasoning, its tool
 * calls and their results are parts of it (rule MSG-5).
 *
 * <p>A message never changes; the runtime replaces it as a whole. It does not know its parent: that
 * is the business of the tree.
 */
public final class Message {

  private final MessageId id;
  private final Instant createdAt;
  private final Role role;
  private final ChunkedList<MessagePart> content;
  private final @Nullable Status status;
  private final MessageMetadata metadata;
  private final List<Attachment> attachments;
  private final Map<String, Object> unknownFields;

  private Message(Builder builder) {
    this.id = builder.id;
    this.createdAt = builder.createdAt.truncatedTo(ChronoUnit.MILLIS);
    this.role = builder.role;
    this.content = builder.content;
    this.status =
        builder.status == null && role == Role.ASSISTANT ? Status.COMPLETE_UNKNOWN : builder.status;
    this.metadata = builder.metadata;
    this.attachments = builder.attachments;
    this.unknownFields = builder.unknownFields;
  }

  /**
   * Starts a message.
   *
   * @param id its id
   * @param role who speaks
   * @param createdAt when; kept in milliseconds
   */
  public static Builder builder(MessageId id, Role role, Instant createdAt) {
    return new Builder(id, role, createdAt);
  }

  /** Returns the message's own name. */
  public MessageId id() {
    return id;
  }

  /** Returns when it was made, in milliseconds. */
  public Instant createdAt() {
    return createdAt;
  }

  /** Returns who speaks. */
  public Role role() {
    return role;
  }

  /** Returns what was said, in order. */
  public List<MessagePart> content() {
    return content;
  }

  /** Returns where an assistant message stands; {@code null} for the other roles. */
  public @Nullable Status status() {
    return status;
  }

  /** Returns what is known beside the content. */
  public MessageMetadata metadata() {
    return metadata;
  }

  /** Returns the files that came with a user message; empty for the other roles. */
  public List<Attachment> attachments() {
    return attachments;
  }

  /**
   * Returns the fields of its JSON that this version does not know, as a newer assistant-ui may
   * have written them: they are kept and written back where they stood, and never sent to a model
   * (rule HIST-14). Messages inside of a tool call have their own.
   *
   * @return for each JSON object that had some its JSON pointer in the message, such as
   *     {@code /content/0} or the empty text for the message itself, and the fields as an object
   */
  public Map<String, Object> unknownFields() {
    return unknownFields;
  }

  /** Returns the text parts joined by one blank line, without reasoning and calls (rule MSG-9). */
  public String text() {
    return content.stream()
        .filter(TextPart.class::isInstance)
        .map(part -> ((TextPart) part).text())
        .collect(Collectors.joining("\n\n"));
  }

  /** Returns the tool calls, in order. */
  public List<ToolCallPart> toolCalls() {
    List<ToolCallPart> calls = new ArrayList<>();
    for (MessagePart part : content) {
      if (part instanceof ToolCallPart call) {
        calls.add(call);
      }
    }
    return List.copyOf(calls);
  }

  /** Returns whether it is an assistant message that is still being written. */
  public boolean isRunning() {
    return status != null && status.isRunning();
  }

  /** Returns whether it is an assistant message that waits for a person. */
  public boolean isPaused() {
    return status != null && status.isPaused();
  }

  /** Returns a builder that starts with the fields of this message. */
  public Builder toBuilder() {
    Builder builder = new Builder(id, role, createdAt);
    builder.content = content;
    builder.status = status;
    builder.metadata = metadata;
    builder.attachments = attachments;
    builder.unknownFields = unknownFields;
    return builder;
  }

  /**
   * Returns this message with another status.
   *
   * @param newStatus the status
   */
  public Message withStatus(Status newStatus) {
    return toBuilder().status(newStatus).build();
  }

  /**
   * Returns this message with one part replaced. The cost does not depend on how many parts there
   * are.
   *
   * @param index which part
   * @param part what stands there then
   * @throws InvalidMessageException if the part may not stand in a message of this role
   */
  public Message withPart(int index, MessagePart part) {
    checkPart(role, index, part);
    Builder builder = toBuilder();
    builder.content = content.withReplaced(index, part);
    return role == Role.SYSTEM ? builder.build() : new Message(builder);
  }

  /**
   * Returns this message with other metadata. The cost does not depend on how many parts there are.
   *
   * @param newMetadata the metadata
   * @throws InvalidMessageException if a message of this role may not have it
   */
  public Message withMetadata(MessageMetadata newMetadata) {
    Builder builder = toBuilder().metadata(newMetadata);
    return role == Role.ASSISTANT ? new Message(builder) : builder.build();
  }

  /**
   * Returns one of the calls.
   *
   * @param toolCallId which one
   * @throws UnknownToolCallException if there is none of that id
   */
  public ToolCallPart toolCall(ToolCallId toolCallId) {
    for (MessagePart part : content) {
      if (part instanceof ToolCallPart call && call.toolCallId().equals(toolCallId)) {
        return call;
      }
    }
    throw new UnknownToolCallException(id, toolCallId.value());
  }

  /**
   * Returns one of the calls.
   *
   * @param partIndex its index in {@link #content()}
   * @throws UnknownToolCallException if there is no call at that index
   */
  public ToolCallPart toolCall(int partIndex) {
    if (partIndex >= 0
        && partIndex < content.size()
        && content.get(partIndex) instanceof ToolCallPart call) {
      return call;
    }
    throw new UnknownToolCallException(id, "index " + partIndex);
  }

  /** Checks that a part may stand in a message of a role (rule MSG-4). */
  static void checkPart(Role role, int index, MessagePart part) {
    if (!part.roles().contains(role)) {
      throw new InvalidMessageException(
          "content[" + index + "]",
          "has type " + part.type() + ", which a " + role + " message may not have");
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Message that
            && id.equals(that.id)
            && createdAt.equals(that.createdAt)
            && role == that.role
            && Objects.equals(status, that.status)
            && metadata.equals(that.metadata)
            && attachments.equals(that.attachments)
            && unknownFields.equals(that.unknownFields)
            && content.equals(that.content));
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, createdAt, role, status);
  }

  @Override
  public String toString() {
    return "Message[%s, %s%s, %d parts]"
        .formatted(id, role, status == null ? "" : " " + status, content.size());
  }

  /** Builds a message; for one thread. */
  public static final class Builder {
    private final MessageId id;
    private final Role role;
    private final Instant createdAt;
    private ChunkedList<MessagePart> content = ChunkedList.empty();
    private @Nullable Status status;
    private MessageMetadata metadata = MessageMetadata.NONE;
    private List<Attachment> attachments = List.of();
    private Map<String, Object> unknownFields = Map.of();

    private Builder(MessageId id, Role role, Instant createdAt) {
      this.id = requireNonNull(id, "id");
      this.role = requireNonNull(role, "role");
      this.createdAt = requireNonNull(createdAt, "createdAt");
    }

    /**
     * Sets the content to one text part.
     *
     * @param text the text
     */
    public Builder text(String text) {
      return content(List.of(TextPart.of(text)));
    }

    /**
     * Sets the content.
     *
     * @param content the parts, in order
     */
    public Builder content(List<? extends MessagePart> content) {
      this.content = ChunkedList.copyOf(content);
      return this;
    }

    /**
     * Sets where an assistant message stands; left out, it is complete for an unknown reason.
     *
     * @param status the status, or {@code null}
     */
    public Builder status(@Nullable Status status) {
      this.status = status;
      return this;
    }

    /**
     * Sets what is known beside the content.
     *
     * @param metadata the metadata
     */
    public Builder metadata(MessageMetadata metadata) {
      this.metadata = requireNonNull(metadata, "metadata");
      return this;
    }

    /**
     * Sets the application's own metadata and leaves the rest.
     *
     * @param custom a JSON object
     */
    public Builder custom(Map<String, ?> custom) {
      return metadata(metadata.toBuilder().custom(custom).build());
    }

    /**
     * Sets the files of a user message.
     *
     * @param attachments complete attachments
     */
    public Builder attachments(List<Attachment> attachments) {
      this.attachments = List.copyOf(attachments);
      return this;
    }

    /**
     * Sets the fields that this version does not know.
     *
     * @param unknownFields JSON pointers and objects, as {@link Message#unknownFields()} gives them
     * @throws InvalidMessageException if a value is no JSON object
     */
    public Builder unknownFields(Map<String, ?> unknownFields) {
      Map<String, Object> copy = Json.objectOf(unknownFields, "unknownFields");
      copy.forEach((pointer, fields) -> {
        if (!(fields instanceof Map)) {
          throw new InvalidMessageException("unknownFields." + pointer, "is not a JSON object");
        }
      });
      this.unknownFields = copy;
      return this;
    }

    /**
     * Returns the message.
     *
     * @throws InvalidMessageException if a part, status, metadata or attachment does not fit the
     *     role (rule MSG-4)
     */
    public Message build() {
      checkRole();
      return new Message(this);
    }

    private void checkRole() {
      for (int index = 0; index < content.size(); index++) {
        checkPart(role, index, content.get(index));
      }
      if (role == Role.SYSTEM && (content.size() != 1 || !(content.get(0) instanceof TextPart))) {
        throw new InvalidMessageException(
            "content", "of a SYSTEM message is exactly one text part, but has " + content.size());
      }
      if (role != Role.ASSISTANT && status != null) {
        throw new InvalidMessageException("status", "is set on a " + role + " message");
      }
      if (role != Role.ASSISTANT && metadata.isForAssistantOnly()) {
        throw new InvalidMessageException(
            "metadata", "of a " + role + " message may have nothing but custom");
      }
      if (role != Role.USER && !attachments.isEmpty()) {
        throw new InvalidMessageException("attachments", "are set on a " + role + " message");
      }
    }
  }
}
