package dev.antiphon.examples.console;

import dev.antiphon.runtime.Run;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be typed after a slash.
 *
 * @param name its name, with the slash
 * @param argument what follows it, for the help; empty if nothing does
 * @param help what it does, in a few words
 * @param action does it
 */
record Command(String name, String argument, String help, Action action) {

  /** Does what a command asks; gives the run that it started, if it did. */
  @FunctionalInterface
  interface Action {
    @Nullable
    Run run(Commands commands, String argument);
  }

  /** Does what a command asks and starts no run. */
  @FunctionalInterface
  interface QuietAction {
    void run(Commands commands, String argument);
  }

  /** Returns a command that starts no run. */
  static Command quiet(String name, String argument, String help, QuietAction action) {
    return new Command(name, argument, help, (commands, given) -> {
      action.run(commands, given);
      return null;
    });
  }

  String usage() {
    return name + (argument.isEmpty() ? "" : " " + argument);
  }

  /**
   * Reads a number.
   *
   * @param text the number
   * @param example how the command is typed
   */
  static int number(String text, String example) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException noNumber) {
      throw new RefusedException(
          "'%s' is no number. Give one, as in: %s".formatted(Printable.cut(text), example));
    }
  }

  /**
   * Reads a text that must not be missing.
   *
   * @param text the text
   * @param example how the command is typed
   */
  static String required(String text, String example) {
    if (text.isEmpty()) {
      throw new RefusedException("The text is missing, as in: " + example);
    }
    return text;
  }
}
