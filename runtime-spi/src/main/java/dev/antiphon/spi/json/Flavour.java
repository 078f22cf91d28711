package dev.antiphon.spi.json;

import dev.antiphon.message.Status;
import dev.antiphon.message.ToolApproval;
import org.jspecify.annotations.Nullable;

/** In which of the two forms the same fields are written, and where the two differ. */
enum Flavour {
  /** Ours, lossless and short: what has its default is left out. */
  ANTIPHON_V1,

  /** That of assistant-ui, whose messages are whole: what has its default is written too. */
  EXCHANGE;

  /** Returns whether the fields that assistant-ui requires are written even if they say nothing. */
  boolean isWhole() {
    return this == EXCHANGE;
  }

  /** Returns the name of a reason, or {@code null} for none. */
  @Nullable
  String name(Status.@Nullable Reason reason) {
    if (reason == null) {
      return null;
    }
    boolean isOurs = this == EXCHANGE && reason == Status.Reason.INTERRUPTED;
    return Status.jsonName(isOurs ? Status.Reason.OTHER : reason);
  }

  /** Returns the name of a resolution, or {@code null} for none or one that the form lacks. */
  @Nullable
  String name(ToolApproval.@Nullable Resolution resolution) {
    if (resolution == null
        || (this == EXCHANGE && resolution == ToolApproval.Resolution.ANSWERED)) {
      return null;
    }
    return Status.jsonName(resolution);
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
    if (this == EXCHANGE) {
      throw MessageFormatException.inexpressible(
          "metadata.timing.tokensPerSecond is not a finite number");
    }
    return rate.toString();
  }
}
