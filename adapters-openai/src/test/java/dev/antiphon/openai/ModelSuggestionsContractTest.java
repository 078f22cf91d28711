package dev.antiphon.openai;

import dev.antiphon.port.SuggestionAdapter;
import dev.antiphon.tck.SuggestionAdapterContract;

class ModelSuggestionsContractTest extends SuggestionAdapterContract {

  @Override
  protected SuggestionAdapter open() {
    return new ModelSuggestions((request, reply) -> {
      request.cancellation().throwIfCancelled();
      reply.text("1. Which mat?\n2. Who put it there?\n");
    });
  }
}
