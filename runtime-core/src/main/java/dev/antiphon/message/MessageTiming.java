package dev.antiphon.message;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How long a reply took. Times are milliseconds. */
public final class MessageTiming {

  private final @Nullable Long streamStartTime;
  private final @Nullable Long firstTokenTime;
  private final @Nullable Long totalStreamTime;
  private final @Nullable Long tokenCount;
  private final @Nullable Double tokensPerSecond;
  private final long totalChunks;
  private final long toolCallCount;

  private MessageTiming(Builder builder) {
    this.streamStartTime = builder.streamStartTime;
    this.firstTokenTime = builder.firstTokenTime;
    this.totalStreamTime = builder.totalStreamTime;
    this.tokenCount = builder.tokenCount;
    this.tokensPerSecond = builder.tokensPerSecond;
    this.totalChunks = builder.totalChunks;
    this.toolCallCount = builder.toolCallCount;
  }

  /** Starts one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns when the run started, since the epoch, or {@code null}. */
  public @Nullable Long streamStartTime() {
    return streamStartTime;
  }

  /** Returns how long until the first write, or {@code null}. */
  public @Nullable Long firstTokenTime() {
    return firstTokenTime;
  }

  /** Returns how long in all, without pauses, or {@code null}. */
  public @Nullable Long totalStreamTime() {
    return totalStreamTime;
  }

  /** Returns how many tokens were written, or {@code null}. */
  public @Nullable Long tokenCount() {
    return tokenCount;
  }

  /** Returns tokens per second, or {@code null}. */
  public @Nullable Double tokensPerSecond() {
    return tokensPerSecond;
  }

  /** Returns how many pieces the adapter wrote. */
  public long totalChunks() {
    return totalChunks;
  }

  /** Returns how many calls the reply has. */
  public long toolCallCount() {
    return toolCallCount;
  }

  /**
   * Returns this timing with what another one reports, field by field (rule REPLY-8); counts of 0
   * count as not reported.
   *
   * @param reported what wins
   */
  public MessageTiming overriddenBy(MessageTiming reported) {
    Builder merged = toBuilder();
    if (reported.streamStartTime != null) {
      merged.streamStartTime(reported.streamStartTime);
    }
    if (reported.firstTokenTime != null) {
      merged.firstTokenTime(reported.firstTokenTime);
    }
    if (reported.totalStreamTime != null) {
      merged.totalStreamTime(reported.totalStreamTime);
    }
    if (reported.tokenCount != null) {
      merged.tokenCount(reported.tokenCount);
    }
    if (reported.tokensPerSecond != null) {
      merged.tokensPerSecond(reported.tokensPerSecond);
    }
    if (reported.totalChunks != 0) {
      merged.totalChunks(reported.totalChunks);
    }
    if (reported.toolCallCount != 0) {
      merged.toolCallCount(reported.toolCallCount);
    }
    return merged.build();
  }

  /** Returns a builder that starts with the fields of this one. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.streamStartTime = streamStartTime;
    builder.firstTokenTime = firstTokenTime;
    builder.totalStreamTime = totalStreamTime;
    builder.tokenCount = tokenCount;
    builder.tokensPerSecond = tokensPerSecond;
    builder.totalChunks = totalChunks;
    builder.toolCallCount = toolCallCount;
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MessageTiming that
        && Objects.equals(streamStartTime, that.streamStartTime)
        && Objects.equals(firstTokenTime, that.firstTokenTime)
        && Objects.equals(totalStreamTime, that.totalStreamTime)
        && Objects.equals(tokenCount, that.tokenCount)
        && Objects.equals(tokensPerSecond, that.tokensPerSecond)
        && totalChunks == that.totalChunks
        && toolCallCount == that.toolCallCount;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        streamStartTime,
        firstTokenTime,
        totalStreamTime,
        tokenCount,
        tokensPerSecond,
        totalChunks,
        toolCallCount);
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private @Nullable Long streamStartTime;
    private @Nullable Long firstTokenTime;
    private @Nullable Long totalStreamTime;
    private @Nullable Long tokenCount;
    private @Nullable Double tokensPerSecond;
    private long totalChunks;
    private long toolCallCount;

    private Builder() {}

    /**
     * Sets when the run started, since the epoch.
     *
     * @param streamStartTime the value, or {@code null} for none
     */
    public Builder streamStartTime(@Nullable Long streamStartTime) {
      this.streamStartTime = streamStartTime;
      return this;
    }

    /**
     * Sets how long until the first write.
     *
     * @param firstTokenTime the value, or {@code null} for none
     */
    public Builder firstTokenTime(@Nullable Long firstTokenTime) {
      this.firstTokenTime = firstTokenTime;
      return this;
    }

    /**
     * Sets how long in all, without pauses.
     *
     * @param totalStreamTime the value, or {@code null} for none
     */
    public Builder totalStreamTime(@Nullable Long totalStreamTime) {
      this.totalStreamTime = totalStreamTime;
      return this;
    }

    /**
     * Sets how many tokens were written.
     *
     * @param tokenCount the value, or {@code null} for none
     */
    public Builder tokenCount(@Nullable Long tokenCount) {
      this.tokenCount = tokenCount;
      return this;
    }

    /**
     * Sets tokens per second.
     *
     * @param tokensPerSecond the value, or {@code null} for none
     */
    public Builder tokensPerSecond(@Nullable Double tokensPerSecond) {
      this.tokensPerSecond = tokensPerSecond;
      return this;
    }

    /**
     * Sets how many pieces the adapter wrote.
     *
     * @param totalChunks the value
     */
    public Builder totalChunks(long totalChunks) {
      this.totalChunks = totalChunks;
      return this;
    }

    /**
     * Sets how many calls the reply has.
     *
     * @param toolCallCount the value
     */
    public Builder toolCallCount(long toolCallCount) {
      this.toolCallCount = toolCallCount;
      return this;
    }

    /** Returns the value. */
    public MessageTiming build() {
      return new MessageTiming(this);
    }
  }
}
