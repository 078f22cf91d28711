package dev.antiphon.tool;

import dev.antiphon.message.Json;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A decision on a gate (rule APPR-4): approve or deny, with or by an option, or a result instead of
 * execution.
 */
public final class ApprovalResponse {

  private final @Nullable Boolean approved;
  private final @Nullable String optionId;
  private final @Nullable String reason;
  private final @Nullable ToolResult answer;
  private final @Nullable Map<String, Object> editedArguments;
  private final @Nullable String argumentsHash;

  private ApprovalResponse(Builder builder) {
    this.approved = builder.approved;
    this.optionId = builder.optionId;
    this.reason = builder.reason;
    this.answer = builder.answer;
    this.editedArguments = builder.editedArguments;
    this.argumentsHash = builder.argumentsHash;
  }

  /** Starts one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the decision, or {@code null}. */
  public @Nullable Boolean approved() {
    return approved;
  }

  /** Returns the option chosen, or {@code null}. */
  public @Nullable String optionId() {
    return optionId;
  }

  /** Returns why, or {@code null}. */
  public @Nullable String reason() {
    return reason;
  }

  /** Returns the result that is given instead of execution, or {@code null}. */
  public @Nullable ToolResult answer() {
    return answer;
  }

  /** Returns what is executed instead of the arguments; with an approval only, or {@code null}. */
  public @Nullable Map<String, Object> editedArguments() {
    return editedArguments;
  }

  /**
   * Returns the hash of the arguments that the decision is for; checked if given (rule APPR-9), or
   * {@code null}.
   */
  public @Nullable String argumentsHash() {
    return argumentsHash;
  }

  /** Returns an approval. */
  public static ApprovalResponse approve() {
    return builder().approved(true).build();
  }

  /**
   * Returns a denial.
   *
   * @param reason why, for the model
   */
  public static ApprovalResponse deny(String reason) {
    return builder().approved(false).reason(reason).build();
  }

  /** Returns a denial without a reason. */
  public static ApprovalResponse deny() {
    return builder().approved(false).build();
  }

  /**
   * Returns an approval of other arguments.
   *
   * @param editedArguments what is executed instead
   */
  public static ApprovalResponse edit(Map<String, ?> editedArguments) {
    return builder().approved(true).editedArguments(editedArguments).build();
  }

  /**
   * Returns a result that is given instead of execution.
   *
   * @param result the result
   */
  public static ApprovalResponse answer(ToolResult result) {
    return builder().answer(result).build();
  }

  /**
   * Returns the choice of an option.
   *
   * @param optionId the option's id
   */
  public static ApprovalResponse option(String optionId) {
    return builder().optionId(optionId).build();
  }

  /** Returns a builder that starts with the fields of this one. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.approved = approved;
    builder.optionId = optionId;
    builder.reason = reason;
    builder.answer = answer;
    builder.editedArguments = editedArguments;
    builder.argumentsHash = argumentsHash;
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ApprovalResponse that
        && Objects.equals(approved, that.approved)
        && Objects.equals(optionId, that.optionId)
        && Objects.equals(reason, that.reason)
        && Objects.equals(answer, that.answer)
        && Objects.equals(editedArguments, that.editedArguments)
        && Objects.equals(argumentsHash, that.argumentsHash);
  }

  @Override
  public int hashCode() {
    return Objects.hash(approved, optionId, reason, answer, editedArguments, argumentsHash);
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private @Nullable Boolean approved;
    private @Nullable String optionId;
    private @Nullable String reason;
    private @Nullable ToolResult answer;
    private @Nullable Map<String, Object> editedArguments;
    private @Nullable String argumentsHash;

    private Builder() {}

    /**
     * Sets the decision.
     *
     * @param approved the value, or {@code null} for none
     */
    public Builder approved(@Nullable Boolean approved) {
      this.approved = approved;
      return this;
    }

    /**
     * Sets the option chosen.
     *
     * @param optionId the value, or {@code null} for none
     */
    public Builder optionId(@Nullable String optionId) {
      this.optionId = optionId;
      return this;
    }

    /**
     * Sets why.
     *
     * @param reason the value, or {@code null} for none
     */
    public Builder reason(@Nullable String reason) {
      this.reason = reason;
      return this;
    }

    /**
     * Sets the result that is given instead of execution.
     *
     * @param answer the value, or {@code null} for none
     */
    public Builder answer(@Nullable ToolResult answer) {
      this.answer = answer;
      return this;
    }

    /**
     * Sets what is executed instead of the arguments; with an approval only.
     *
     * @param editedArguments the value, or {@code null} for none
     */
    public Builder editedArguments(@Nullable Map<String, ?> editedArguments) {
      this.editedArguments =
          editedArguments == null ? null : Json.objectOf(editedArguments, "editedArguments");
      return this;
    }

    /**
     * Sets the hash of the arguments that the decision is for; checked if given (rule APPR-9).
     *
     * @param argumentsHash the value, or {@code null} for none
     */
    public Builder argumentsHash(@Nullable String argumentsHash) {
      this.argumentsHash = argumentsHash;
      return this;
    }

    /** Returns the value. */
    public ApprovalResponse build() {
      if (editedArguments != null && (answer != null || Boolean.FALSE.equals(approved))) {
        throw new IllegalArgumentException(
            "Edited arguments go with an approval only. Leave them out of a denial or an answer.");
      }
      if (answer == null && approved == null && optionId == null) {
        throw new IllegalArgumentException(
            "A response approves, denies, chooses an option or answers. This one does none of it.");
      }
      if (answer != null && (approved != null || optionId != null)) {
        throw new IllegalArgumentException("A response decides or answers, not both.");
      }
      return new ApprovalResponse(this);
    }
  }
}
