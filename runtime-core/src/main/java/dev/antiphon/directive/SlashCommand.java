package dev.antiphon.directive;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A command that is picked after a slash (rule DIR-6).
 *
 * @param id which command
 * @param label how it is shown
 * @param description what it does, or {@code null}
 */
public record SlashCommand(
    String id, String label, @Nullable String description) {

  /** Checks the fields. */
  public SlashCommand {
    requireNonNull(id, "id");
    requireNonNull(label, "label");
  }

  /**
   * Returns a command that is shown as a slash and its id.
   *
   * @param id which command
   * @param description what it does, or {@code null}
   */
  public static SlashCommand of(String id, @Nullable String description) {
    return new SlashCommand(id, "/" + id, description);
  }
}
