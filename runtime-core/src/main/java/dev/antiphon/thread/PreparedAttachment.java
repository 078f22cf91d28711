package dev.antiphon.thread;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Attachment;
import dev.antiphon.message.AttachmentId;
import dev.antiphon.message.MessagePart;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An attachment whose content is known already, so that it needs no adapter (rule ATT-5): a page of
 * the application, a selection of a table.
 */
public final class PreparedAttachment {

  private static final String DEFAULT_TYPE = "document";

  private final @Nullable AttachmentId id;
  private final String type;
  private final String name;
  private final @Nullable String contentType;
  private final List<MessagePart> content;

  private PreparedAttachment(Builder builder) {
    this.id = builder.id;
    this.type = builder.type;
    this.name = builder.name;
    this.contentType = builder.contentType;
    this.content = builder.content;
  }

  /**
   * Starts one.
   *
   * @param name its name
   */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /**
   * Returns an attachment of a message, to be attached again under its own id.
   *
   * @param attachment the attachment
   */
  public static PreparedAttachment of(Attachment attachment) {
    return builder(attachment.name())
        .id(attachment.id())
        .type(attachment.type())
        .contentType(attachment.contentType())
        .content(attachment.content())
        .build();
  }

  /** Returns its id, or {@code null} if one is to be made. */
  public @Nullable AttachmentId id() {
    return id;
  }

  /** Returns its name. */
  public String name() {
    return name;
  }

  /** Returns its MIME type, or {@code null}. */
  public @Nullable String contentType() {
    return contentType;
  }

  /**
   * Returns it as an attachment.
   *
   * @param newId its id if it has none of its own
   * @throws dev.antiphon.message.InvalidMessageException if its content is not for user messages
   */
  public Attachment toAttachment(AttachmentId newId) {
    return Attachment.builder(id == null ? newId : id, type, name)
        .contentType(contentType)
        .content(content)
        .build();
  }

  @Override
  public String toString() {
    return "PreparedAttachment[" + type + ", " + content.size() + " parts]";
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private final String name;
    private @Nullable AttachmentId id;
    private String type = DEFAULT_TYPE;
    private @Nullable String contentType;
    private List<MessagePart> content = List.of();

    private Builder(String name) {
      this.name = requireNonNull(name, "name");
    }

    /**
     * Sets its id.
     *
     * @param id the value, or {@code null} to have one made
     */
    public Builder id(@Nullable AttachmentId id) {
      this.id = id;
      return this;
    }

    /**
     * Sets what kind it is; {@code document} unless set.
     *
     * @param type the value
     */
    public Builder type(String type) {
      this.type = requireNonNull(type, "type");
      return this;
    }

    /**
     * Sets its MIME type.
     *
     * @param contentType the value, or {@code null} for none
     */
    public Builder contentType(@Nullable String contentType) {
      this.contentType = contentType;
      return this;
    }

    /**
     * Sets what the model gets of it.
     *
     * @param content parts that a user message may have; copied
     */
    public Builder content(List<? extends MessagePart> content) {
      this.content = List.copyOf(content);
      return this;
    }

    /** Returns the value. */
    public PreparedAttachment build() {
      return new PreparedAttachment(this);
    }
  }
}
