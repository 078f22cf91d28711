package dev.antiphon.message;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A file that came with a user message, complete: with content. */
public final class Attachment {

  private final AttachmentId id;
  private final String type;
  private final String name;
  private final @Nullable String contentType;
  private final List<MessagePart> content;

  private Attachment(Builder builder) {
    this.id = builder.id;
    this.type = builder.type;
    this.name = builder.name;
    this.contentType = builder.contentType;
    this.content = builder.content;
  }

  /**
   * Starts one.
   *
   * @param id its id
   * @param type what kind it is: {@code image}, {@code document}, {@code file} or any other string
   * @param name its name
   */
  public static Builder builder(AttachmentId id, String type, String name) {
    return new Builder(id, type, name);
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

  /** Returns what the model gets of it: parts that a user message may have. */
  public List<MessagePart> content() {
    return content;
  }

  private static List<MessagePart> checked(List<? extends MessagePart> content) {
    for (MessagePart part : content) {
      if (!part.roles().contains(Role.USER)) {
        throw new InvalidMessageException(
            "attachments.content", "has a part of type " + part.type() + ", not for users");
      }
    }
    return List.copyOf(content);
  }

  /** Returns a builder that starts with the fields of this one. */
  public Builder toBuilder() {
    Builder builder = new Builder(id, type, name);
    builder.contentType = contentType;
    builder.content = content;
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Attachment that
        && id.equals(that.id)
        && type.equals(that.type)
        && name.equals(that.name)
        && Objects.equals(contentType, that.contentType)
        && content.equals(that.content);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, type, name, contentType, content);
  }

  @Override
  public String toString() {
    return "Attachment[" + id + ", " + type + "]";
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private AttachmentId id;
    private String type;
    private String name;
    private @Nullable String contentType;
    private List<MessagePart> content = List.of();

    private Builder(AttachmentId id, String type, String name) {
      this.id = requireNonNull(id, "id");
      this.type = requireNonNull(type, "type");
      this.name = requireNonNull(name, "name");
    }

    /**
     * Sets its id.
     *
     * @param id the value
     */
    public Builder id(AttachmentId id) {
      this.id = requireNonNull(id, "id");
      return this;
    }

    /**
     * Sets what kind it is: {@code image}, {@code document}, {@code file} or any other string.
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
     * Sets what the model gets of it: parts that a user message may have.
     *
     * @param content the value
     */
    public Builder content(List<? extends MessagePart> content) {
      this.content = checked(content);
      return this;
    }

    /** Returns the value. */
    public Attachment build() {
      return new Attachment(this);
    }
  }
}
