package dev.antiphon.message;

import static java.util.Objects.requireNonNull;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message as an application or a browser may give it: for initial messages, appends, resets and
 * imports (rules MSG-10 to MSG-12). What is left out is filled in by {@link #toMessage}: id, date,
 * the status of an assistant message, the ids and arguments of its calls.
 *
 * <p>Made by applications and adapters; an immutable value, safe to share.
 */
public final class MessageInput {

  private static final Logger LOG = System.getLogger(MessageInput.class.getName());

  private static final Pattern SHOWABLE_IMAGE =
      Pattern.compile("(?i)https:|blob:|data:image/[a-z0-9.+-]++[;,]");

  private final Role role;
  private final @Nullable MessageId id;
  private final @Nullable Instant createdAt;
  private final List<PartInput> content;
  private final @Nullable Status status;
  private final MessageMetadata metadata;
  private final List<Attachment> attachments;
  private final boolean keepsAll;
  private final Map<String, Object> unknownFields;
  private final @Nullable Message whole;

  private MessageInput(Builder builder, @Nullable Message whole) {
    this.role = builder.role;
    this.id = builder.id;
    this.createdAt = builder.createdAt;
    this.content = builder.content;
    this.status = builder.status;
    this.metadata = builder.metadata;
    this.attachments = builder.attachments;
    this.keepsAll = builder.keepsAll;
    this.unknownFields = builder.unknownFields;
    this.whole = whole;
  }

  /**
   * Returns a user message of one text part.
   *
   * @param text the text
   */
  public static MessageInput text(String text) {
    return of(Role.USER, text);
  }

  /**
   * Returns a message of one text part.
   *
   * @param role who speaks
   * @param text the text
   */
  public static MessageInput of(Role role, String text) {
    return of(role, List.of(TextPart.of(text)));
  }

  /**
   * Returns a message of parts.
   *
   * @param role who speaks
   * @param content the parts, in order
   * @throws InvalidMessageException if a part may not stand in a message of the role
   */
  public static MessageInput of(Role role, List<? extends MessagePart> content) {
    return builder(role).content(content).build();
  }

  /**
   * Returns a finished message as input. It stays exactly as it is.
   *
   * @param message the message
   */
  public static MessageInput of(Message message) {
    Builder builder = builder(message.role());
    builder.id = message.id();
    builder.createdAt = message.createdAt();
    builder.status = message.status();
    builder.metadata = message.metadata();
    builder.attachments = message.attachments();
    return new MessageInput(builder, message);
  }

  /**
   * Starts a message.
   *
   * @param role who speaks
   */
  public static Builder builder(Role role) {
    return new Builder(role);
  }

  /**
   * Reads the form in which assistant-ui exchanges messages, {@code ThreadMessageLike}, with its
   * JSON names. {@code content} is a string or an array of parts; {@code createdAt} is ISO-8601
   * text or milliseconds. A part type {@code data-NAME} is data of that name, in attachments too.
   *
   * @param json a JSON object
   * @throws InvalidMessageException naming the field that does not fit: unknown role, unknown part
   *     type, wrong JSON type, missing field
   */
  public static MessageInput fromJson(Map<String, ?> json) {
    return MessageReader.message(JsonFields.copyOf(json, "", Reading.ofInput()));
  }

  /**
   * Reads a whole message of assistant-ui, {@code ThreadMessage}, as exports and storages hold it
   * (rule HIST-14). Names and values are those of {@link #fromJson}, but nothing is dropped: blank
   * text, reasoning and every image stay, a part of an unknown type becomes an {@link UnknownPart},
   * and fields that are not known here come back with {@link Message#unknownFields()}.
   *
   * @param json a JSON object
   * @throws InvalidMessageException naming the field that does not fit: unknown role, wrong JSON
   *     type, missing field
   */
  public static MessageInput fromWholeJson(Map<String, ?> json) {
    return MessageReader.message(JsonFields.copyOf(json, "", Reading.ofWhole()));
  }

  /** Returns who speaks. */
  public Role role() {
    return role;
  }

  /** Returns the id, or {@code null} if one is to be made. */
  public @Nullable MessageId id() {
    return id;
  }

  /**
   * Returns the message, with everything filled in and, unless it was read whole, without what
   * nobody should see: blank text and reasoning of an assistant, and its images that are neither
   * data URLs nor {@code https:} or {@code blob:} URLs (rule MSG-11).
   *
   * @param completion supplies what is left out; asked for nothing else
   * @throws InvalidMessageException if status, metadata, attachments or the number of parts do not
   *     fit the role (rule MSG-4)
   */
  public Message toMessage(Completion completion) {
    if (whole != null) {
      return whole;
    }
    List<MessagePart> parts = new ArrayList<>(content.size());
    for (int index = 0; index < content.size(); index++) {
      MessagePart part = content.get(index).complete(completion);
      if (keepsAll || role != Role.ASSISTANT || isKept(part, index)) {
        parts.add(part);
      }
    }
    return Message.builder(
            id == null ? completion.newMessageId() : id,
            role,
            createdAt == null ? completion.now() : createdAt)
        .content(parts)
        .status(status)
        .metadata(metadata)
        .attachments(attachments)
        .unknownFields(unknownFields)
        .build();
  }

  private static boolean isKept(MessagePart part, int index) {
    if (part instanceof TextPart text && text.text().isBlank()) {
      LOG.log(Level.DEBUG, "Dropped content[{0}] of an assistant message: blank text.", index);
      return false;
    }
    if (part instanceof ReasoningPart reasoning
        && reasoning.text().isBlank()
        && (reasoning.summary() == null || reasoning.summary().isBlank())) {
      LOG.log(Level.DEBUG, "Dropped content[{0}] of an assistant message: blank reasoning.", index);
      return false;
    }
    if (part instanceof ImagePart image
        && !SHOWABLE_IMAGE.matcher(image.image()).lookingAt()) {
      LOG.log(
          Level.WARNING,
          "Dropped content[{0}] of an assistant message: the image is neither an image data URL"
              + " nor an https: or blob: URL.",
          index);
      return false;
    }
    return true;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MessageInput that
        && role == that.role
        && Objects.equals(id, that.id)
        && Objects.equals(createdAt, that.createdAt)
        && content.equals(that.content)
        && Objects.equals(status, that.status)
        && metadata.equals(that.metadata)
        && attachments.equals(that.attachments)
        && keepsAll == that.keepsAll
        && unknownFields.equals(that.unknownFields)
        && Objects.equals(whole, that.whole);
  }

  @Override
  public int hashCode() {
    return Objects.hash(role, id, createdAt, status, content.size());
  }

  @Override
  public String toString() {
    int size = whole == null ? content.size() : whole.content().size();
    return "MessageInput[%s, %s, %d parts]".formatted(id == null ? "no id" : id, role, size);
  }

  /**
   * What fills in the fields that an input leaves out; keeps clocks, id makers and JSON libraries
   * out of the values. Implemented by the runtime.
   */
  public interface Completion {

    /** Makes an id for a message. */
    MessageId newMessageId();

    /** Makes an id for a tool call. */
    ToolCallId newToolCallId();

    /** Returns the time now. */
    Instant now();

    /**
     * Parses JSON text.
     *
     * @param text the text
     * @return the value: null, Boolean, Number, String, List or Map
     * @throws IllegalArgumentException if the text is not JSON
     */
    @Nullable
    Object parseJson(String text);

    /**
     * Writes JSON text.
     *
     * @param value null, Boolean, Number, String, List or Map
     */
    String writeJson(@Nullable Object value);
  }

  /** Builds an input; for one thread. */
  public static final class Builder {
    private final Role role;
    private @Nullable MessageId id;
    private @Nullable Instant createdAt;
    private List<PartInput> content = List.of();
    private @Nullable Status status;
    private MessageMetadata metadata = MessageMetadata.NONE;
    private List<Attachment> attachments = List.of();
    private boolean keepsAll;
    private Map<String, Object> unknownFields = Map.of();

    private Builder(Role role) {
      this.role = requireNonNull(role, "role");
    }

    /**
     * Sets the id.
     *
     * @param id the id, or {@code null} to have one made
     */
    public Builder id(@Nullable MessageId id) {
      this.id = id;
      return this;
    }

    /**
     * Sets when it was made.
     *
     * @param createdAt the time, or {@code null} for the time now
     */
    public Builder createdAt(@Nullable Instant createdAt) {
      this.createdAt = createdAt;
      return this;
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
     * Sets the content. A call with arguments alone gets their text, one with the text alone gets
     * the parsed arguments.
     *
     * @param content the parts, in order
     */
    public Builder content(List<? extends MessagePart> content) {
      return parts(content.stream().map(PartInput::of).toList());
    }

    Builder parts(List<PartInput> parts) {
      this.content = List.copyOf(parts);
      return this;
    }

    /** Keeps what would be dropped, and fields that are not known here. */
    Builder keepAll(Map<String, Object> unknown) {
      this.keepsAll = true;
      this.unknownFields = unknown;
      return this;
    }

    /**
     * Sets where an assistant message stands.
     *
     * @param status the status, or {@code null} for complete for an unknown reason
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
     * Sets the files of a user message.
     *
     * @param attachments complete attachments
     */
    public Builder attachments(List<Attachment> attachments) {
      this.attachments = List.copyOf(attachments);
      return this;
    }

    /**
     * Returns the input.
     *
     * @throws InvalidMessageException if a part may not stand in a message of the role
     */
    public MessageInput build() {
      for (int index = 0; index < content.size(); index++) {
        Message.checkPart(role, index, content.get(index).given());
      }
      return new MessageInput(this, null);
    }
  }
}
