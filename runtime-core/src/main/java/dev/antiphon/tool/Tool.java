package dev.antiphon.tool;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.ApprovalOption;
import dev.antiphon.message.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something a model may call (rule TOOL-2). With a handler it is executed by the runtime; without
 * one it is a human tool and waits for {@code addToolResult}; a provider tool is executed by the
 * provider (rule TOOL-1).
 *
 * <p>Two tools are equal only if they are the same object.
 */
public final class Tool {

  /** Where a user interface shows a call. */
  public enum Display {
    /** In the flow of the message. */
    INLINE,
    /** On its own. */
    STANDALONE
  }

  private static final Map<String, Object> NO_PARAMETERS =
      Json.objectOf(Map.of("type", "object", "properties", Map.of()), "parameters");

  private final Builder fields;

  private Tool(Builder fields) {
    this.fields = fields;
  }

  /**
   * Starts a tool.
   *
   * @param name its name, unique among the tools of a context; never blank
   * @param description what it does, for the model
   */
  public static Builder builder(String name, String description) {
    return new Builder(name, description);
  }

  /** Returns the tool's name. */
  public String name() {
    return fields.name;
  }

  /** Returns what it does, for the model. */
  public String description() {
    return fields.description;
  }

  /** Returns the JSON Schema of its arguments. */
  public Map<String, Object> parameters() {
    return fields.parameters;
  }

  /** Returns what it does, or {@code null} for a human or provider tool. */
  public @Nullable ToolHandler handler() {
    return fields.handler;
  }

  /** Returns the check of its arguments. */
  public ArgumentsCheck check() {
    return fields.check;
  }

  /**
   * Returns how long an execution may take, or {@code null} for the runtime's {@code toolTimeout}.
   */
  public @Nullable Duration timeout() {
    return fields.timeout;
  }

  /** Returns whether a call may be executed again after a crash (rule TOOL-13). */
  public boolean isIdempotent() {
    return fields.idempotent;
  }

  /** Returns which calls need approval. */
  public ApprovalPolicy approval() {
    return fields.approval;
  }

  /** Returns the answers that its gates offer, or {@code null} for plain allow or deny. */
  public @Nullable List<ApprovalOption> approvalOptions() {
    return fields.approvalOptions;
  }

  /** Returns whether it is neither offered nor executed. */
  public boolean isDisabled() {
    return fields.disabled;
  }

  /** Returns what turns a result into what the model sees, or {@code null}. */
  public @Nullable ModelOutput modelOutput() {
    return fields.modelOutput;
  }

  /** Returns where a call is shown; a human tool is standalone unless it says otherwise. */
  public Display display() {
    if (fields.display != null) {
      return fields.display;
    }
    return isHuman() ? Display.STANDALONE : Display.INLINE;
  }

  /** Returns options for the provider, passed untouched, or {@code null}. */
  public @Nullable Map<String, Object> providerOptions() {
    return fields.providerOptions;
  }

  /** Returns the provider's tool that this is, or {@code null}. */
  public @Nullable ProviderTool provider() {
    return fields.provider;
  }

  /** Returns whether a human gives its results. */
  public boolean isHuman() {
    return fields.handler == null && fields.provider == null;
  }

  /** Returns this tool with every call in need of approval. */
  public Tool needsApproval() {
    return toBuilder().approval(ApprovalPolicy.ALWAYS).build();
  }

  /**
   * Returns this tool with what another one says where this one says nothing (rule CTX-3). A policy
   * that never asks says nothing, so the other one's counts; disabled is either. Completed by
   * itself, a tool stays the same object.
   *
   * @param weaker a tool of the same name and lower priority
   */
  public Tool completedBy(Tool weaker) {
    if (weaker == this) {
      return this;
    }
    Builder own = fields;
    Builder other = weaker.fields;
    Builder merged = own.copy();
    merged.description = own.description.isEmpty() ? other.description : own.description;
    merged.parameters = own.parameters == NO_PARAMETERS ? other.parameters : own.parameters;
    merged.handler = own.handler != null ? own.handler : other.handler;
    merged.check = own.check == ArgumentsCheck.ANY ? other.check : own.check;
    merged.timeout = own.timeout != null ? own.timeout : other.timeout;
    merged.idempotent = own.handler != null ? own.idempotent : other.idempotent;
    merged.approval = own.approval == ApprovalPolicy.NEVER ? other.approval : own.approval;
    merged.approvalOptions =
        own.approvalOptions != null ? own.approvalOptions : other.approvalOptions;
    merged.disabled = own.disabled || other.disabled;
    merged.modelOutput = own.modelOutput != null ? own.modelOutput : other.modelOutput;
    merged.display = own.display != null ? own.display : other.display;
    merged.providerOptions =
        own.providerOptions != null ? own.providerOptions : other.providerOptions;
    merged.provider = own.provider != null ? own.provider : other.provider;
    return merged.build();
  }

