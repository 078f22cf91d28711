package dev.antiphon.message;

import org.jspecify.annotations.Nullable;

/**
 * The question that a tool asks a human while it executes (rules TOOL-20 and TOOL-25).
 *
 * @param payload the question: any JSON
 */
public record ToolInterrupt(@Nullable Object payload) {

  /** Copies the payload. */
  public ToolInterrupt {
    payload = Json.copyOf(payload, "interrupt.payload");
  }

  @Override
  public String toString() {
    return "ToolInterrupt[]";
  }
}
