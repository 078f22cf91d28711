package dev.antiphon.thread;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.RunId;
import dev.antiphon.message.ToolCallId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When an event happened, and to what (rule EVT-1).
 *
 * @param sequence counts the events of the thread, from 1, without gaps
 * @param epochMillis when it happened
 * @param runId the run, or {@code null}
 * @param messageId the message, or {@code null}
 * @param toolCallId the call, or {@code null}
 */
public record EventHeader(
    long sequence,
    long epochMillis,
    @Nullable RunId runId,
    @Nullable MessageId messageId,
    @Nullable ToolCallId toolCallId) {

  /** Returns when it happened. */
  public Instant time() {
    return Instant.ofEpochMilli(epochMillis);
  }
}