  /** Returns a builder that starts with the fields of this tool. */
  public Builder toBuilder() {
    return fields.copy();
  }

  @Override
  public String toString() {
    return "Tool[" + fields.name + "]";
  }

  /** Builds a tool; for one thread. */
  public static final class Builder {
    private final String name;
    private String description;
    private Map<String, Object> parameters = NO_PARAMETERS;
    private @Nullable ToolHandler handler;
    private ArgumentsCheck check = ArgumentsCheck.ANY;
    private @Nullable Duration timeout;
    private boolean idempotent;
    private ApprovalPolicy approval = ApprovalPolicy.NEVER;
    private @Nullable List<ApprovalOption> approvalOptions;
    private boolean disabled;
    private @Nullable ModelOutput modelOutput;
    private @Nullable Display display;
    private @Nullable Map<String, Object> providerOptions;
    private @Nullable ProviderTool provider;

    private Builder(String name, String description) {
      this.name = requireNonNull(name, "name");
      this.description = requireNonNull(description, "description");
      if (name.isBlank()) {
        throw new IllegalArgumentException("A tool needs a name.");
      }
    }

    private Builder copy() {
      Builder copy = new Builder(name, description);
      copy.parameters = parameters;
      copy.handler = handler;
      copy.check = check;
      copy.timeout = timeout;
      copy.idempotent = idempotent;
      copy.approval = approval;
      copy.approvalOptions = approvalOptions;
      copy.disabled = disabled;
      copy.modelOutput = modelOutput;
      copy.display = display;
      copy.providerOptions = providerOptions;
      copy.provider = provider;
      return copy;
    }

    /**
     * Sets what it does, for the model.
     *
     * @param description the text
     */
    public Builder description(String description) {
      this.description = requireNonNull(description, "description");
      return this;
    }

    /**
     * Sets the JSON Schema of its arguments: what the model is told. The check is set on its own.
     *
     * @param parameters a JSON object
     */
    public Builder parameters(Map<String, ?> parameters) {
      this.parameters = Json.objectOf(parameters, "parameters");
      return this;
    }

    /**
     * Sets what it does.
     *
     * @param handler the handler, or {@code null} for a human tool
     */
    public Builder handler(@Nullable ToolHandler handler) {
      this.handler = handler;
      return this;
    }

    /**
     * Sets the check of its arguments.
     *
     * @param check the check
     */
    public Builder check(ArgumentsCheck check) {
      this.check = requireNonNull(check, "check");
      return this;
    }

    /**
     * Sets how long an execution may take.
     *
     * @param timeout the time, or {@code null} for the runtime's {@code toolTimeout}
     */
    public Builder timeout(@Nullable Duration timeout) {
      if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
        throw new IllegalArgumentException("A timeout is longer than 0, but is " + timeout + ".");
      }
      this.timeout = timeout;
      return this;
    }

    /**
     * Sets whether a call may be executed again after a crash.
     *
     * @param idempotent whether it may
     */
    public Builder idempotent(boolean idempotent) {
      this.idempotent = idempotent;
      return this;
    }

    /**
     * Sets which calls need approval.
     *
     * @param approval the policy
     */
    public Builder approval(ApprovalPolicy approval) {
      this.approval = requireNonNull(approval, "approval");
      return this;
    }

    /**
     * Sets the answers that its gates offer.
     *
     * @param options the options, or {@code null} for plain allow or deny
     */
    public Builder approvalOptions(@Nullable List<ApprovalOption> options) {
      this.approvalOptions = options == null ? null : List.copyOf(options);
      return this;
    }

    /**
     * Sets whether it is neither offered nor executed.
     *
     * @param disabled whether it is disabled
     */
    public Builder disabled(boolean disabled) {
      this.disabled = disabled;
      return this;
    }

    /**
     * Sets what turns a result into what the model sees.
     *
     * @param modelOutput the conversion, or {@code null} for none
     */
    public Builder modelOutput(@Nullable ModelOutput modelOutput) {
      this.modelOutput = modelOutput;
      return this;
    }

    /**
     * Sets where a call is shown.
     *
     * @param display the place, or {@code null} for the default
     */
    public Builder display(@Nullable Display display) {
      this.display = display;
      return this;
    }

    /**
     * Sets options for the provider.
     *
     * @param options a JSON object, or {@code null}
     */
    public Builder providerOptions(@Nullable Map<String, ?> options) {
      this.providerOptions = options == null ? null : Json.objectOf(options, "providerOptions");
      return this;
    }

    /**
     * Sets the provider's tool that this is.
     *
     * @param provider the provider's tool, or {@code null}
     */
    public Builder provider(@Nullable ProviderTool provider) {
      this.provider = provider;
      return this;
    }

    /** Returns the tool. */
    public Tool build() {
      return new Tool(copy());
    }
  }
}
