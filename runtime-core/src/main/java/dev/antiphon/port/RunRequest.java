package dev.antiphon.port;

import static java.util.Objects.requireNonNull;

import dev.antiphon.cancel.Cancellation;
import dev.antiphon.context.ModelContext;
import dev.antiphon.message.ChunkedList;
import dev.antiphon.message.Json;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Role;
import dev.antiphon.message.RunId;
import dev.antiphon.message.ThreadKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a model is asked (rule RUN-13). */
public final class RunRequest {

  private final ThreadKey thread;
  private final RunId runId;
  private final MessageId messageId;
  private final Cancellation cancellation;
  private final @Nullable MessageId parentId;
  private final List<Message> messages;
  private final @Nullable Message replySoFar;
  private final ModelContext context;
  private final Map<String, Object> runConfig;
  private final int step;

  private RunRequest(Builder builder) {
    this.thread = builder.thread;
    this.runId = builder.runId;
    this.messageId = builder.messageId;
    this.cancellation = builder.cancellation;
    this.parentId = builder.parentId;
    this.messages = builder.messages;
    this.replySoFar = builder.replySoFar;
    this.context = builder.context;
    this.runConfig = builder.runConfig;
    this.step = builder.step;
  }

  /**
   * Starts one.
   *
   * @param thread the thread
   * @param runId the run
   * @param messageId the assistant message that is being written
   * @param cancellation the wish to stop
   */
  public static Builder builder(
      ThreadKey thread, RunId runId, MessageId messageId, Cancellation cancellation) {
    return new Builder(thread, runId, messageId, cancellation);
  }

  /** Returns the thread. */
  public ThreadKey thread() {
    return thread;
  }

  /** Returns the run. */
  public RunId runId() {
    return runId;
  }

  /** Returns the assistant message that is being written. */
  public MessageId messageId() {
    return messageId;
  }

  /** Returns the wish to stop. */
  public Cancellation cancellation() {
    return cancellation;
  }

  /** Returns the message that is replied to, or {@code null}. */
  public @Nullable MessageId parentId() {
    return parentId;
  }

  /** Returns the messages from the root to the parent, as the context policy chose them. */
  public List<Message> messages() {
    return messages;
  }

  /**
   * Returns the assistant message so far, results included, from the second step on, or
   * {@code null}.
   */
  public @Nullable Message replySoFar() {
    return replySoFar;
  }

  /** Returns what the model is told beside the messages, read for this step. */
  public ModelContext context() {
    return context;
  }

  /** Returns the run config. */
  public Map<String, Object> runConfig() {
    return runConfig;
  }

  /** Returns how many steps of the run came before this one. */
  public int step() {
    return step;
  }

  /** Returns the messages and the reply so far as one list. */
  public List<Message> conversation() {
    if (replySoFar == null) {
      return messages;
    }
    List<Message> all = new ArrayList<>(messages);
    all.add(replySoFar);
    return List.copyOf(all);
  }

  /** Returns the text of the last user message, or an empty text if there is none. */
  public String lastUserText() {
    for (int i = messages.size() - 1; i >= 0; i--) {
      if (messages.get(i).role() == Role.USER) {
        return messages.get(i).text();
      }
    }
    return "";
  }

  /** Returns a builder that starts with the fields of this one. */
  public Builder toBuilder() {
    Builder builder = new Builder(thread, runId, messageId, cancellation);
    builder.parentId = parentId;
    builder.messages = messages;
    builder.replySoFar = replySoFar;
    builder.context = context;
    builder.runConfig = runConfig;
    builder.step = step;
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RunRequest that
        && thread.equals(that.thread)
        && runId.equals(that.runId)
        && messageId.equals(that.messageId)
        && cancellation.equals(that.cancellation)
        && Objects.equals(parentId, that.parentId)
        && messages.equals(that.messages)
        && Objects.equals(replySoFar, that.replySoFar)
        && context.equals(that.context)
        && runConfig.equals(that.runConfig)
        && step == that.step;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        thread,
        runId,
        messageId,
        cancellation,
        parentId,
        messages,
        replySoFar,
        context,
        runConfig,
        step);
  }

  @Override
  public String toString() {
    return "RunRequest[" + runId + ", " + messages.size() + " messages, step " + step + "]";
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private ThreadKey thread;
    private RunId runId;
    private MessageId messageId;
    private Cancellation cancellation;
    private @Nullable MessageId parentId;
    private List<Message> messages = List.of();
    private @Nullable Message replySoFar;
    private ModelContext context = ModelContext.EMPTY;
    private Map<String, Object> runConfig = Map.of();
    private int step;

    private Builder(ThreadKey thread, RunId runId, MessageId messageId, Cancellation cancellation) {
      this.thread = requireNonNull(thread, "thread");
      this.runId = requireNonNull(runId, "runId");
      this.messageId = requireNonNull(messageId, "messageId");
      this.cancellation = requireNonNull(cancellation, "cancellation");
    }

    /**
     * Sets the thread.
     *
     * @param thread the value
     */
    public Builder thread(ThreadKey thread) {
      this.thread = requireNonNull(thread, "thread");
      return this;
    }

    /**
     * Sets the run.
     *
     * @param runId the value
     */
    public Builder runId(RunId runId) {
      this.runId = requireNonNull(runId, "runId");
      return this;
    }

    /**
     * Sets the assistant message that is being written.
     *
     * @param messageId the value
     */
    public Builder messageId(MessageId messageId) {
      this.messageId = requireNonNull(messageId, "messageId");
      return this;
    }

    /**
     * Sets the wish to stop.
     *
     * @param cancellation the value
     */
    public Builder cancellation(Cancellation cancellation) {
      this.cancellation = requireNonNull(cancellation, "cancellation");
      return this;
    }

    /**
     * Sets the message that is replied to.
     *
     * @param parentId the value, or {@code null} for none
     */
    public Builder parentId(@Nullable MessageId parentId) {
      this.parentId = parentId;
      return this;
    }

    /**
     * Sets the messages from the root to the parent, as the context policy chose them.
     *
     * @param messages the value
     */
    public Builder messages(List<? extends Message> messages) {
      this.messages = ChunkedList.copyOf(messages);
      return this;
    }

    /**
     * Sets the assistant message so far, results included, from the second step on.
     *
     * @param replySoFar the value, or {@code null} for none
     */
    public Builder replySoFar(@Nullable Message replySoFar) {
      this.replySoFar = replySoFar;
      return this;
    }

    /**
     * Sets what the model is told beside the messages, read for this step.
     *
     * @param context the value
     */
    public Builder context(ModelContext context) {
      this.context = requireNonNull(context, "context");
      return this;
    }

    /**
     * Sets the run config.
     *
     * @param runConfig the value
     */
    public Builder runConfig(Map<String, ?> runConfig) {
      this.runConfig = Json.objectOf(runConfig, "runConfig");
      return this;
    }

    /**
     * Sets how many steps of the run came before this one.
     *
     * @param step the value
     */
    public Builder step(int step) {
      this.step = step;
      return this;
    }

    /** Returns the value. */
    public RunRequest build() {
      return new RunRequest(this);
    }
  }
}
