package dev.antiphon.message;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The model's wish to have a tool run, and what came of it. A call is resolved when it has a
 * result.
 */
public final class ToolCallPart implements MessagePart {

  private final ToolCallId toolCallId;
  private final String toolName;
  private final Map<String, Object> args;
  private final TextView argsText;
  private final boolean hasResult;
  private final @Nullable Object result;
  private final boolean isError;
  private final boolean hasArtifact;
  private final @Nullable Object artifact;
  private final @Nullable List<MessagePart> modelContent;
  private final @Nullable ToolTiming timing;
  private final @Nullable ToolApproval approval;
  private final @Nullable ToolInterrupt interrupt;
  private final @Nullable Map<String, Object> mcp;
  private final @Nullable List<Message> messages;
  private final boolean isProviderExecuted;
  private final @Nullable Map<String, Object> providerMetadata;
  private final @Nullable String parentId;
  private final boolean hasProgress;
  private final @Nullable Object progress;

  private ToolCallPart(Builder builder) {
    this.toolCallId = builder.toolCallId;
    this.toolName = builder.toolName;
    this.args = builder.args;
    this.argsText = builder.argsText;
    this.hasResult = builder.hasResult;
    this.result = builder.result;
    this.isError = builder.isError;
    this.hasArtifact = builder.hasArtifact;
    this.artifact = builder.artifact;
    this.modelContent = builder.modelContent;
    this.timing = builder.timing;
    this.approval = builder.approval;
    this.interrupt = builder.interrupt;
    this.mcp = builder.mcp;
    this.messages = builder.messages;
    this.isProviderExecuted = builder.isProviderExecuted;
    this.providerMetadata = builder.providerMetadata;
    this.parentId = builder.parentId;
    this.hasProgress = builder.hasProgress;
    this.progress = builder.progress;
  }

  /**
   * Starts one.
   *
   * @param toolCallId the call's id
   * @param toolName the tool's name
   */
  public static Builder builder(ToolCallId toolCallId, String toolName) {
    return new Builder(toolCallId, toolName);
  }

  /** Returns the call's id. */
  public ToolCallId toolCallId() {
    return toolCallId;
  }

  /** Returns the tool's name. */
  public String toolName() {
    return toolName;
  }

  /** Returns the arguments; filled when they are complete (rule REPLY-3). */
  public Map<String, Object> args() {
    return args;
  }

  /** Returns the arguments as the model wrote them: raw JSON text, growing while it streams. */
  public TextView argsText() {
    return argsText;
  }

  /** Returns whether the call has a result, whatever its value. */
  public boolean hasResult() {
    return hasResult;
  }

  /** Returns the result; {@code null} may also be its value, see {@link #hasResult()}. */
  public @Nullable Object result() {
    return result;
  }

  /** Returns whether the result is an error. */
  public boolean isError() {
    return isError;
  }

  /** Returns whether the call has an artifact, whatever its value. */
  public boolean hasArtifact() {
    return hasArtifact;
  }

  /** Returns what only the user interface sees of the result, or {@code null}. */
  public @Nullable Object artifact() {
    return artifact;
  }

  /** Returns what the model sees in place of the result: text and file parts, or {@code null}. */
  public @Nullable List<MessagePart> modelContent() {
    return modelContent;
  }

  /** Returns when it was executed, or {@code null}. */
  public @Nullable ToolTiming timing() {
    return timing;
  }

  /** Returns its gate, or {@code null}. */
  public @Nullable ToolApproval approval() {
    return approval;
  }

  /** Returns the question that it asks a human, or {@code null}. */
  public @Nullable ToolInterrupt interrupt() {
    return interrupt;
  }

  /** Returns the MCP app that shows it, or {@code null}. */
  public @Nullable Map<String, Object> mcp() {
    return mcp;
  }

  /** Returns the messages of a nested thread, or {@code null}. */
  public @Nullable List<Message> messages() {
    return messages;
  }

  /** Returns whether the provider executes it, not the runtime (ours). */
  public boolean isProviderExecuted() {
    return isProviderExecuted;
  }

