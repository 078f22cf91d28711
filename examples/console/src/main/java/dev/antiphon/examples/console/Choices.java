package dev.antiphon.examples.console;

import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.thread.Suggestion;
import dev.antiphon.thread.ThreadState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is suggested, as numbered lines: typing a number sends what stands there. */
final class Choices {

  private Choices() {}

  /**
   * Returns what can be chosen now: in a thread without messages what the program suggests, else
   * what follows on the reply.
   *
   * @param thread the thread
   */
  static List<Suggestion> of(ThreadRuntime thread) {
    ThreadState state = thread.state();
    return state.isEmpty() ? thread.welcomeSuggestions() : state.suggestions();
  }

  /**
   * Returns what a line chooses, if it is the number of something.
   *
   * @param line what was typed
   * @param choices what can be chosen
   */
  static Optional<Suggestion> chosen(String line, List<Suggestion> choices) {
    boolean isNumber = line.matches("[1-9][0-9]?");
    int number = isNumber ? Integer.parseInt(line) : 0;
    return number >= 1 && number <= choices.size()
        ? Optional.of(choices.get(number - 1))
        : Optional.empty();
  }

  /**
   * Returns a line for each of them.
   *
   * @param choices what can be chosen
   */
  static List<String> lines(List<Suggestion> choices) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < choices.size(); i++) {
      Suggestion choice = choices.get(i);
      String label = choice.label() == null ? "" : " (" + choice.label() + ")";
      lines.add("  %d  %s".formatted(i + 1, Printable.cut(choice.shownTitle() + label)));
    }
    return lines;
  }
}
