package dev.antiphon.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Message;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OpenAiReplyTest {

  @Test
  @DisplayName("text comes as it is streamed, with usage, model name and finish reason")
  void text() throws Exception {
    try (ModelWorld world = ModelWorld.of(Chunks.says("Hello, ", "world!"))) {
      Message reply = world.ask("Hi");

      assertThat(ModelWorld.words(reply)).isEqualTo("complete/stop");
      assertThat(reply.text()).isEqualTo("Hello, world!");
    }
  }
}
