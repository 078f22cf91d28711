package dev.antiphon.message;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The gate on a tool call: asked for, decided, or closed without a decision. It is open until it
 * has a decision or a resolution.
 */
public final class ToolApproval {

  private final ApprovalId id;
  private final @Nullable Boolean approved;
  private final @Nullable String reason;
  private final @Nullable String optionId;
  private final boolean isAutomatic;
  private final @Nullable List<ApprovalOption> options;
  private final @Nullable Resolution resolution;
  private final @Nullable Map<String, Object> editedArguments;
  private final @Nullable Instant expiresAt;
  private final @Nullable String argumentsHash;

  private ToolApproval(Builder builder) {
    this.id = builder.id;
    this.approved = builder.approved;
    this.reason = builder.reason;
    this.optionId = builder.optionId;
    this.isAutomatic = builder.isAutomatic;
    this.options = builder.options;
    this.resolution = builder.resolution;
    this.editedArguments = builder.editedArguments;
    this.expiresAt = builder.expiresAt;
    this.argumentsHash = builder.argumentsHash;
  }

  /**
   * Starts one.
   *
   * @param id the gate's id
   */
  public static Builder builder(ApprovalId id) {
    return new Builder(id);
  }

  /** Returns the gate's id. */
  public ApprovalId id() {
    return id;
  }

  /** Returns the decision, or {@code null}. */
  public @Nullable Boolean approved() {
    return approved;
  }

  /** Returns the reason given with the decision, or {@code null}. */
  public @Nullable String reason() {
    return reason;
  }

  /** Returns the option chosen, or {@code null}. */
  public @Nullable String optionId() {
    return optionId;
  }

  /** Returns whether a remembered rule decided, not a human. */
  public boolean isAutomatic() {
    return isAutomatic;
  }

  /** Returns the answers on offer, where plain allow or deny is not enough, or {@code null}. */
  public @Nullable List<ApprovalOption> options() {
    return options;
  }

  /** Returns how it was closed without a decision, or {@code null}. */
  public @Nullable Resolution resolution() {
    return resolution;
  }

  /** Returns what is executed instead of the arguments, or {@code null}. */
  public @Nullable Map<String, Object> editedArguments() {
    return editedArguments;
  }

  /** Returns when it expires, in milliseconds, or {@code null}. */
  public @Nullable Instant expiresAt() {
    return expiresAt;
  }

  /** Returns what the decision is bound to (rule APPR-9), or {@code null}. */
  public @Nullable String argumentsHash() {
    return argumentsHash;
  }

  /** How a gate was closed without a decision. */
  public enum Resolution {
    /** The run or the message was cancelled. */
    CANCELLED,
    /** Its time ran out. */
    EXPIRED,
    /** A result was given instead (ours). */
    ANSWERED
  }

  /** Returns whether it has neither a decision nor a resolution. */
  public boolean isOpen() {
    return approved == null && resolution == null;
  }

  /** Returns whether it was approved and not closed. */
  public boolean isApproved() {
    return resolution == null && Boolean.TRUE.equals(approved);
  }

  /** Returns a builder that starts with the fields of this one. */
  public Builder toBuilder() {
    Builder builder = new Builder(id);
    builder.approved = approved;
    builder.reason = reason;
    builder.optionId = optionId;
    builder.isAutomatic = isAutomatic;
    builder.options = options;
    builder.resolution = resolution;
    builder.editedArguments = editedArguments;
    builder.expiresAt = expiresAt;
    builder.argumentsHash = argumentsHash;
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ToolApproval that
        && id.equals(that.id)
        && Objects.equals(approved, that.approved)
        && Objects.equals(reason, that.reason)
        && Objects.equals(optionId, that.optionId)
        && isAutomatic == that.isAutomatic
        && Objects.equals(options, that.options)
        && Objects.equals(resolution, that.resolution)
        && Objects.equals(editedArguments, that.editedArguments)
        && Objects.equals(expiresAt, that.expiresAt)
        && Objects.equals(argumentsHash, that.argumentsHash);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        id,
        approved,
        reason,
        optionId,
        isAutomatic,
        options,
        resolution,
        editedArguments,
        expiresAt,
        argumentsHash);
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private ApprovalId id;
    private @Nullable Boolean approved;
    private @Nullable String reason;
    private @Nullable String optionId;
    private boolean isAutomatic;
    private @Nullable List<ApprovalOption> options;
    private @Nullable Resolution resolution;
    private @Nullable Map<String, Object> editedArguments;
    private @Nullable Instant expiresAt;
    private @Nullable String argumentsHash;

    private Builder(ApprovalId id) {
      this.id = requireNonNull(id, "id");
    }

    /**
     * Sets the gate's id.
     *
     * @param id the value
     */
    public Builder id(ApprovalId id) {
      this.id = requireNonNull(id, "id");
      return this;
    }

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
     * Sets the reason given with the decision.
     *
     * @param reason the value, or {@code null} for none
     */
    public Builder reason(@Nullable String reason) {
      this.reason = reason;
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
     * Sets whether a remembered rule decided, not a human.
     *
     * @param isAutomatic the value
     */
    public Builder isAutomatic(boolean isAutomatic) {
      this.isAutomatic = isAutomatic;
      return this;
    }

    /**
     * Sets the answers on offer, where plain allow or deny is not enough.
     *
     * @param options the value, or {@code null} for none
     */
    public Builder options(@Nullable List<? extends ApprovalOption> options) {
      this.options = options == null ? null : List.copyOf(options);
      return this;
    }

    /**
     * Sets how it was closed without a decision.
     *
     * @param resolution the value, or {@code null} for none
     */
    public Builder resolution(@Nullable Resolution resolution) {
      this.resolution = resolution;
      return this;
    }

    /**
     * Sets what is executed instead of the arguments.
     *
     * @param editedArguments the value, or {@code null} for none
     */
    public Builder editedArguments(@Nullable Map<String, ?> editedArguments) {
      this.editedArguments =
          editedArguments == null ? null : Json.objectOf(editedArguments, "editedArguments");
      return this;
    }

    /**
     * Sets when it expires.
     *
     * @param expiresAt the value, or {@code null} for none
     */
    public Builder expiresAt(@Nullable Instant expiresAt) {
      this.expiresAt = expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MILLIS);
      return this;
    }

    /**
     * Sets what the decision is bound to (rule APPR-9).
     *
     * @param argumentsHash the value, or {@code null} for none
     */
    public Builder argumentsHash(@Nullable String argumentsHash) {
      this.argumentsHash = argumentsHash;
      return this;
    }

    /** Returns the value. */
    public ToolApproval build() {
      return new ToolApproval(this);
    }
  }
}
