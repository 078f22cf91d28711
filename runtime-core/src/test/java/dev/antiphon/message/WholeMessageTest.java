package dev.antiphon.message;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.testing.FixedCompletion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WholeMessageTest {

  @Test
  @DisplayName("HIST-14: blank parts and odd images, which input loses, stay in a whole message")
  void nothingIsDropped() {
    Map<String, Object> json = Map.of(
        "role",
        "assistant",
        "content",
        List.of(
            Map.of("type", "text", "text", " "),
            Map.of("type", "reasoning", "text", ""),
            Map.of("type", "image", "image", "http://example.org/a.png")));

    assertThat(whole(json).content())
        .extracting(MessagePart::type)
        .containsExactly("text", "reasoning", "image");
    assertThat(MessageInput.fromJson(json).toMessage(new FixedCompletion()).content())
        .isEmpty();
  }

  @Test
  @DisplayName("HIST-14: a part of an unknown type, which input refuses, stays in a whole message")
  void unknownPart() {
    Map<String, Object> hologram = Map.of("type", "hologram", "depth", 3);
    Map<String, Object> json = Map.of("role", "user", "content", List.of(hologram));

    assertThat(whole(json).content()).containsExactly(new UnknownPart("hologram", hologram));
    assertThat(whole(json).unknownFields()).isEmpty();
    assertThatThrownBy(() -> MessageInput.fromJson(json))
        .isInstanceOf(InvalidMessageException.class);
  }

  @Test
  @DisplayName(
      "HIST-14: a field that is not known is kept by the object that had it, null included")
  void unknownFields() {
    Map<String, Object> json = Map.of(
        "role",
        "assistant",
        "x",
        1,
        "content",
        List.of(Map.of("type", "text", "text", "a", "y", List.of())),
        "status",
        Map.of("type", "complete", "reason", "stop", "z", Map.of()));

    Message message = whole(json);

    assertThat(message.unknownFields())
        .isEqualTo(Map.of(
            "", Map.of("x", 1),
            "/content/0", Map.of("y", List.of()),
            "/status", Map.of("z", Map.of())));
    assertThat(message.withStatus(Status.CANCELLED).unknownFields())
        .isEqualTo(message.unknownFields());
    assertThat(message).isNotEqualTo(message.toBuilder().unknownFields(Map.of()).build());
  }

  @Test
  @DisplayName(
      "HIST-14: a message inside of a tool call keeps its own, the outer one has none of it")
  void nestedMessages() {
    Map<String, Object> nested = Map.of("id", "n", "role", "user", "content", "Hi", "x", 1);
    Map<String, Object> json = Map.of(
        "role",
        "assistant",
        "content",
        List.of(Map.of(
            "type", "tool-call",
            "toolCallId", "c",
            "toolName", "delegate",
            "messages", List.of(nested))));

    Message message = whole(json);

    assertThat(message.unknownFields()).isEmpty();
    assertThat(requireNonNull(message.toolCalls().get(0).messages()).get(0).unknownFields())
        .isEqualTo(Map.of("", Map.of("x", 1)));
  }

  @Test
  @DisplayName("HIST-14: a call without id or argument text gets them, as in input (MSG-12)")
  void fillsIn() {
    Map<String, Object> call =
        Map.of("type", "tool-call", "toolName", "find", "args", Map.of("q", "x"));

    Message message = whole(Map.of("role", "assistant", "content", List.of(call)));

    assertThat(message.toolCalls().get(0).argsText().toString()).isEqualTo("written {q=x}");
    assertThat(message.status()).isEqualTo(Status.COMPLETE_UNKNOWN);
  }

  @Test
  @DisplayName("MSG-4: unknown fields that are no JSON object are refused")
  void invalid() {
    Message message = whole(Map.of("role", "user", "content", "Hi"));

    assertThatThrownBy(() -> message.toBuilder().unknownFields(Map.of("/content/0", 7)))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("'unknownFields./content/0' is not a JSON object");
    assertThatThrownBy(() -> whole(Map.of(
            "role",
            "assistant",
            "content",
            List.of(Map.of(
                "type", "tool-call", "toolName", "t", "interrupt", Map.of("type", "robot"))))))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("'content[0].interrupt.type' is 'robot', not human");
  }

  private static Message whole(Map<String, Object> json) {
    return MessageInput.fromWholeJson(json).toMessage(new FixedCompletion());
  }
}
