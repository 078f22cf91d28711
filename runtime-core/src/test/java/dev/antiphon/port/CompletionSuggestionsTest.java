package dev.antiphon.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.cancel.Cancellation;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.Role;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.thread.Suggestion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CompletionSuggestionsTest {

  private final List<String> prompts = new ArrayList<>();

  private static Message message(int number, Role role, String text) {
    return Message.builder(new MessageId("m" + number), role, Instant.EPOCH)
        .content(List.of(TextPart.of(text)))
        .build();
  }

  private static List<Message> chain(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> message(i, i % 2 == 0 ? Role.USER : Role.ASSISTANT, "line " + i))
        .toList();
  }

  private List<Suggestion> generate(CompletionSuggestions.Builder builder, List<Message> messages)
      throws Exception {
    List<Suggestion> given = new ArrayList<>();
    SuggestionRequest request =
        new SuggestionRequest(new ThreadKey("ada", "t"), messages, Cancellation.none());
    builder.build().generate(request, given::addAll);
    return given;
  }

  private CompletionSuggestions.Builder answering(String... lines) {
    return CompletionSuggestions.builder((prompt, cancellation) -> {
      prompts.add(prompt);
      return List.of(lines);
    });
  }

  private List<String> linesOfTheConversation() {
    String prompt = prompts.get(0);
    return prompt
        .substring(prompt.indexOf("Conversation:\n") + "Conversation:\n".length())
        .lines()
        .toList();
  }

  @Test
  @DisplayName("SUGG-4: it gives 3 suggestions, trimmed, without the blank ones")
  void threeTrimmed() throws Exception {
    List<Suggestion> given =
        generate(answering("  One? ", "", "   ", "\tTwo?", "Three?", "Four?"), chain(2));

    assertThat(given)
        .containsExactly(Suggestion.of("One?"), Suggestion.of("Two?"), Suggestion.of("Three?"));
    assertThat(prompts.get(0)).contains("3 short messages");
  }

  @Test
  @DisplayName("SUGG-4: the prompt has the last 10 messages, one labelled line each")
  void lastTenMessages() throws Exception {
    generate(answering("One?"), chain(13));

    assertThat(linesOfTheConversation())
        .hasSize(10)
        .startsWith("assistant: line 3", "user: line 4")
        .endsWith("user: line 12");
  }

  @Test
  @DisplayName("SUGG-4: 0 messages are none")
  void noMessages() throws Exception {
    List<Suggestion> given = generate(answering("One?").maxMessages(0), chain(13));

    assertThat(linesOfTheConversation()).isEmpty();
    assertThat(given).containsExactly(Suggestion.of("One?"));
  }

  @Test
  @DisplayName("SUGG-4: messages without text are skipped")
  void skipsMessagesWithoutText() throws Exception {
    Message thinking = Message.builder(new MessageId("m2"), Role.ASSISTANT, Instant.EPOCH)
        .content(List.of(ReasoningPart.of("Hm")))
        .build();

    generate(
        answering("One?"),
        List.of(message(1, Role.USER, "Hi"), thinking, message(3, Role.ASSISTANT, " \n")));

    assertThat(linesOfTheConversation()).containsExactly("user: Hi");
  }

  @Test
  @DisplayName("SUGG-4: count and instructions can be set")
  void countAndInstructions() throws Exception {
    List<Suggestion> given =
        generate(answering("Eins?", "Zwei?").count(1).instructions("Write German."), chain(2));

    assertThat(given).containsExactly(Suggestion.of("Eins?"));
    assertThat(prompts.get(0)).contains("1 short messages").endsWith("Write German.");
  }

  @Test
  @DisplayName("SUGG-4: what the completion throws comes through, and wrong settings are refused")
  void failures() {
    CompletionSuggestions.Builder failing =
        CompletionSuggestions.builder((prompt, cancellation) -> {
          throw new java.io.IOException("No model");
        });

    assertThatThrownBy(() -> generate(failing, chain(2))).hasMessage("No model");
    assertThatThrownBy(() -> failing.count(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> failing.maxMessages(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
