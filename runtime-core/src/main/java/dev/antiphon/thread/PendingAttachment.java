package dev.antiphon.thread;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Attachment;
import dev.antiphon.message.AttachmentId;
import dev.antiphon.message.MessagePart;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An attachment of a draft (table 1.3 of the behaviour contract): it has a file until it is
 * complete, and content once it is.
 */
public final class PendingAttachment {

  private final AttachmentId id;
  private final String type;
  private final String name;
  private final @Nullable String contentType;
  private final @Nullable AttachmentFile file;
  private final List<MessagePart> content;
  private final AttachmentStatus status;

  private PendingAttachment(Builder builder) {
    this.id = builder.id;
    this.type = builder.type;
    this.name = builder.name;
    this.contentType = builder.contentType;
    this.status = builder.status;
    this.file = status.isComplete() ? null : builder.file;
    this.content = builder.content;
  }

  /**
   * Starts one.
   *
   * @param id its id, made by the runtime
   * @param type what kind it is: {@code image}, {@code document}, {@code file} or any other string
   * @param name its name
   */
  public static Builder builder(AttachmentId id, String type, String name) {
    return new Builder(id, type, name);
  }

  /**
   * Returns a complete attachment as one of a draft.
   *
   * @param attachment the attachment
   */
  public static PendingAttachment of(Attachment attachment) {
    return builder(attachment.id(), attachment.type(), attachment.name())
        .contentType(attachment.contentType())
        .content(attachment.content())
        .status(AttachmentStatus.COMPLETE)
        .build();
  }

  /** Returns its id. */
  public AttachmentId id() {
    return id;
  }

  /** Returns what kind it is: {@code image}, {@code document}, {@code file} or any other string. */
  public String type() {
    return type;
  }

  /** Returns its name. */
  public String name() {
    return name;
  }

  /** Returns its MIME type, or {@code null}. */
  public @Nullable String contentType() {
    return contentType;
  }

  /** Returns the file, or {@code null} once it is complete and when there never was one. */
  public @Nullable AttachmentFile file() {
    return file;
  }

  /**
   * Returns what the model gets of it; empty until it is complete, unless the adapter says more.
   */
  public List<MessagePart> content() {
    return content;
  }

  /** Returns where it stands. */
  public AttachmentStatus status() {
    return status;
  }

  /**
   * Returns it as an attachment of a message.
   *
   * @throws IllegalStateException unless it is complete
   */
  public Attachment toAttachment() {
    if (!status.isComplete()) {
      throw new IllegalStateException(
          "Attachment '%s' is %s, not complete.".formatted(id.value(), status.type()));
    }
    return Attachment.builder(id, type, name)
        .contentType(contentType)
        .content(content)
        .build();
  }

  /** Returns a builder that starts with the fields of this one. */
  public Builder toBuilder() {
    Builder builder = new Builder(id, type, name);
    builder.contentType = contentType;
    builder.file = file;
    builder.content = content;
    builder.status = status;
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PendingAttachment that
        && id.equals(that.id)
        && type.equals(that.type)
        && name.equals(that.name)
        && Objects.equals(contentType, that.contentType)
        && Objects.equals(file, that.file)
        && content.equals(that.content)
        && status.equals(that.status);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, type, name, contentType, file, content, status);
  }

  @Override
  public String toString() {
    return "PendingAttachment[" + id + ", " + type + ", " + status.type() + "]";
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private final AttachmentId id;
    private String type;
    private String name;
    private @Nullable String contentType;
    private @Nullable AttachmentFile file;
    private List<MessagePart> content = List.of();
    private AttachmentStatus status = AttachmentStatus.READY;

    private Builder(AttachmentId id, String type, String name) {
      this.id = requireNonNull(id, "id");
      this.type = requireNonNull(type, "type");
      this.name = requireNonNull(name, "name");
    }

    /**
     * Sets what kind it is.
     *
     * @param type the value
     */
    public Builder type(String type) {
      this.type = requireNonNull(type, "type");
      return this;
    }

    /**
     * Sets its name.
     *
     * @param name the value
     */
    public Builder name(String name) {
      this.name = requireNonNull(name, "name");
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
     * Sets the file; a complete attachment keeps none (rule ATT-2).
     *
     * @param file the value, or {@code null} for none
     */
    public Builder file(@Nullable AttachmentFile file) {
      this.file = file;
      return this;
    }

    /**
     * Sets what the model gets of it.
     *
     * @param content the value; copied
     */
    public Builder content(List<? extends MessagePart> content) {
      this.content = List.copyOf(content);
      return this;
    }

    /**
     * Sets where it stands; ready unless set.
     *
     * @param status the value
     */
    public Builder status(AttachmentStatus status) {
      this.status = requireNonNull(status, "status");
      return this;
    }

    /** Returns the value. */
    public PendingAttachment build() {
      return new PendingAttachment(this);
    }
  }
}
