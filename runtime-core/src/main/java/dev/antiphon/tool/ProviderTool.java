package dev.antiphon.tool;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Json;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A tool that the provider brings and executes. */
public final class ProviderTool {

  private final String id;
  private final Map<String, Object> arguments;

  private ProviderTool(Builder builder) {
    this.id = builder.id;
    this.arguments = builder.arguments;
  }

  /**
   * Starts one.
   *
   * @param id the provider's id of the tool
   */
  public static Builder builder(String id) {
    return new Builder(id);
  }

  /** Returns the provider's id of the tool. */
  public String id() {
    return id;
  }

  /** Returns the provider's own arguments. */
  public Map<String, Object> arguments() {
    return arguments;
  }

  /** Returns a builder that starts with the fields of this one. */
  public Builder toBuilder() {
    Builder builder = new Builder(id);
    builder.arguments = arguments;
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProviderTool that
        && id.equals(that.id)
        && arguments.equals(that.arguments);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, arguments);
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private String id;
    private Map<String, Object> arguments = Map.of();

    private Builder(String id) {
      this.id = requireNonNull(id, "id");
    }

    /**
     * Sets the provider's id of the tool.
     *
     * @param id the value
     */
    public Builder id(String id) {
      this.id = requireNonNull(id, "id");
      return this;
    }

    /**
     * Sets the provider's own arguments.
     *
     * @param arguments the value
     */
    public Builder arguments(Map<String, ?> arguments) {
      this.arguments = Json.objectOf(arguments, "arguments");
      return this;
    }

    /** Returns the value. */
    public ProviderTool build() {
      return new ProviderTool(this);
    }
  }
}
