package dev.antiphon.tck;

import dev.antiphon.message.Message;
import dev.antiphon.message.Role;
import dev.antiphon.port.TitleGenerator;

class FirstTextTitleContractTest extends TitleGeneratorContract {

  @Override
  protected TitleGenerator open() {
    return (request, title) -> {
      for (Message message : request.messages()) {
        if (message.role() == Role.USER && !message.text().isBlank()) {
          String words = message.text().strip().replaceAll("\\s+", " ");
          title.text(words.substring(0, Math.min(words.length(), 50)));
          return;
        }
      }
    };
  }
}
