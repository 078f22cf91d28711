package dev.antiphon.examples.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.thread.Suggestion;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ChoicesTest {

  private static final Suggestion MORE = Suggestion.of("Tell me more");
  private static final Suggestion LESS = new Suggestion("Be brief", "Less", "one line");

  @Test
  @DisplayName("SUGG-2, SUGG-5: suggestions are numbered, and typing the number sends one")
  void followUp() throws Exception {
    try (LiveChat chat = new LiveChat(builder ->
        builder.suggestions((request, suggestions) -> suggestions.accept(List.of(MORE, LESS))))) {
      chat.begin("one").finish(1).awaitLine("  2  Less (one line)");
      assertThat(chat.lines()).contains("  1  Tell me more");

      chat.begin("2").finish(1);

      assertThat(chat.lines()).containsSubsequence("> Be brief", "Well, as to 'Be brief': yes.");
    }
  }

  @Test
  @DisplayName("SUGG-5: an empty thread suggests what the program does; a number sends it")
  void welcome() throws Exception {
    try (LiveChat chat = new LiveChat(builder -> builder.welcomeSuggestions(MORE, LESS))) {
      assertThat(chat.lines()).containsExactly("  1  Tell me more", "  2  Less (one line)");

      chat.begin("1").finish(1);

      assertThat(chat.lines()).endsWith("> Tell me more", "Well, as to 'Tell me more': yes.");
    }
  }

  @Test
  @DisplayName("a number that stands for nothing is a message like any other")
  void plainNumber() throws Exception {
    try (LiveChat chat = new LiveChat()) {
      chat.begin("7").finish(1);

      assertThat(chat.lines()).endsWith("Well, as to '7': yes.");
    }
  }

  @Test
  @DisplayName("only whole numbers in range are choices")
  void numbers() {
    List<Suggestion> choices = List.of(MORE, LESS);

    assertThat(Choices.chosen("2", choices)).contains(LESS);
    assertThat(List.of("0", "3", "-1", "1.", "01", "1 2", "", "one"))
        .allSatisfy(line -> assertThat(Choices.chosen(line, choices)).isEmpty());
  }
}
