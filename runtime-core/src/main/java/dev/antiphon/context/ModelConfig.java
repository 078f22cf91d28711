package dev.antiphon.context;

import dev.antiphon.message.Json;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which model to call, and how to reach it (rule CTX-6). The key is neither stored nor logged. */
public final class ModelConfig {

  private final @Nullable String apiKey;
  private final @Nullable String baseUrl;
  private final @Nullable String modelName;
  private final @Nullable String reasoningEffort;
  private final Map<String, Object> others;

  private ModelConfig(Builder builder) {
    this.apiKey = builder.apiKey;
    this.baseUrl = builder.baseUrl;
    this.modelName = builder.modelName;
    this.reasoningEffort = builder.reasoningEffort;
    this.others = builder.others;
  }

  /** Starts one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the key: a secret, or {@code null}. */
  public @Nullable String apiKey() {
    return apiKey;
  }

  /** Returns where the provider is, or {@code null}. */
  public @Nullable String baseUrl() {
    return baseUrl;
  }

  /** Returns the model's name, or {@code null}. */
  public @Nullable String modelName() {
    return modelName;
  }

  /** Returns how hard it should think, or {@code null}. */
  public @Nullable String reasoningEffort() {
    return reasoningEffort;
  }

  /** Returns config that only the adapter knows, passed on. */
  public Map<String, Object> others() {
    return others;
  }

  /** Says nothing. */
  public static final ModelConfig NONE = builder().build();

  /**
   * Returns this config, completed by another one field by field and key by key.
   *
   * @param weaker what counts where this one says nothing
   */
  public ModelConfig over(ModelConfig weaker) {
    Builder merged = builder();
    merged.apiKey = apiKey != null ? apiKey : weaker.apiKey;
    merged.baseUrl = baseUrl != null ? baseUrl : weaker.baseUrl;
    merged.modelName = modelName != null ? modelName : weaker.modelName;
    merged.reasoningEffort = reasoningEffort != null ? reasoningEffort : weaker.reasoningEffort;
    merged.others = MapMerge.over(others, weaker.others);
    return merged.build();
  }

  /** Returns a builder that starts with the fields of this one. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.apiKey = apiKey;
    builder.baseUrl = baseUrl;
    builder.modelName = modelName;
    builder.reasoningEffort = reasoningEffort;
    builder.others = others;
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ModelConfig that
        && Objects.equals(apiKey, that.apiKey)
        && Objects.equals(baseUrl, that.baseUrl)
        && Objects.equals(modelName, that.modelName)
        && Objects.equals(reasoningEffort, that.reasoningEffort)
        && others.equals(that.others);
  }

  @Override
  public int hashCode() {
    return Objects.hash(apiKey, baseUrl, modelName, reasoningEffort, others);
  }

  @Override
  public String toString() {
    return "ModelConfig[modelName=" + modelName + "]";
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private @Nullable String apiKey;
    private @Nullable String baseUrl;
    private @Nullable String modelName;
    private @Nullable String reasoningEffort;
    private Map<String, Object> others = Map.of();

    private Builder() {}

    /**
     * Sets the key: a secret.
     *
     * @param apiKey the value, or {@code null} for none
     */
    public Builder apiKey(@Nullable String apiKey) {
      this.apiKey = apiKey;
      return this;
    }

    /**
     * Sets where the provider is.
     *
     * @param baseUrl the value, or {@code null} for none
     */
    public Builder baseUrl(@Nullable String baseUrl) {
      this.baseUrl = baseUrl;
      return this;
    }

    /**
     * Sets the model's name.
     *
     * @param modelName the value, or {@code null} for none
     */
    public Builder modelName(@Nullable String modelName) {
      this.modelName = modelName;
      return this;
    }

    /**
     * Sets how hard it should think.
     *
     * @param reasoningEffort the value, or {@code null} for none
     */
    public Builder reasoningEffort(@Nullable String reasoningEffort) {
      this.reasoningEffort = reasoningEffort;
      return this;
    }

    /**
     * Sets config that only the adapter knows, passed on.
     *
     * @param others the value
     */
    public Builder others(Map<String, ?> others) {
      this.others = Json.objectOf(others, "others");
      return this;
    }

    /** Returns the value. */
    public ModelConfig build() {
      return new ModelConfig(this);
    }
  }
}
