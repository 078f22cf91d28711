package dev.antiphon.examples.console.demo;

import dev.antiphon.tool.ToolException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Three notes, numbered from 1, that are back with each start of the program. Thread-safe. */
final class DemoNotes {

  private final ConcurrentNavigableMap<Integer, String> notes = new ConcurrentSkipListMap<>(
      Map.of(1, "Buy milk", 2, "Call the dentist", 3, "Water the plants"));

  /**
   * Deletes a note.
   *
   * @param number the note's number
   * @return what was in it
   * @throws ToolException if there is no such note
   */
  String delete(int number) {
    return Optional.ofNullable(notes.remove(number))
        .orElseThrow(() ->
            new ToolException("There is no note %d. There are: %s.".formatted(number, numbers())));
  }

  /** Returns the numbers of the notes that are left, or {@code none}. */
  String numbers() {
    String numbers =
        String.join(", ", notes.keySet().stream().map(String::valueOf).toList());
    return numbers.isEmpty() ? "none" : numbers;
  }
}
