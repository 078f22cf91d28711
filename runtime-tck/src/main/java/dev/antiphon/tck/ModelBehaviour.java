package dev.antiphon.tck;

/**
 * What a model does with one request, for {@link ChatModelContract}. Texts are exact: whoever lets
 * a model behave so writes what stands here.
 */
public enum ModelBehaviour {
  /** Says {@code Hello, } and {@code world!} in two pieces and stops; 12 tokens in, 5 out. */
  SAYS,
  /** Says {@code Seen.} and stops. */
  SAYS_SEEN,
  /** Thinks {@code They greet.}, says {@code Hello!} and stops. */
  REASONS,
  /** Says nothing and stops. */
  SAYS_NOTHING,
  /** Says {@code Once upon} and stops because it may not say more. */
  RUNS_OUT,
  /**
   * Calls the tool {@code look} with <code>{"n":1}</code>, in two pieces if arguments are streamed.
   */
  CALLS,
  /**
   * Calls the tool {@code look} with <code>{"n":1}</code> and with <code>{"n":2}</code> at once.
   */
  CALLS_TWICE,
  /** Says {@code Hel}, and its connection ends without a word. */
  BREAKS_OFF,
  /** Says {@code Hel} and then nothing, until it is given up. */
  STALLS,
  /** Takes the request and does nothing, until it is given up. */
  NEVER_ANSWERS,
  /** Refuses whoever asks. */
  REFUSES_KEY,
  /** Refuses for now, since there were too many requests. */
  REFUSES_FOR_NOW,
  /** Refuses a request that is longer than it can read. */
  IS_ASKED_TOO_MUCH,
  /** Fails by itself before it says anything. */
  FAILS
}
