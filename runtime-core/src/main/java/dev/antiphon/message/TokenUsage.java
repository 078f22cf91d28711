package dev.antiphon.message;

/**
 * How many tokens a step or a run used.
 *
 * @param inputTokens tokens read
 * @param outputTokens tokens written
 */
public record TokenUsage(long inputTokens, long outputTokens) {

  /** None. */
  public static final TokenUsage NONE = new TokenUsage(0, 0);

  /**
   * Returns the sum.
   *
   * @param other what to add
   */
  public TokenUsage plus(TokenUsage other) {
    return new TokenUsage(
        Math.addExact(inputTokens, other.inputTokens),
        Math.addExact(outputTokens, other.outputTokens));
  }
}
