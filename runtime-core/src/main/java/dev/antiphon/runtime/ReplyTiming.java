package dev.antiphon.runtime;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.MessageTiming;
import dev.antiphon.message.Step;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.TokenUsage;
import dev.antiphon.message.ToolCallPart;
import org.jspecify.annotations.Nullable;

/**
 * Measures a reply with the runtime's clock; what the adapter reports wins (rules TIME-1, TIME-2).
 */
final class ReplyTiming {

  private static final int CHARACTERS_PER_TOKEN = 4;

  private ReplyTiming() {}

  /** Returns the timing of a message whose run ends or pauses now. */
  static MessageTiming of(LiveRun run, Message message, long nowMillis) {
    MessageTiming earlier = run.timingBefore;
    long before = valueOr(earlier == null ? null : earlier.totalStreamTime(), 0);
    long total = before + Math.max(0, nowMillis - run.startedMillis);
    long tokens = tokensOf(message);
    MessageTiming.Builder measured = MessageTiming.builder()
        .streamStartTime(
            valueOr(earlier == null ? null : earlier.streamStartTime(), run.startedMillis))
        .totalStreamTime(total)
        .totalChunks((earlier == null ? 0 : earlier.totalChunks())
            + (run.reply == null ? 0 : run.reply.chunks()))
        .toolCallCount(
            message.content().stream().filter(ToolCallPart.class::isInstance).count());
    Long first = earlier == null ? null : earlier.firstTokenTime();
    if (first != null) {
      measured.firstTokenTime(first);
    } else if (run.firstWriteMillis > 0) {
      measured.firstTokenTime(before + Math.max(0, run.firstWriteMillis - run.startedMillis));
    }
    if (tokens > 0) {
      measured.tokenCount(tokens);
    }
    MessageTiming timing = measured.build();
    return withRate(run.reportedTiming == null ? timing : timing.overriddenBy(run.reportedTiming));
  }

  /** Adds the rate that follows from what was measured and reported, unless it was reported too. */
  private static MessageTiming withRate(MessageTiming timing) {
    long tokens = valueOr(timing.tokenCount(), 0);
    long total = valueOr(timing.totalStreamTime(), 0);
    return timing.tokensPerSecond() != null || tokens == 0 || total == 0
        ? timing
        : timing.toBuilder().tokensPerSecond(tokens * 1000.0 / total).build();
  }

  private static long tokensOf(Message message) {
    long reported = 0;
    for (Step step : message.metadata().steps()) {
      TokenUsage usage = step.usage();
      reported += usage == null ? 0 : usage.outputTokens();
    }
    if (reported > 0) {
      return reported;
    }
    long characters = 0;
    for (MessagePart part : message.content()) {
      if (part instanceof TextPart text) {
        characters += text.view().length();
      }
    }
    return (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
  }

  private static long valueOr(@Nullable Long value, long otherwise) {
    return value == null ? otherwise : value;
  }
}
