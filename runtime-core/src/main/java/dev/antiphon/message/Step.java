package dev.antiphon.message;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One model round trip of a message: one call of the model adapter. */
public final class Step {

  private final @Nullable String messageId;
  private final @Nullable TokenUsage usage;
  private final @Nullable String finishReason;
  private final @Nullable Integer contentSize;

  private Step(Builder builder) {
    this.messageId = builder.messageId;
    this.usage = builder.usage;
    this.finishReason = builder.finishReason;
    this.contentSize = builder.contentSize;
  }

  /** Starts one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the provider's id of its reply, or {@code null}. */
  public @Nullable String messageId() {
    return messageId;
  }

  /** Returns the tokens used, or {@code null}. */
  public @Nullable TokenUsage usage() {
    return usage;
  }

  /** Returns why the model stopped, in the provider's words, or {@code null}. */
  public @Nullable String finishReason() {
    return finishReason;
  }

  /**
   * Returns how many parts the message had when the step ended (ours): what stands behind was
   * written by a step that did not end (rule LOAD-6), or {@code null}.
   */
  public @Nullable Integer contentSize() {
    return contentSize;
  }

  /** Returns a step of which nothing is known. */
  public static Step empty() {
    return builder().build();
  }

  /** Returns a builder that starts with the fields of this one. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.messageId = messageId;
    builder.usage = usage;
    builder.finishReason = finishReason;
    builder.contentSize = contentSize;
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Step that
        && Objects.equals(messageId, that.messageId)
        && Objects.equals(usage, that.usage)
        && Objects.equals(finishReason, that.finishReason)
        && Objects.equals(contentSize, that.contentSize);
  }

  @Override
  public int hashCode() {
    return Objects.hash(messageId, usage, finishReason, contentSize);
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private @Nullable String messageId;
    private @Nullable TokenUsage usage;
    private @Nullable String finishReason;
    private @Nullable Integer contentSize;

    private Builder() {}

    /**
     * Sets the provider's id of its reply.
     *
     * @param messageId the value, or {@code null} for none
     */
    public Builder messageId(@Nullable String messageId) {
      this.messageId = messageId;
      return this;
    }

    /**
     * Sets the tokens used.
     *
     * @param usage the value, or {@code null} for none
     */
    public Builder usage(@Nullable TokenUsage usage) {
      this.usage = usage;
      return this;
    }

    /**
     * Sets why the model stopped, in the provider's words.
     *
     * @param finishReason the value, or {@code null} for none
     */
    public Builder finishReason(@Nullable String finishReason) {
      this.finishReason = finishReason;
      return this;
    }

    /**
     * Sets how many parts the message had when the step ended (ours): what stands behind was
     * written by a step that did not end (rule LOAD-6).
     *
     * @param contentSize the value, or {@code null} for none
     */
    public Builder contentSize(@Nullable Integer contentSize) {
      this.contentSize = contentSize;
      return this;
    }

    /** Returns the value. */
    public Step build() {
      return new Step(this);
    }
  }
}
