package dev.antiphon.thread;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Json;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Quote;
import dev.antiphon.message.Role;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen of a composer at one moment (rule COMP-1). It is no part of {@link ThreadState};
 * each {@link ThreadEvent.ComposerChanged} carries the next one whole.
 */
public final class ComposerState {

  private final @Nullable MessageId editedMessageId;
  private final String text;
  private final Role role;
  private final Map<String, Object> runConfig;
  private final @Nullable Quote quote;
  private final List<PendingAttachment> attachments;
  private final @Nullable DictationState dictation;
  private final boolean isSending;
  private final List<Draft> unsent;

  private ComposerState(Builder builder) {
    this.editedMessageId = builder.editedMessageId;
    this.text = builder.text;
    this.role = builder.role;
    this.runConfig = builder.runConfig;
    this.quote = builder.quote;
    this.attachments = builder.attachments;
    this.dictation = builder.dictation;
    this.isSending = builder.isSending;
    this.unsent = builder.unsent;
  }

  /** Starts one: an empty composer for user messages. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the message that is edited; {@code null} for the composer of the thread. */
  public @Nullable MessageId editedMessageId() {
    return editedMessageId;
  }

  /** Returns the text, with what is being dictated. */
  public String text() {
    return text;
  }

  /** Returns who will have spoken. */
  public Role role() {
    return role;
  }

  /** Returns the run config for runs that name none. */
  public Map<String, Object> runConfig() {
    return runConfig;
  }

  /** Returns what the message will be about, or {@code null}. */
  public @Nullable Quote quote() {
    return quote;
  }

  /** Returns the attachments, in order. */
  public List<PendingAttachment> attachments() {
    return attachments;
  }

  /**
   * Returns an attachment.
   *
   * @param index its place, from 0
   * @throws UnknownAttachmentException if there is no such place
   */
  public PendingAttachment attachment(int index) {
    if (index < 0 || index >= attachments.size()) {
      throw new UnknownAttachmentException("index " + index);
    }
    return attachments.get(index);
  }

  /** Returns the dictation under way or failed, or {@code null}. */
  public @Nullable DictationState dictation() {
    return dictation;
  }

  /** Returns whether a send waits for its attachments. */
  public boolean isSending() {
    return isSending;
  }

  /** Returns what was not sent and is not back in the composer, in the order of the sends. */
  public List<Draft> unsent() {
    return unsent;
  }

  /** Returns whether there is nothing to send: blank text and no attachment (rule COMP-2). */
  public boolean isEmpty() {
    return attachments.isEmpty() && text.codePoints().allMatch(ComposerState::isWhitespace);
  }

  /** Non-breaking spaces are space characters, but no whitespace to Java. */
  private static boolean isWhitespace(int codePoint) {
    return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
  }

  /** Returns a builder that starts with the fields of this one. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.editedMessageId = editedMessageId;
    builder.text = text;
    builder.role = role;
    builder.runConfig = runConfig;
    builder.quote = quote;
    builder.attachments = attachments;
    builder.dictation = dictation;
    builder.isSending = isSending;
    builder.unsent = unsent;
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ComposerState that
        && Objects.equals(editedMessageId, that.editedMessageId)
        && text.equals(that.text)
        && role == that.role
        && runConfig.equals(that.runConfig)
        && Objects.equals(quote, that.quote)
        && attachments.equals(that.attachments)
        && Objects.equals(dictation, that.dictation)
        && isSending == that.isSending
        && unsent.equals(that.unsent);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        editedMessageId, text, role, runConfig, quote, attachments, dictation, isSending, unsent);
  }

  @Override
  public String toString() {
    return "ComposerState[%d characters, %d attachments, %d unsent]"
        .formatted(text.length(), attachments.size(), unsent.size());
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private @Nullable MessageId editedMessageId;
    private String text = "";
    private Role role = Role.USER;
    private Map<String, Object> runConfig = Map.of();
    private @Nullable Quote quote;
    private List<PendingAttachment> attachments = List.of();
    private @Nullable DictationState dictation;
    private boolean isSending;
    private List<Draft> unsent = List.of();

    private Builder() {}

    /**
     * Sets the message that is edited.
     *
     * @param editedMessageId the value, or {@code null} for the composer of the thread
     */
    public Builder editedMessageId(@Nullable MessageId editedMessageId) {
      this.editedMessageId = editedMessageId;
      return this;
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
     * Sets who will have spoken.
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
     * Sets what the message will be about.
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
     * Sets the dictation.
     *
     * @param dictation the value, or {@code null} for none
     */
    public Builder dictation(@Nullable DictationState dictation) {
      this.dictation = dictation;
      return this;
    }

    /**
     * Sets whether a send waits for its attachments.
     *
     * @param isSending the value
     */
    public Builder isSending(boolean isSending) {
      this.isSending = isSending;
      return this;
    }

    /**
     * Sets what was not sent.
     *
     * @param unsent the value; copied
     */
    public Builder unsent(List<Draft> unsent) {
      this.unsent = List.copyOf(unsent);
      return this;
    }

    /** Returns the value. */
    public ComposerState build() {
      return new ComposerState(this);
    }
  }
}
