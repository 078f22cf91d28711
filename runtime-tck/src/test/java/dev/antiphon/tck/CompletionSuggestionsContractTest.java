package dev.antiphon.tck;

import dev.antiphon.port.CompletionSuggestions;
import dev.antiphon.port.SuggestionAdapter;
import java.util.List;

class CompletionSuggestionsContractTest extends SuggestionAdapterContract {

  @Override
  protected SuggestionAdapter open() {
    return CompletionSuggestions.of((prompt, cancellation) -> {
      cancellation.throwIfCancelled();
      return List.of(" Is it safe there? ", "", "Who else knows?");
    });
  }
}
