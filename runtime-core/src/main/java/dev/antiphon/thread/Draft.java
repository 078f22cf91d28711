package dev.antiphon.thread;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.DraftId;
import dev.antiphon.message.Json;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Quote;
import dev.antiphon.message.Role;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was written in a composer, as a value: because it was not sent (rule COMP-9), or because its
 * editor was closed (rule EDIT-7).
 */
public final class Draft {

  private final DraftId id;
  private final String text;
  private final Role role;
  private final Map<String, Object> runConfig;
  private final @Nullable Quote quote;
  private final List<PendingAttachment> attachments;
  private final @Nullable MessageId editedMessageId;
  private final @Nullable ErrorInfo error;

  private Draft(Builder builder) {
    this.id = builder.id;
    this.text = builder.text;
    this.role = builder.role;
    this.runConfig = builder.runConfig;
    this.quote = builder.quote;
    this.attachments = builder.attachments;
    this.editedMessageId = builder.editedMessageId;
    this.error = builder.error;
  }

  /**
   * Starts one.
   *
   * @param id its id
   */
  public static Builder builder(DraftId id) {
    return new Builder(id);
  }

  /** Returns its id. */
  public DraftId id() {
    return id;
  }

  /** Returns the text. */
  public String text() {
    return text;
  }

  /** Returns who would have spoken. */
  public Role role() {
    return role;
  }

  /** Returns the run config. */
  public Map<String, Object> runConfig() {
    return runConfig;
  }

  /** Returns what it is about, or {@code null}. */
  public @Nullable Quote quote() {
    return quote;
  }

  /** Returns the attachments. */
  public List<PendingAttachment> attachments() {
    return attachments;
  }

  /** Returns the message it is another version of; {@code null} for a new message. */
  public @Nullable MessageId editedMessageId() {
    return editedMessageId;
  }

  /** Returns why it was not sent, or {@code null}. */
  public @Nullable ErrorInfo error() {
    return error;
  }

  /**
   * Returns whether another draft has the same text, quote and attachments (rule COMP-10).
   *
   * @param other the other one
   */
  public boolean saysTheSameAs(Draft other) {
    return text.equals(other.text)
        && Objects.equals(quote, other.quote)
        && attachments.equals(other.attachments);
  }

  /** Returns a builder that starts with the fields of this one. */
  public Builder toBuilder() {
    Builder builder = new Builder(id);
    builder.text = text;
    builder.role = role;
    builder.runConfig = runConfig;
    builder.quote = quote;
    builder.attachments = attachments;
    builder.editedMessageId = editedMessageId;
    builder.error = error;
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Draft that
        && id.equals(that.id)
        && role == that.role
        && runConfig.equals(that.runConfig)
        && Objects.equals(editedMessageId, that.editedMessageId)
        && Objects.equals(error, that.error)
        && saysTheSameAs(that);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, text, quote);
  }

  @Override
  public String toString() {
    return "Draft[%s, %d characters, %d attachments]"
        .formatted(id, text.length(), attachments.size());
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private final DraftId id;
    private String text = "";
    private Role role = Role.USER;
    private Map<String, Object> runConfig = Map.of();
    private @Nullable Quote quote;
    private List<PendingAttachment> attachments = List.of();
    private @Nullable MessageId editedMessageId;
    private @Nullable ErrorInfo error;

    private Builder(DraftId id) {
      this.id = requireNonNull(id, "id");
    }

    /**
     * Sets the text.
     *
     * @param text the value
     */
    public Builder text(String text) {
      this.text = requireNonNull(text, "text");
      return this;
    }

    /**
     * Sets who would have spoken.
     *
     * @param role the value
     */
    public Builder role(Role role) {
      this.role = requireNonNull(role, "role");
      return this;
    }

    /**
     * Sets the run config: a JSON object.
     *
     * @param runConfig the value
     */
    public Builder runConfig(Map<String, ?> runConfig) {
      this.runConfig = Json.objectOf(runConfig, "runConfig");
      return this;
    }

    /**
     * Sets what it is about.
     *
     * @param quote the value, or {@code null} for nothing
     */
    public Builder quote(@Nullable Quote quote) {
      this.quote = quote;
      return this;
    }

    /**
     * Sets the attachments.
     *
     * @param attachments the value; copied
     */
    public Builder attachments(List<PendingAttachment> attachments) {
      this.attachments = List.copyOf(attachments);
      return this;
    }

    /**
     * Sets the message it is another version of.
     *
     * @param editedMessageId the value, or {@code null} for a new message
     */
    public Builder editedMessageId(@Nullable MessageId editedMessageId) {
      this.editedMessageId = editedMessageId;
      return this;
    }

    /**
     * Sets why it was not sent.
     *
     * @param error the value, or {@code null}
     */
    public Builder error(@Nullable ErrorInfo error) {
      this.error = error;
      return this;
    }

    /** Returns the value. */
    public Draft build() {
      return new Draft(this);
    }
  }
}
