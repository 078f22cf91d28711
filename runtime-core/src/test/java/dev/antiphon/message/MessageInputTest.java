package dev.antiphon.message;

import static dev.antiphon.testing.TestMessages.NOW;
import static dev.antiphon.testing.TestMessages.id;
import static dev.antiphon.testing.TestMessages.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.testing.FixedCompletion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageInputTest {

  private final FixedCompletion completion = new FixedCompletion();

  @Test
  @DisplayName("MSG-10: a string is one text part of a user; id, date and status are filled in")
  void text() {
    Message message = MessageInput.text("hi").toMessage(completion);

    assertThat(message)
        .isEqualTo(Message.builder(id("made-1"), Role.USER, NOW).text("hi").build());
    Message reply = MessageInput.of(Role.ASSISTANT, "yes").toMessage(completion);
    assertThat(reply.id()).isEqualTo(id("made-2"));
    assertThat(reply.status()).isEqualTo(Status.COMPLETE_UNKNOWN);
  }

  @Test
  @DisplayName("MSG-3, MSG-10: what is given is kept, and the completion is not asked")
  void given() {
    Instant then = NOW.minusSeconds(5);
    Attachment file = Attachment.builder(new AttachmentId("a"), "file", "a.txt").build();
    MessageMetadata metadata = MessageMetadata.builder().custom(Map.of("k", 1)).build();

    Message message = MessageInput.builder(Role.USER)
        .id(id("u1"))
        .createdAt(then)
        .text("hi")
        .metadata(metadata)
        .attachments(List.of(file))
        .build()
        .toMessage(completion);

    assertThat(message)
        .isEqualTo(Message.builder(id("u1"), Role.USER, then)
            .text("hi")
            .metadata(metadata)
            .attachments(List.of(file))
            .build());
    assertThat(MessageInput.builder(Role.ASSISTANT)
            .status(Status.CANCELLED)
            .build()
            .toMessage(completion)
            .status())
        .isEqualTo(Status.CANCELLED);
    assertThat(completion.newMessageId()).isEqualTo(id("made-2"));
  }

  @Test
  @DisplayName("MSG-10: a finished message stays exactly as it is, blank text too")
  void finishedMessage() {
    Message message = Message.builder(id("m"), Role.ASSISTANT, NOW)
        .content(List.of(TextPart.of(" "), new UnknownPart("new", Map.of("type", "new"))))
        .status(Status.CANCELLED)
        .build();

    MessageInput input = MessageInput.of(message);

    assertThat(input.toMessage(completion)).isSameAs(message);
    assertThat(input.role()).isEqualTo(Role.ASSISTANT);
    assertThat(input.id()).isEqualTo(id("m"));
    assertThat(input).hasToString("MessageInput[m, ASSISTANT, 2 parts]");
  }

  @Test
  @DisplayName(
      "MSG-11: blank text of an assistant is dropped, reasoning only if its summary is blank too")
  void blankParts() {
    ReasoningPart summarized =
        ReasoningPart.builder(TextView.of(" ")).summary("thought").build();
    ReasoningPart blank = ReasoningPart.builder(TextView.of("")).summary(" ").build();

    Message message = MessageInput.of(
            Role.ASSISTANT,
            List.of(
                TextPart.of(" \n\t"),
                summarized,
                blank,
                ReasoningPart.of(""),
                ReasoningPart.of("hm"),
                TextPart.of("yes")))
        .toMessage(completion);

    assertThat(message.content())
        .containsExactly(summarized, ReasoningPart.of("hm"), TextPart.of("yes"));
  }

  @Test
  @DisplayName("MSG-11: only assistant messages lose parts")
  void usersKeepBlankText() {
    Message message = MessageInput.of(
            Role.USER, List.of(TextPart.of(""), new ImagePart("http://x/i.png", null, null)))
        .toMessage(completion);

    assertThat(message.content()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://x/i.png",
        "HTTPS://x/i.png",
        "blob:https://x/1",
        "data:image/png;base64,AAA=",
        "data:image/svg+xml,%3Csvg"
      })
  @DisplayName("MSG-11: image data URLs, https: and blob: URLs stay")
  void imagesThatStay(String image) {
    assertThat(imagesAfter(image)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://x/i.png",
        "javascript:alert(1)",
        "data:text/html,x",
        "data:image/;base64,AAA=",
        "data:image/png",
        "x https://x",
        ""
      })
  @DisplayName("MSG-11: any other image of an assistant is dropped")
  void imagesThatGo(String image) {
    assertThat(imagesAfter(image)).isEmpty();
  }

  private List<MessagePart> imagesAfter(String image) {
    return MessageInput.of(Role.ASSISTANT, List.of(new ImagePart(image, null, null)))
        .toMessage(completion)
        .content();
  }

  @Test
  @DisplayName(
      "MSG-11: a dropped image is warned of, blank text noted at DEBUG, both without content")
  void logsWithoutContent() {
    Logger logger = Logger.getLogger(MessageInput.class.getName());
    List<String> lines = new ArrayList<>();
    Handler handler = new Handler() {
      @Override
      public void publish(LogRecord entry) {
        if (entry.getLongThreadID() == Thread.currentThread().getId()) {
          lines.add(entry.getLevel() + " " + new SimpleFormatter().formatMessage(entry));
        }
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
    Level before = logger.getLevel();
    logger.setLevel(Level.ALL);
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
    try {
      MessageInput.of(
              Role.ASSISTANT,
              List.of(
                  TextPart.of(" "),
                  ReasoningPart.of(" "),
                  new ImagePart("http://secret", "secret", null)))
          .toMessage(completion);
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
      logger.setLevel(before);
    }

    assertThat(lines)
        .containsExactly(
            "FINE Dropped content[0] of an assistant message: blank text.",
            "FINE Dropped content[1] of an assistant message: blank reasoning.",
            "WARNING Dropped content[2] of an assistant message: the image is neither an image data"
                + " URL nor an https: or blob: URL.");
  }

  @Test
  @DisplayName(
      "MSG-12: the text of a call's arguments defaults to their JSON, and the other way round")
  void callArguments() {
    completion.knowing("{\"city\": \"SF\"}", Map.of("city", "SF"));
    ToolCallPart.Builder call = ToolCallPart.builder(new ToolCallId("c"), "tool");

    List<ToolCallPart> calls = MessageInput.of(
            Role.ASSISTANT,
            List.of(
                call.args(Map.of("k", 1)).build(),
                call.args(Map.of()).argsText(TextView.of("{\"city\": \"SF\"}")).build(),
                call.args(Map.of("k", 2)).argsText(TextView.of("{\"k\":2}")).build()))
        .toMessage(completion)
        .toolCalls();

    assertThat(calls)
        .extracting(each -> each.argsText().toString())
        .containsExactly("written {k=1}", "{\"city\": \"SF\"}", "{\"k\":2}");
    assertThat(calls)
        .extracting(ToolCallPart::args)
        .containsExactly(Map.of("k", 1), Map.of("city", "SF"), Map.of("k", 2));
    assertThat(calls).extracting(ToolCallPart::toolCallId).containsOnly(new ToolCallId("c"));
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "{\"ci", "[1]", "null"})
  @DisplayName(
      "MSG-12: arguments that are blank, cut off or no object are {}, and their text stays")
  void argumentsThatAreNoObject(String text) {
    completion.knowing("[1]", List.of(1));

    ToolCallPart call = MessageInput.of(
            Role.ASSISTANT,
            List.of(ToolCallPart.builder(new ToolCallId("c"), "tool")
                .argsText(TextView.of(text))
                .build()))
        .toMessage(completion)
        .toolCalls()
        .get(0);

    assertThat(call.args()).isEmpty();
    assertThat(call.argsText()).hasToString(text);
  }

  @Test
  @DisplayName(
      "MSG-12: a part of an unknown type is refused by name, one of type data-NAME is data")
  void unknownParts() {
    assertThatThrownBy(() -> MessageInput.of(
            Role.USER, List.of(new UnknownPart("hologram", Map.of("type", "hologram")))))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("'hologram'");
    assertThat(MessageInput.of(
                Role.USER, List.of(new UnknownPart("data-place", Map.of("data", "SF"))))
            .toMessage(completion)
            .content())
        .containsExactly(new DataPart("place", "SF"));
  }

  @Test
  @DisplayName(
      "MSG-4: what may not stand in a message of the role is refused when the input is made")
  void wrongRole() {
    assertThatThrownBy(
            () -> MessageInput.of(Role.USER, List.of(TextPart.of("a"), ReasoningPart.of("b"))))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("'content[1]'");
    assertThatThrownBy(() -> MessageInput.builder(Role.SYSTEM).build().toMessage(completion))
        .isInstanceOf(InvalidMessageException.class);
  }

  @Test
  @DisplayName("MSG-1: inputs are values, and their content is copied")
  void values() {
    List<MessagePart> parts = new ArrayList<>(List.of(TextPart.of("a")));
    MessageInput input = MessageInput.of(Role.USER, parts);
    parts.clear();

    assertThat(input)
        .isEqualTo(MessageInput.text("a"))
        .hasSameHashCodeAs(MessageInput.text("a"))
        .hasToString("MessageInput[no id, USER, 1 parts]")
        .isNotEqualTo(MessageInput.text("b"))
        .isNotEqualTo(MessageInput.of(Role.ASSISTANT, "a"))
        .isNotEqualTo(MessageInput.of(user("a")))
        .isNotEqualTo("a");
    MessageInput.Builder plain = MessageInput.builder(Role.ASSISTANT);
    MessageInput empty = plain.build();
    assertThat(empty)
        .isNotEqualTo(plain.id(id("m")).build())
        .isNotEqualTo(plain.id(null).createdAt(NOW).build())
        .isNotEqualTo(plain.createdAt(null).status(Status.STOP).build())
        .isNotEqualTo(plain
            .status(null)
            .metadata(MessageMetadata.builder().state(1).build())
            .build())
        .isEqualTo(plain.metadata(MessageMetadata.NONE).build());
    assertThat(MessageInput.builder(Role.USER)
            .attachments(
                List.of(Attachment.builder(new AttachmentId("a"), "file", "a").build()))
            .build())
        .isNotEqualTo(MessageInput.builder(Role.USER).build());
  }
}
