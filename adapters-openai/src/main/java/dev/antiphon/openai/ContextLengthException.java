package dev.antiphon.openai;

import dev.antiphon.port.ModelException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a request is longer than the model can read (code {@code context-length}). Sent again
 * as it is, it would fail again; a {@code ContextPolicy} makes it shorter.
 */
public final class ContextLengthException extends ModelException {

  private final @Nullable Integer limit;

  /**
   * Makes an exception.
   *
   * @param message what was found, and what to do; no secret
   * @param limit how many tokens the model can read, or {@code null} if the provider does not say
   * @param cause what was behind it, or {@code null}
   */
  public ContextLengthException(
      String message, @Nullable Integer limit, @Nullable Throwable cause) {
    super("context-length", message, false, cause);
    this.limit = limit;
  }

  /** Returns how many tokens the model can read, if the provider says so. */
  public OptionalInt limit() {
    return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
  }
}
