package dev.antiphon.openai;

import dev.antiphon.port.TitleGenerator;
import dev.antiphon.tck.TitleGeneratorContract;

class ModelTitlesContractTest extends TitleGeneratorContract {

  @Override
  protected TitleGenerator open() {
    return new ModelTitles((request, reply) -> {
      request.cancellation().throwIfCancelled();
      reply.text("\"Rain in ");
      reply.text("Aachen\"\nMore?");
    });
  }
}
