package dev.antiphon.spi.json;

import dev.antiphon.message.Status;
import dev.antiphon.message.ToolApproval;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** In which of the four forms the same fields are written, and where they differ (rule HIST-16). */
enum Flavour {
  /** Ours, lossless and short: what has its default is left out. */
  ANTIPHON_V1,

  /** That of assistant-ui, whose messages are whole: what has its default is written too. */
  EXCHANGE,

  /** That of the cloud, {@code aui/v0}: as the exchange, without what its encoder leaves out. */
  AUI_V0,

  /** What a page shows: as the exchange, with what is live only, and whatever the values are. */
  SHOWN;

  /** As {@code Date.toISOString()} of a browser writes it, for the years that need no sign. */
  private static final DateTimeFormatter MILLISECONDS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  /** Returns whether the fields that assistant-ui requires are written even if they say nothing. */
  boolean isWhole() {
    return this != ANTIPHON_V1;
  }

  /** Returns whether it is that of the cloud. */
  boolean isCloud() {
    return this == AUI_V0;
  }

  /** Returns whether it is that of a page, which is never read back. */
  boolean isShown() {
    return this == SHOWN;
  }

  /** Returns the status as the form has it, or {@code null} for none. */
  @Nullable
  Status ofMessage(@Nullable Status status) {
    return isCloud() && status != null && status.isRunning() ? Status.CANCELLED : status;
  }

  /** Returns the name of a reason, or {@code null} for none. */
  @Nullable
  String name(Status.@Nullable Reason reason) {
    if (reason == null) {
      return null;
    }
    boolean isOurs = isWhole() && !isShown() && reason == Status.Reason.INTERRUPTED;
    return Status.jsonName(isOurs ? Status.Reason.OTHER : reason);
  }

  /** Returns the name of a resolution, or {@code null} for none or one that the form lacks. */
  @Nullable
  String name(ToolApproval.@Nullable Resolution resolution) {
    if (resolution == null || (isWhole() && resolution == ToolApproval.Resolution.ANSWERED)) {
      return null;
    }
    return Status.jsonName(resolution);
  }

  /** Returns the text of a time, or {@code null} for none. */
  @Nullable
  String time(@Nullable Instant time) {
    if (time == null) {
      return null;
    }
    return isWhole() && time.truncatedTo(ChronoUnit.MILLIS).equals(time)
        ? MILLISECONDS.format(time)
        : time.toString();
  }

  /**
   * Returns the JSON of a rate. JSON has no name for one that is not finite, such as that of a
   * reply of 0 ms; ours is text, assistant-ui has none.
   *
   * @throws MessageFormatException if the form cannot say it
   */
  Object rate(Double rate) {
    if (Double.isFinite(rate)) {
      return rate;
    }
    if (isWhole()) {
      throw MessageFormatException.inexpressible(
          this, "metadata.timing.tokensPerSecond is not a finite number");
    }
    return rate.toString();
  }

  /** Returns its name for people. */
  @Override
  public String toString() {
    return switch (this) {
      case ANTIPHON_V1 -> "form antiphon/v1";
      case EXCHANGE -> "exchange form of assistant-ui";
      case AUI_V0 -> "form aui/v0";
      case SHOWN -> "form of a page";
    };
  }
}
