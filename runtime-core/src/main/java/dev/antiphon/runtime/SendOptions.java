package dev.antiphon.runtime;

import dev.antiphon.message.Json;
import dev.antiphon.message.MessageId;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one message is sent or one run is started (rule OPT-2). What is not given follows the
 * runtime's options.
 */
public final class SendOptions {

  private static final int MAX_KEY_LENGTH = 128;

  private final boolean hasParent;
  private final @Nullable MessageId parent;
  private final @Nullable WhenBusy whenBusy;
  private final @Nullable Integer maxSteps;
  private final @Nullable Map<String, Object> runConfig;
  private final @Nullable String idempotencyKey;
  private final @Nullable MessageId sourceId;

  private SendOptions(Builder builder) {
    this.hasParent = builder.hasParent;
    this.parent = builder.parent;
    this.whenBusy = builder.whenBusy;
    this.maxSteps = builder.maxSteps;
    this.runConfig = builder.runConfig;
    this.idempotencyKey = builder.idempotencyKey;
    this.sourceId = builder.sourceId;
  }

  /** Starts one. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns whether a parent is given: without one, a message goes below the head of the moment.
   */
  public boolean hasParent() {
    return hasParent;
  }

  /**
   * Returns the message to stand below; {@code null}, if given, makes a new root, or {@code null}.
   */
  public @Nullable MessageId parent() {
    return parent;
  }

  /** Returns what to do when the thread is busy, or {@code null}. */
  public @Nullable WhenBusy whenBusy() {
    return whenBusy;
  }

  /** Returns how many steps may follow the last human input, or {@code null}. */
  public @Nullable Integer maxSteps() {
    return maxSteps;
  }

  /** Returns the run config: a JSON object, or {@code null}. */
  public @Nullable Map<String, Object> runConfig() {
    return runConfig;
  }

  /** Returns the key that makes a repeated send harmless: up to 128 characters, or {@code null}. */
  public @Nullable String idempotencyKey() {
    return idempotencyKey;
  }

  /** Returns the message that this one is an edit of, or {@code null}. */
  public @Nullable MessageId sourceId() {
    return sourceId;
  }

  /** Nothing is given. */
  public static final SendOptions DEFAULTS = builder().build();

  private static @Nullable Integer checked(@Nullable Integer maxSteps) {
    if (maxSteps != null && maxSteps < 1) {
      throw new IllegalArgumentException("maxSteps is at least 1, but is " + maxSteps + ".");
    }
    return maxSteps;
  }

  private static @Nullable String checkedKey(@Nullable String key) {
    if (key != null && (key.isEmpty() || key.length() > MAX_KEY_LENGTH)) {
      throw new IllegalArgumentException(
          "An idempotency key has 1 to %d characters, but this one has %d."
              .formatted(MAX_KEY_LENGTH, key.length()));
    }
    return key;
  }

  /** Returns a builder that starts with the fields of this one. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.hasParent = hasParent;
    builder.parent = parent;
    builder.whenBusy = whenBusy;
    builder.maxSteps = maxSteps;
    builder.runConfig = runConfig;
    builder.idempotencyKey = idempotencyKey;
    builder.sourceId = sourceId;
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SendOptions that
        && hasParent == that.hasParent
        && Objects.equals(parent, that.parent)
        && Objects.equals(whenBusy, that.whenBusy)
        && Objects.equals(maxSteps, that.maxSteps)
        && Objects.equals(runConfig, that.runConfig)
        && Objects.equals(idempotencyKey, that.idempotencyKey)
        && Objects.equals(sourceId, that.sourceId);
  }

  @Override
  public int hashCode() {
    return Objects.hash(hasParent, parent, whenBusy, maxSteps, runConfig, idempotencyKey, sourceId);
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private boolean hasParent;
    private @Nullable MessageId parent;
    private @Nullable WhenBusy whenBusy;
    private @Nullable Integer maxSteps;
    private @Nullable Map<String, Object> runConfig;
    private @Nullable String idempotencyKey;
    private @Nullable MessageId sourceId;

    private Builder() {}

    /**
     * Sets the message to stand below; {@code null}, if given, makes a new root.
     *
     * @param parent the value
     */
    public Builder parent(@Nullable MessageId parent) {
      this.parent = parent;
      this.hasParent = true;
      return this;
    }

    /**
     * Sets what to do when the thread is busy.
     *
     * @param whenBusy the value, or {@code null} for none
     */
    public Builder whenBusy(@Nullable WhenBusy whenBusy) {
      this.whenBusy = whenBusy;
      return this;
    }

    /**
     * Sets how many steps may follow the last human input.
     *
     * @param maxSteps the value, or {@code null} for none
     */
    public Builder maxSteps(@Nullable Integer maxSteps) {
      this.maxSteps = checked(maxSteps);
      return this;
    }

    /**
     * Sets the run config: a JSON object.
     *
     * @param runConfig the value, or {@code null} for none
     */
    public Builder runConfig(@Nullable Map<String, ?> runConfig) {
      this.runConfig = runConfig == null ? null : Json.objectOf(runConfig, "runConfig");
      return this;
    }

    /**
     * Sets the key that makes a repeated send harmless: up to 128 characters.
     *
     * @param idempotencyKey the value, or {@code null} for none
     */
    public Builder idempotencyKey(@Nullable String idempotencyKey) {
      this.idempotencyKey = checkedKey(idempotencyKey);
      return this;
    }

    /**
     * Sets the message that this one is an edit of.
     *
     * @param sourceId the value, or {@code null} for none
     */
    public Builder sourceId(@Nullable MessageId sourceId) {
      this.sourceId = sourceId;
      return this;
    }

    /** Returns the value. */
    public SendOptions build() {
      return new SendOptions(this);
    }
  }
}
