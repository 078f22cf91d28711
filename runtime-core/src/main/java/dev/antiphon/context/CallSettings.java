package dev.antiphon.context;

import dev.antiphon.message.Json;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a model is to be called (rule CTX-6). Headers are neither stored nor logged. */
public final class CallSettings {

  private final @Nullable Integer maxTokens;
  private final @Nullable Double temperature;
  private final @Nullable Double topP;
  private final @Nullable Double presencePenalty;
  private final @Nullable Double frequencyPenalty;
  private final @Nullable Long seed;
  private final Map<String, String> headers;
  private final Map<String, Object> others;

  private CallSettings(Builder builder) {
    this.maxTokens = builder.maxTokens;
    this.temperature = builder.temperature;
    this.topP = builder.topP;
    this.presencePenalty = builder.presencePenalty;
    this.frequencyPenalty = builder.frequencyPenalty;
    this.seed = builder.seed;
    this.headers = builder.headers;
    this.others = builder.others;
  }

  /** Starts one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the most tokens to write, or {@code null}. */
  public @Nullable Integer maxTokens() {
    return maxTokens;
  }

  /** Returns the temperature, or {@code null}. */
  public @Nullable Double temperature() {
    return temperature;
  }

  /** Returns the nucleus, or {@code null}. */
  public @Nullable Double topP() {
    return topP;
  }

  /** Returns the presence penalty, or {@code null}. */
  public @Nullable Double presencePenalty() {
    return presencePenalty;
  }

  /** Returns the frequency penalty, or {@code null}. */
  public @Nullable Double frequencyPenalty() {
    return frequencyPenalty;
  }

  /** Returns the seed, or {@code null}. */
  public @Nullable Long seed() {
    return seed;
  }

  /** Returns headers for the request. */
  public Map<String, String> headers() {
    return headers;
  }

  /** Returns settings that only the adapter knows, passed on. */
  public Map<String, Object> others() {
    return others;
  }

  /** Says nothing. */
  public static final CallSettings NONE = builder().build();

  /**
   * Returns these settings, completed by others field by field and key by key.
   *
   * @param weaker what counts where these say nothing
   */
  public CallSettings over(CallSettings weaker) {
    Builder merged = builder();
    merged.maxTokens = maxTokens != null ? maxTokens : weaker.maxTokens;
    merged.temperature = temperature != null ? temperature : weaker.temperature;
    merged.topP = topP != null ? topP : weaker.topP;
    merged.presencePenalty = presencePenalty != null ? presencePenalty : weaker.presencePenalty;
    merged.frequencyPenalty = frequencyPenalty != null ? frequencyPenalty : weaker.frequencyPenalty;
    merged.seed = seed != null ? seed : weaker.seed;
    merged.headers = MapMerge.over(headers, weaker.headers);
    merged.others = MapMerge.over(others, weaker.others);
    return merged.build();
  }

  /** Returns a builder that starts with the fields of this one. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.maxTokens = maxTokens;
    builder.temperature = temperature;
    builder.topP = topP;
    builder.presencePenalty = presencePenalty;
    builder.frequencyPenalty = frequencyPenalty;
    builder.seed = seed;
    builder.headers = headers;
    builder.others = others;
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CallSettings that
        && Objects.equals(maxTokens, that.maxTokens)
        && Objects.equals(temperature, that.temperature)
        && Objects.equals(topP, that.topP)
        && Objects.equals(presencePenalty, that.presencePenalty)
        && Objects.equals(frequencyPenalty, that.frequencyPenalty)
        && Objects.equals(seed, that.seed)
        && headers.equals(that.headers)
        && others.equals(that.others);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        maxTokens, temperature, topP, presencePenalty, frequencyPenalty, seed, headers, others);
  }

  @Override
  public String toString() {
    return "CallSettings[maxTokens=" + maxTokens + ", temperature=" + temperature + ", topP=" + topP
        + "]";
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private @Nullable Integer maxTokens;
    private @Nullable Double temperature;
    private @Nullable Double topP;
    private @Nullable Double presencePenalty;
    private @Nullable Double frequencyPenalty;
    private @Nullable Long seed;
    private Map<String, String> headers = Map.of();
    private Map<String, Object> others = Map.of();

    private Builder() {}

    /**
     * Sets the most tokens to write.
     *
     * @param maxTokens the value, or {@code null} for none
     */
    public Builder maxTokens(@Nullable Integer maxTokens) {
      this.maxTokens = maxTokens;
      return this;
    }

    /**
     * Sets the temperature.
     *
     * @param temperature the value, or {@code null} for none
     */
    public Builder temperature(@Nullable Double temperature) {
      this.temperature = temperature;
      return this;
    }

    /**
     * Sets the nucleus.
     *
     * @param topP the value, or {@code null} for none
     */
    public Builder topP(@Nullable Double topP) {
      this.topP = topP;
      return this;
    }

    /**
     * Sets the presence penalty.
     *
     * @param presencePenalty the value, or {@code null} for none
     */
    public Builder presencePenalty(@Nullable Double presencePenalty) {
      this.presencePenalty = presencePenalty;
      return this;
    }

    /**
     * Sets the frequency penalty.
     *
     * @param frequencyPenalty the value, or {@code null} for none
     */
    public Builder frequencyPenalty(@Nullable Double frequencyPenalty) {
      this.frequencyPenalty = frequencyPenalty;
      return this;
    }

    /**
     * Sets the seed.
     *
     * @param seed the value, or {@code null} for none
     */
    public Builder seed(@Nullable Long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * Sets headers for the request.
     *
     * @param headers the value
     */
    public Builder headers(Map<String, String> headers) {
      this.headers = Map.copyOf(headers);
      return this;
    }

    /**
     * Sets settings that only the adapter knows, passed on.
     *
     * @param others the value
     */
    public Builder others(Map<String, ?> others) {
      this.others = Json.objectOf(others, "others");
      return this;
    }

    /** Returns the value. */
    public CallSettings build() {
      return new CallSettings(this);
    }
  }
}
