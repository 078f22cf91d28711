package dev.antiphon.tool;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Json;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What came of a call (rule TOOL-14). */
public final class ToolResult {

  private final @Nullable Object result;
  private final boolean isError;
  private final boolean hasArtifact;
  private final @Nullable Object artifact;
  private final @Nullable List<MessagePart> modelContent;
  private final @Nullable List<Message> messages;
  private final @Nullable Question question;

  private ToolResult(Builder builder) {
    this.result = builder.result;
    this.isError = builder.isError;
    this.hasArtifact = builder.hasArtifact;
    this.artifact = builder.artifact;
    this.modelContent = builder.modelContent;
    this.messages = builder.messages;
    this.question = builder.question;
  }

  /** Starts one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the result, or {@code null}. */
  public @Nullable Object result() {
    return result;
  }

  /** Returns whether the result is an error. */
  public boolean isError() {
    return isError;
  }

  /** Returns whether it has an artifact, whatever its value. */
  public boolean hasArtifact() {
    return hasArtifact;
  }

  /** Returns what only the user interface sees, or {@code null}. */
  public @Nullable Object artifact() {
    return artifact;
  }

  /** Returns what the model sees in place of the result: text and file parts, or {@code null}. */
  public @Nullable List<MessagePart> modelContent() {
    return modelContent;
  }

  /** Returns the messages of a nested thread, or {@code null}. */
  public @Nullable List<Message> messages() {
    return messages;
  }

  /**
   * Returns what a human has to answer before there is a result (rule TOOL-25), or {@code null}.
   */
  public @Nullable Question question() {
    return question;
  }

  /**
   * A question to a human.
   *
   * @param payload the question: any JSON
   */
  public record Question(@Nullable Object payload) {
    /** Copies the payload. */
    public Question {
      payload = Json.copyOf(payload, "payload");
    }

    @Override
    public String toString() {
      return "Question[]";
    }
  }

  /**
   * Returns a plain result.
   *
   * @param result any JSON
   */
  public static ToolResult of(@Nullable Object result) {
    return builder().result(result).build();
  }

  /**
   * Returns an error result: what the model is told of a failure.
   *
   * @param message what went wrong and what to do next
   */
  public static ToolResult error(String message) {
    return builder().result(requireNonNull(message, "message")).isError(true).build();
  }

  /**
   * Returns the wish to ask a human without holding a thread. The call is pending like that of a
   * human tool, also over a restart, and the handler is called again with the answer.
   *
   * @param payload the question: any JSON
   */
  public static ToolResult needsInput(@Nullable Object payload) {
    return builder().question(new Question(payload)).build();
  }

  /** Returns a builder that starts with the fields of this one. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.result = result;
    builder.isError = isError;
    builder.hasArtifact = hasArtifact;
    builder.artifact = artifact;
    builder.modelContent = modelContent;
    builder.messages = messages;
    builder.question = question;
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ToolResult that
        && Objects.equals(result, that.result)
        && isError == that.isError
        && hasArtifact == that.hasArtifact
        && Objects.equals(artifact, that.artifact)
        && Objects.equals(modelContent, that.modelContent)
        && Objects.equals(messages, that.messages)
        && Objects.equals(question, that.question);
  }

  @Override
  public int hashCode() {
    return Objects.hash(result, isError, hasArtifact, artifact, modelContent, messages, question);
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private @Nullable Object result;
    private boolean isError;
    private boolean hasArtifact;
    private @Nullable Object artifact;
    private @Nullable List<MessagePart> modelContent;
    private @Nullable List<Message> messages;
    private @Nullable Question question;

    private Builder() {}

    /**
     * Sets the result.
     *
     * @param result the value, or {@code null} for none
     */
    public Builder result(@Nullable Object result) {
      this.result = Json.copyOf(result, "result");
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
     * Sets what only the user interface sees.
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
     * Sets the messages of a nested thread.
     *
     * @param messages the value, or {@code null} for none
     */
    public Builder messages(@Nullable List<? extends Message> messages) {
      this.messages = messages == null ? null : List.copyOf(messages);
      return this;
    }

    /**
     * Sets what a human has to answer before there is a result (rule TOOL-25).
     *
     * @param question the value, or {@code null} for none
     */
    public Builder question(@Nullable Question question) {
      this.question = question;
      return this;
    }

    /** Returns the value. */
    public ToolResult build() {
      return new ToolResult(this);
    }
  }
}
