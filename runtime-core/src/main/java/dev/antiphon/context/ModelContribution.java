package dev.antiphon.context;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Json;
import dev.antiphon.tool.Tool;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one provider adds to the model context (rule CTX-1). */
public final class ModelContribution {

  private final int priority;
  private final @Nullable String system;
  private final List<Tool> tools;
  private final boolean isOverwriting;
  private final CallSettings settings;
  private final ModelConfig config;
  private final Map<String, Object> composerMetadata;

  private ModelContribution(Builder builder) {
    this.priority = builder.priority;
    this.system = builder.system;
    this.tools = builder.tools;
    this.isOverwriting = builder.isOverwriting;
    this.settings = builder.settings;
    this.config = builder.config;
    this.composerMetadata = builder.composerMetadata;
  }

  /** Starts one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the priority; 0 unless said. */
  public int priority() {
    return priority;
  }

  /** Returns the system text, or {@code null}. */
  public @Nullable String system() {
    return system;
  }

  /** Returns the tools. */
  public List<Tool> tools() {
    return tools;
  }

  /** Returns whether its tools replace those of equal name and priority (rule CTX-3). */
  public boolean isOverwriting() {
    return isOverwriting;
  }

  /** Returns the call settings. */
  public CallSettings settings() {
    return settings;
  }

  /** Returns the config. */
  public ModelConfig config() {
    return config;
  }

  /** Returns what is stamped into a user message (rule SEND-11). */
  public Map<String, Object> composerMetadata() {
    return composerMetadata;
  }

  /** Adds nothing. */
  public static final ModelContribution NONE = builder().build();

  /**
   * Returns a contribution of tools alone.
   *
   * @param tools the tools
   */
  public static ModelContribution ofTools(Tool... tools) {
    return builder().tools(List.of(tools)).build();
  }

  /**
   * Returns a contribution of a system text alone.
   *
   * @param system the text
   */
  public static ModelContribution ofSystem(String system) {
    return builder().system(system).build();
  }

  /** Returns a builder that starts with the fields of this one. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.priority = priority;
    builder.system = system;
    builder.tools = tools;
    builder.isOverwriting = isOverwriting;
    builder.settings = settings;
    builder.config = config;
    builder.composerMetadata = composerMetadata;
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ModelContribution that
        && priority == that.priority
        && Objects.equals(system, that.system)
        && tools.equals(that.tools)
        && isOverwriting == that.isOverwriting
        && settings.equals(that.settings)
        && config.equals(that.config)
        && composerMetadata.equals(that.composerMetadata);
  }

  @Override
  public int hashCode() {
    return Objects.hash(priority, system, tools, isOverwriting, settings, config, composerMetadata);
  }

  @Override
  public String toString() {
    return "ModelContribution[priority=" + priority + ", tools=" + tools + "]";
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private int priority;
    private @Nullable String system;
    private List<Tool> tools = List.of();
    private boolean isOverwriting;
    private CallSettings settings = CallSettings.NONE;
    private ModelConfig config = ModelConfig.NONE;
    private Map<String, Object> composerMetadata = Map.of();

    private Builder() {}

    /**
     * Sets the priority; 0 unless said.
     *
     * @param priority the value
     */
    public Builder priority(int priority) {
      this.priority = priority;
      return this;
    }

    /**
     * Sets the system text.
     *
     * @param system the value, or {@code null} for none
     */
    public Builder system(@Nullable String system) {
      this.system = system;
      return this;
    }

    /**
     * Sets the tools.
     *
     * @param tools the value
     */
    public Builder tools(List<? extends Tool> tools) {
      this.tools = List.copyOf(tools);
      return this;
    }

    /**
     * Sets whether its tools replace those of equal name and priority (rule CTX-3).
     *
     * @param isOverwriting the value
     */
    public Builder isOverwriting(boolean isOverwriting) {
      this.isOverwriting = isOverwriting;
      return this;
    }

    /**
     * Sets the call settings.
     *
     * @param settings the value
     */
    public Builder settings(CallSettings settings) {
      this.settings = requireNonNull(settings, "settings");
      return this;
    }

    /**
     * Sets the config.
     *
     * @param config the value
     */
    public Builder config(ModelConfig config) {
      this.config = requireNonNull(config, "config");
      return this;
    }

    /**
     * Sets what is stamped into a user message (rule SEND-11).
     *
     * @param composerMetadata the value
     */
    public Builder composerMetadata(Map<String, ?> composerMetadata) {
      this.composerMetadata = Json.objectOf(composerMetadata, "composerMetadata");
      return this;
    }

    /** Returns the value. */
    public ModelContribution build() {
      return new ModelContribution(this);
    }
  }
}
