package dev.antiphon.tck;

import dev.antiphon.port.SuggestionAdapter;
import dev.antiphon.thread.Suggestion;
import java.util.List;

class FixedSuggestionsContractTest extends SuggestionAdapterContract {

  @Override
  protected SuggestionAdapter open() {
    return (request, suggestions) -> {
      request.cancellation().throwIfCancelled();
      suggestions.accept(List.of(Suggestion.of("Why?")));
      suggestions.accept(
          List.of(Suggestion.of("Why?"), new Suggestion("Tell me more.", "More", null)));
    };
  }
}
