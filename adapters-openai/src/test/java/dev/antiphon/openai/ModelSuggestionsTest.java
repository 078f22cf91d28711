package dev.antiphon.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.cancel.Cancellation;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.SuggestionRequest;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.testing.TestMessages;
import dev.antiphon.thread.Suggestion;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ModelSuggestionsTest {

  private final List<List<Suggestion>> lists = new ArrayList<>();

  private void suggest(ModelSuggestions suggestions) throws Exception {
    suggestions.generate(
        new SuggestionRequest(
            new ThreadKey("ada", "t"),
            List.of(
                TestMessages.user("q", "Where shall we go?"),
                TestMessages.assistant("a", "To Rome.")),
            Cancellation.none()),
        lists::add);
  }

  @Test
  @DisplayName("SUGG-4: each line of the answer is a suggestion, without marks and quotes")
  void lines() throws Exception {
    suggest(new ModelSuggestions((request, reply) -> {
      assertThat(request.lastUserText()).contains("user: Where shall we go?");
      reply.text("<think>What next?\n</think>1. When is it warm?\n\n- \"How do I get ");
      reply.text("there?\"\n* What does it cost?\nOne more");
    }));

    assertThat(lists)
        .containsExactly(List.of(
            Suggestion.of("When is it warm?"),
            Suggestion.of("How do I get there?"),
            Suggestion.of("What does it cost?")));
  }

  @Test
  @DisplayName("SUGG-4: how many there are can be set")
  void count() throws Exception {
    suggest(new ModelSuggestions(
        (request, reply) -> reply.text("One\nTwo\nThree"), builder -> builder.count(2)));

    assertThat(lists.get(0)).hasSize(2);
  }

  @Test
  @DisplayName("SUGG-1: a runtime shows what the model suggests after a reply")
  void inRuntime() throws Exception {
    ChatModelAdapter model = (request, reply) ->
        reply.text(request.context().system().isEmpty() ? "To Rome." : "When?\nHow?");
    try (LocalRuntime runtime =
        LocalRuntime.builder(model).suggestions(new ModelSuggestions(model)).build()) {
      ThreadRuntime thread = runtime.threads().main();
      thread.send("Where shall we go?").await();

      Awaitility.await()
          .untilAsserted(() -> assertThat(thread.state().suggestions())
              .containsExactly(Suggestion.of("When?"), Suggestion.of("How?")));
    }
  }
}