  /** Returns what the provider wants back with the part, or {@code null}. */
  public @Nullable Map<String, Object> providerMetadata() {
    return providerMetadata;
  }

  @Override
  public @Nullable String parentId() {
    return parentId;
  }

  /** Returns whether a partial result is shown. */
  public boolean hasProgress() {
    return hasProgress;
  }

  /**
   * Returns the partial result of a call under way: live only, never stored (rule TOOL-16), or
   * {@code null}.
   */
  public @Nullable Object progress() {
    return progress;
  }

  @Override
  public String type() {
    return "tool-call";
  }

  @Override
  public Set<Role> roles() {
    return EnumSet.of(Role.ASSISTANT);
  }

  /**
   * Returns this call under another id.
   *
   * @param id the id
   */
  public ToolCallPart withId(ToolCallId id) {
    Builder builder = toBuilder();
    builder.toolCallId = requireNonNull(id, "id");
    return builder.build();
  }

  /** Returns whether its gate is open. */
  public boolean hasOpenGate() {
    return approval != null && approval.isOpen();
  }

  /** Returns a builder that starts with the fields of this one. */
  public Builder toBuilder() {
    Builder builder = new Builder(toolCallId, toolName);
    builder.args = args;
    builder.argsText = argsText;
    builder.hasResult = hasResult;
    builder.result = result;
    builder.isError = isError;
    builder.hasArtifact = hasArtifact;
    builder.artifact = artifact;
    builder.modelContent = modelContent;
    builder.timing = timing;
    builder.approval = approval;
    builder.interrupt = interrupt;
    builder.mcp = mcp;
    builder.messages = messages;
    builder.isProviderExecuted = isProviderExecuted;
    builder.providerMetadata = providerMetadata;
    builder.parentId = parentId;
    builder.hasProgress = hasProgress;
    builder.progress = progress;
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ToolCallPart that
        && toolCallId.equals(that.toolCallId)
        && toolName.equals(that.toolName)
        && args.equals(that.args)
        && argsText.equals(that.argsText)
        && hasResult == that.hasResult
        && Objects.equals(result, that.result)
        && isError == that.isError
        && hasArtifact == that.hasArtifact
        && Objects.equals(artifact, that.artifact)
        && Objects.equals(modelContent, that.modelContent)
        && Objects.equals(timing, that.timing)
        && Objects.equals(approval, that.approval)
        && Objects.equals(interrupt, that.interrupt)
        && Objects.equals(mcp, that.mcp)
        && Objects.equals(messages, that.messages)
        && isProviderExecuted == that.isProviderExecuted
        && Objects.equals(providerMetadata, that.providerMetadata)
        && Objects.equals(parentId, that.parentId)
        && hasProgress == that.hasProgress
        && Objects.equals(progress, that.progress);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        toolCallId,
        toolName,
        args,
        argsText,
        hasResult,
        result,
        isError,
        hasArtifact,
        artifact,
        modelContent,
        timing,
        approval,
        interrupt,
        mcp,
        messages,
        isProviderExecuted,
        providerMetadata,
        parentId,
        hasProgress,
        progress);
  }

  @Override
  public String toString() {
    return "ToolCallPart[" + toolCallId + ", " + toolName + (hasResult ? ", resolved]" : "]");
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private ToolCallId toolCallId;
    private String toolName;
    private Map<String, Object> args = Map.of();
    private TextView argsText = TextView.of("");
    private boolean hasResult;
    private @Nullable Object result;
    private boolean isError;
    private boolean hasArtifact;
    private @Nullable Object artifact;
    private @Nullable List<MessagePart> modelContent;
    private @Nullable ToolTiming timing;
    private @Nullable ToolApproval approval;
    private @Nullable ToolInterrupt interrupt;
    private @Nullable Map<String, Object> mcp;
    private @Nullable List<Message> messages;
    private boolean isProviderExecuted;
    private @Nullable Map<String, Object> providerMetadata;
    private @Nullable String parentId;
    private boolean hasProgress;
    private @Nullable Object progress;

    private Builder(ToolCallId toolCallId, String toolName) {
      this.toolCallId = requireNonNull(toolCallId, "toolCallId");
      this.toolName = requireNonNull(toolName, "toolName");
    }

    /**
     * Sets the call's id.
     *
     * @param toolCallId the value
     */
    public Builder toolCallId(ToolCallId toolCallId) {
      this.toolCallId = requireNonNull(toolCallId, "toolCallId");
      return this;
    }

    /**
     * Sets the tool's name.
     *
     * @param toolName the value
     */
    public Builder toolName(String toolName) {
      this.toolName = requireNonNull(toolName, "toolName");
      return this;
    }

    /**
     * Sets the arguments; filled when they are complete (rule REPLY-3).
     *
     * @param args the value
     */
    public Builder args(Map<String, ?> args) {
      this.args = Json.objectOf(args, "args");
      return this;
    }

    /**
     * Sets the arguments as the model wrote them: raw JSON text, growing while it streams.
     *
     * @param argsText the value
     */
    public Builder argsText(TextView argsText) {
      this.argsText = requireNonNull(argsText, "argsText");
      return this;
    }

    /**
     * Sets the result; {@code null} may also be its value, see {@link #hasResult()}.
     *
     * @param result the value
     */
    public Builder result(@Nullable Object result) {
      this.result = Json.copyOf(result, "result");
      this.hasResult = true;
      return this;
    }

    /**
     * Sets whether the result is an error.
     *
     * @param isError the value
     */
    public Builder isError(boolean isError) {
      this.isError = isError;
      return this;
    }

    /**
     * Sets what only the user interface sees of the result.
     *
     * @param artifact the value
     */
    public Builder artifact(@Nullable Object artifact) {
      this.artifact = Json.copyOf(artifact, "artifact");
      this.hasArtifact = true;
      return this;
    }

    /**
     * Sets what the model sees in place of the result: text and file parts.
     *
     * @param modelContent the value, or {@code null} for none
     */
    public Builder modelContent(@Nullable List<? extends MessagePart> modelContent) {
      this.modelContent = modelContent == null ? null : List.copyOf(modelContent);
      return this;
    }

    /**
     * Sets when it was executed.
     *
     * @param timing the value, or {@code null} for none
     */
    public Builder timing(@Nullable ToolTiming timing) {
      this.timing = timing;
      return this;
    }

    /**
     * Sets its gate.
     *
     * @param approval the value, or {@code null} for none
     */
    public Builder approval(@Nullable ToolApproval approval) {
      this.approval = approval;
      return this;
    }

    /**
     * Sets the question that it asks a human.
     *
     * @param interrupt the value, or {@code null} for none
     */
    public Builder interrupt(@Nullable ToolInterrupt interrupt) {
      this.interrupt = interrupt;
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
     * Sets the messages of a nested thread.
     *
     * @param messages the value, or {@code null} for none
     */
    public Builder messages(@Nullable List<? extends Message> messages) {
      this.messages = messages == null ? null : List.copyOf(messages);
      return this;
    }

    /**
     * Sets whether the provider executes it, not the runtime (ours).
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
     * Sets the part that this one belongs to.
     *
     * @param parentId the value, or {@code null} for none
     */
    public Builder parentId(@Nullable String parentId) {
      this.parentId = parentId;
      return this;
    }

    /**
     * Sets the partial result of a call under way: live only, never stored (rule TOOL-16).
     *
     * @param progress the value
     */
    public Builder progress(@Nullable Object progress) {
      this.progress = Json.copyOf(progress, "progress");
      this.hasProgress = true;
      return this;
    }

    /** Takes the artifact away, as a model never sees it. */
    public Builder withoutArtifact() {
      this.artifact = null;
      this.hasArtifact = false;
      return this;
    }

    /** Takes the partial result back, as it is when the result is there. */
    public Builder withoutProgress() {
      this.progress = null;
      this.hasProgress = false;
      return this;
    }

    /** Returns the value. */
    public ToolCallPart build() {
      return new ToolCallPart(this);
    }
  }
}
