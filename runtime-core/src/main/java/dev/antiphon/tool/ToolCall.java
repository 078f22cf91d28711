package dev.antiphon.tool;

import dev.antiphon.cancel.Cancellation;
import dev.antiphon.message.Json;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.message.ToolCallId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a tool, seen by its handler. It gives no way to the runtime, the store or a
 * secret.
 *
 * <p>Implemented by the runtime; for tests of a handler, {@code runtime-tck} has one.
 */
public interface ToolCall {

  /** Returns the thread that the call stands in. */
  ThreadKey thread();

  /** Returns the assistant message that the call stands in. */
  MessageId messageId();

  /**
   * Returns the call's id: the same for every execution of the call, and so fit as an idempotency
   * key towards other systems.
   */
  ToolCallId id();

  /** Returns the tool's name. */
  String toolName();

  /** Returns the run config of the message. */
  Map<String, Object> runConfig();

  /** Returns the wish to stop: cancel of the run, or the tool's own timeout. */
  Cancellation cancellation();

  /**
   * Shows a partial result (rule TOOL-16). It is not stored, not sent to the model, and gone when
   * the result is there.
   *
   * @param partialResult any JSON
   */
  void progress(@Nullable Object partialResult);

  /**
   * Shows the messages of a nested thread as they grow.
   *
   * @param messages all of them so far
   */
  void messages(List<Message> messages);

  /**
   * Asks a human and waits for the answer, holding this thread (rule TOOL-20). For long waits
   * return {@link ToolResult#needsInput} in its place.
   *
   * @param payload the question: any JSON
   * @return the answer given to {@code resumeToolCall}: any JSON
   * @throws java.util.concurrent.CancellationException if the call asks again meanwhile, or the run
   *     is cancelled
   * @throws InterruptedException never by the runtime, only if the handler's own code interrupts
   */
  @Nullable
  Object askHuman(@Nullable Object payload) throws InterruptedException;

  /**
   * Returns the answer to the question of an earlier {@link ToolResult#needsInput}, if this
   * execution follows one (rule TOOL-25).
   */
  Optional<HumanAnswer> answer();

  /**
   * A human's answer.
   *
   * @param payload the answer: any JSON
   */
  record HumanAnswer(@Nullable Object payload) {
    /** Copies the payload. */
    public HumanAnswer {
      payload = Json.copyOf(payload, "payload");
    }

    @Override
    public String toString() {
      return "HumanAnswer[]";
    }
  }
}
