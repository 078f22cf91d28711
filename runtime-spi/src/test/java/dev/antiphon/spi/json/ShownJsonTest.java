package dev.antiphon.spi.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Role;
import dev.antiphon.message.Status;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.message.UnknownPart;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a page is shown of messages and parts. */
class ShownJsonTest {

  private final ShownJson shown = new ShownJson();

  @Test
  @DisplayName("a message has its parent, an interruption by its name, and a mark that is none")
  void message() {
    Message message = Message.builder(
            new MessageId("a1"), Role.ASSISTANT, Instant.parse("2026-01-01T00:00:00Z"))
        .text("Half")
        .status(Status.INTERRUPTED)
        .build();

    String json = shown.message(message, new MessageId("u1"));

    assertThat(json)
        .startsWith("{\"parentId\":\"u1\",\"id\":\"a1\",\"role\":\"assistant\"")
        .contains("\"createdAt\":\"2026-01-01T00:00:00.000Z\"")
        .contains("\"content\":[{\"type\":\"text\",\"text\":\"Half\"}]")
        .contains("\"status\":{\"type\":\"incomplete\",\"reason\":\"interrupted\"}")
        .contains("\"submittedFeedback\":null");
    assertThat(shown.message(message, null)).startsWith("{\"parentId\":null,");
  }

  @Test
  @DisplayName("a call has both forms of its arguments, and its progress")
  void call() {
    ToolCallPart call = ToolCallPart.builder(new ToolCallId("c1"), "look")
        .args(Map.of("a", 1))
        .progress(List.of(1, 2))
        .build();

    assertThat(shown.part(call))
        .isEqualTo(
            "{\"type\":\"tool-call\",\"toolCallId\":\"c1\",\"toolName\":\"look\",\"args\":{\"a\":1},\"argsText\":\"\",\"progress\":[1,2]}");
  }

  @Test
  @DisplayName("what cannot be read back is shown all the same, on one line")
  void anything() {
    UnknownPart odd = new UnknownPart("text", Map.of("type", "text", "text", "a\nb"));

    assertThat(shown.content(List.of(TextPart.of("x\r\n\u2028"), odd)))
        .startsWith("[{\"type\":\"text\",\"text\":\"x\\r\\n")
        .doesNotContain("\n", "\r");
  }

  @Test
  @DisplayName("a status and metadata stand alone")
  void pieces() {
    Message question = Message.builder(
            new MessageId("u1"), Role.USER, Instant.parse("2026-01-01T00:00:00Z"))
        .text("Hi")
        .custom(Map.of("n", 1))
        .build();

    assertThat(shown.status(Status.RUNNING)).isEqualTo("{\"type\":\"running\"}");
    assertThat(shown.metadata(question)).isEqualTo("{\"custom\":{\"n\":1}}");
  }
}
