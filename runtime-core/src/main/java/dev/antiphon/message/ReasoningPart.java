package dev.antiphon.message;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the model thought before it spoke. */
public final class ReasoningPart implements MessagePart {

  private final TextView text;
  private final @Nullable String summary;
  private final @Nullable Status status;
  private final @Nullable Map<String, Object> providerMetadata;
  private final @Nullable String parentId;

  private ReasoningPart(Builder builder) {
    this.text = builder.text;
    this.summary = builder.summary;
    this.status = builder.status;
    this.providerMetadata = builder.providerMetadata;
    this.parentId = builder.parentId;
  }

  /**
   * Returns a part with a text and nothing else.
   *
   * @param text the text
   */
  public static ReasoningPart of(String text) {
    return builder(TextView.of(text)).build();
  }

  /**
   * Starts a part.
   *
   * @param text the text
   */
  public static Builder builder(TextView text) {
    return new Builder(text);
  }

  /** Returns the text. */
  public String text() {
    return text.toString();
  }

  /** Returns the text without making it a string. */
  public TextView view() {
    return text;
  }

  /** Returns the summary, or {@code null}. */
  public @Nullable String summary() {
    return summary;
  }

  @Override
  public String type() {
    return "reasoning";
  }

  @Override
  public Set<Role> roles() {
    return EnumSet.of(Role.ASSISTANT);
  }

  @Override
  public @Nullable Status status() {
    return status;
  }

  /** Returns what the provider wants back with the part, or {@code null}. */
  public @Nullable Map<String, Object> providerMetadata() {
    return providerMetadata;
  }

  @Override
  public @Nullable String parentId() {
    return parentId;
  }

  /** Returns a builder that starts with the fields of this part. */
  public Builder toBuilder() {
    Builder builder = new Builder(text);
    builder.summary = summary;
    builder.status = status;
    builder.providerMetadata = providerMetadata;
    builder.parentId = parentId;
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ReasoningPart that
        && text.equals(that.text)
        && Objects.equals(summary, that.summary)
        && Objects.equals(status, that.status)
        && Objects.equals(providerMetadata, that.providerMetadata)
        && Objects.equals(parentId, that.parentId);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text, status, providerMetadata, parentId);
  }

  @Override
  public String toString() {
    return "ReasoningPart[" + text.length() + " characters]";
  }

  /** Builds a part; for one thread. */
  public static final class Builder {
    private TextView text;
    private @Nullable String summary;
    private @Nullable Status status;
    private @Nullable Map<String, Object> providerMetadata;
    private @Nullable String parentId;

    private Builder(TextView text) {
      this.text = requireNonNull(text, "text");
    }

    /**
     * Sets the text.
     *
     * @param text the text
     */
    public Builder text(TextView text) {
      this.text = requireNonNull(text, "text");
      return this;
    }

    /**
     * Sets the summary.
     *
     * @param summary the summary, or {@code null} for none
     */
    public Builder summary(@Nullable String summary) {
      this.summary = summary;
      return this;
    }

    /**
     * Sets the part's own status.
     *
     * @param status the status, or {@code null} for none
     */
    public Builder status(@Nullable Status status) {
      this.status = status;
      return this;
    }

    /**
     * Sets what the provider wants back with the part.
     *
     * @param metadata JSON, or {@code null} for none
     */
    public Builder providerMetadata(@Nullable Map<String, ?> metadata) {
      this.providerMetadata = metadata == null ? null : Json.objectOf(metadata, "providerMetadata");
      return this;
    }

    /**
     * Sets the part that this one belongs to.
     *
     * @param parentId its id, or {@code null} for none
     */
    public Builder parentId(@Nullable String parentId) {
      this.parentId = parentId;
      return this;
    }

    /** Returns the part. */
    public ReasoningPart build() {
      return new ReasoningPart(this);
    }
  }
}
