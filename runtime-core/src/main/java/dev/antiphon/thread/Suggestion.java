package dev.antiphon.thread;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Something that a person may want to say next (rules SUGG-1 and SUGG-5).
 *
 * @param prompt what is sent when it is chosen
 * @param title what to show, or {@code null}: the prompt
 * @param label a second line to show, or {@code null}
 */
public record Suggestion(
    String prompt, @Nullable String title, @Nullable String label) {

  /** Checks the fields. */
  public Suggestion {
    requireNonNull(prompt, "prompt");
    if (prompt.isBlank()) {
      throw new IllegalArgumentException("A suggestion needs a prompt that is not blank.");
    }
  }

  /**
   * Returns a suggestion that shows what it sends.
   *
   * @param prompt what is sent when it is chosen
   */
  public static Suggestion of(String prompt) {
    return new Suggestion(prompt, null, null);
  }

  /** Returns what to show first. */
  public String shownTitle() {
    return title == null ? prompt : title;
  }
}
