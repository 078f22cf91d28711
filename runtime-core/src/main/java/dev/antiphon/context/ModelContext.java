package dev.antiphon.context;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Json;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a model is told beside the messages, merged from all providers; read anew for each step. */
public final class ModelContext {

  private final String system;
  private final ToolRegistry tools;
  private final CallSettings settings;
  private final ModelConfig config;
  private final Map<String, Object> composerMetadata;
  private final List<String> conflicts;

  private ModelContext(Builder builder) {
    this.system = builder.system;
    this.tools = builder.tools;
    this.settings = builder.settings;
    this.config = builder.config;
    this.composerMetadata = builder.composerMetadata;
    this.conflicts = builder.conflicts;
  }

  /** Starts one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the system text, empty if nobody gives one. */
  public String system() {
    return system;
  }

  /** Returns the tools. */
  public ToolRegistry tools() {
    return tools;
  }

  /** Returns the call settings. */
  public CallSettings settings() {
    return settings;
  }

  /** Returns the config. */
  public ModelConfig config() {
    return config;
  }

  /** Returns what is stamped into a user message. */
  public Map<String, Object> composerMetadata() {
    return composerMetadata;
  }

  /**
   * Returns the names of tools that two providers give at equal priority; the earlier one counts
   * (rule CTX-4).
   */
  public List<String> conflicts() {
    return conflicts;
  }

  /** Returns what can be shown of it and compared: equal as long as neither field changes. */
  public ModelContextSummary summary() {
    return new ModelContextSummary(
        config.modelName(), tools.offered().stream().map(Tool::name).toList());
  }

  /** Nothing at all. */
  public static final ModelContext EMPTY = builder().build();

  /** Returns a builder that starts with the fields of this one. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.system = system;
    builder.tools = tools;
    builder.settings = settings;
    builder.config = config;
    builder.composerMetadata = composerMetadata;
    builder.conflicts = conflicts;
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ModelContext that
        && system.equals(that.system)
        && tools.equals(that.tools)
        && settings.equals(that.settings)
        && config.equals(that.config)
        && composerMetadata.equals(that.composerMetadata)
        && conflicts.equals(that.conflicts);
  }

  @Override
  public int hashCode() {
    return Objects.hash(system, tools, settings, config, composerMetadata, conflicts);
  }

  @Override
  public String toString() {
    return "ModelContext[tools=" + tools.all() + ", " + config + "]";
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private String system = "";
    private ToolRegistry tools = ToolRegistry.EMPTY;
    private CallSettings settings = CallSettings.NONE;
    private ModelConfig config = ModelConfig.NONE;
    private Map<String, Object> composerMetadata = Map.of();
    private List<String> conflicts = List.of();

    private Builder() {}

    /**
     * Sets the system text, empty if nobody gives one.
     *
     * @param system the value
     */
    public Builder system(String system) {
      this.system = requireNonNull(system, "system");
      return this;
    }

    /**
     * Sets the tools.
     *
     * @param tools the value
     */
    public Builder tools(ToolRegistry tools) {
      this.tools = requireNonNull(tools, "tools");
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
     * Sets what is stamped into a user message.
     *
     * @param composerMetadata the value
     */
    public Builder composerMetadata(Map<String, ?> composerMetadata) {
      this.composerMetadata = Json.objectOf(composerMetadata, "composerMetadata");
      return this;
    }

    /**
     * Sets the names of tools that two providers give at equal priority; the earlier one counts
     * (rule CTX-4).
     *
     * @param conflicts the value
     */
    public Builder conflicts(List<? extends String> conflicts) {
      this.conflicts = List.copyOf(conflicts);
      return this;
    }

    /** Returns the value. */
    public ModelContext build() {
      return new ModelContext(this);
    }
  }
}
