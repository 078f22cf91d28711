package dev.antiphon.message;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * When a call was executed. {@code startedAt} is stored before the handler is called and is the
 * durable sign that execution has started (rule TOOL-11).
 *
 * @param startedAt when it started, in milliseconds
 * @param completedAt when it ended, or {@code null} if it has not
 */
public record ToolTiming(Instant startedAt, @Nullable Instant completedAt) {

  /** Checks the fields and cuts them to milliseconds. */
  public ToolTiming {
    startedAt = requireNonNull(startedAt, "startedAt").truncatedTo(ChronoUnit.MILLIS);
    completedAt = completedAt == null ? null : completedAt.truncatedTo(ChronoUnit.MILLIS);
  }
}
