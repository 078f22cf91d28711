package dev.antiphon.port;

import dev.antiphon.message.Json;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an adapter knows of a call when it starts. */
public final class ToolCallOptions {

  private final boolean isProviderExecuted;
  private final @Nullable Map<String, Object> providerMetadata;
  private final @Nullable Map<String, Object> mcp;
  private final @Nullable String parentId;

  private ToolCallOptions(Builder builder) {
    this.isProviderExecuted = builder.isProviderExecuted;
    this.providerMetadata = builder.providerMetadata;
    this.mcp = builder.mcp;
    this.parentId = builder.parentId;
  }

  /** Starts one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns whether the provider executes it, not the runtime. */
  public boolean isProviderExecuted() {
    return isProviderExecuted;
  }

  /** Returns what the provider wants back with the part, or {@code null}. */
  public @Nullable Map<String, Object> providerMetadata() {
    return providerMetadata;
  }

  /** Returns the MCP app that shows it, or {@code null}. */
  public @Nullable Map<String, Object> mcp() {
    return mcp;
  }

  /** Returns the part that the call belongs to, or {@code null}. */
  public @Nullable String parentId() {
    return parentId;
  }

  /** Nothing more is known. */
  public static final ToolCallOptions NONE = builder().build();

  /** The provider executes it. */
  public static final ToolCallOptions PROVIDER_EXECUTED =
      builder().isProviderExecuted(true).build();

  /** Returns a builder that starts with the fields of this one. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.isProviderExecuted = isProviderExecuted;
    builder.providerMetadata = providerMetadata;
    builder.mcp = mcp;
    builder.parentId = parentId;
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ToolCallOptions that
        && isProviderExecuted == that.isProviderExecuted
        && Objects.equals(providerMetadata, that.providerMetadata)
        && Objects.equals(mcp, that.mcp)
        && Objects.equals(parentId, that.parentId);
  }

  @Override
  public int hashCode() {
    return Objects.hash(isProviderExecuted, providerMetadata, mcp, parentId);
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private boolean isProviderExecuted;
    private @Nullable Map<String, Object> providerMetadata;
    private @Nullable Map<String, Object> mcp;
    private @Nullable String parentId;

    private Builder() {}

    /**
     * Sets whether the provider executes it, not the runtime.
     *
     * @param isProviderExecuted the value
     */
    public Builder isProviderExecuted(boolean isProviderExecuted) {
      this.isProviderExecuted = isProviderExecuted;
      return this;
    }

    /**
     * Sets what the provider wants back with the part.
     *
     * @param providerMetadata the value, or {@code null} for none
     */
    public Builder providerMetadata(@Nullable Map<String, ?> providerMetadata) {
      this.providerMetadata =
          providerMetadata == null ? null : Json.objectOf(providerMetadata, "providerMetadata");
      return this;
    }

    /**
     * Sets the MCP app that shows it.
     *
     * @param mcp the value, or {@code null} for none
     */
    public Builder mcp(@Nullable Map<String, ?> mcp) {
      this.mcp = mcp == null ? null : Json.objectOf(mcp, "mcp");
      return this;
    }

    /**
     * Sets the part that the call belongs to.
     *
     * @param parentId the value, or {@code null} for none
     */
    public Builder parentId(@Nullable String parentId) {
      this.parentId = parentId;
      return this;
    }

    /** Returns the value. */
    public ToolCallOptions build() {
      return new ToolCallOptions(this);
    }
  }
}
