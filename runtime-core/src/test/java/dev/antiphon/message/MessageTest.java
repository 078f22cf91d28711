package dev.antiphon.message;

import static dev.antiphon.testing.TestMessages.NOW;
import static dev.antiphon.testing.TestMessages.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MessageTest {

  private static final ToolCallPart CALL =
      ToolCallPart.builder(new ToolCallId("c"), "tool").build();

  @Test
  @DisplayName("MSG-1: the content of a message is copied and cannot be changed")
  void copiesContent() {
    List<MessagePart> parts = new ArrayList<>(List.of(TextPart.of("a")));
    Message message = Message.builder(id("m"), Role.USER, NOW).content(parts).build();
    parts.add(TextPart.of("b"));

    assertThat(message.content()).containsExactly(TextPart.of("a"));
    assertThatThrownBy(() -> message.content().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> message.attachments().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> message.metadata().custom().put("k", 1))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  @DisplayName("ids have a length, compare as text, and are what they show")
  void ids() {
    assertThat(new MessageId("a")).isLessThan(new MessageId("b")).hasToString("a");
    assertThat(new RunId("r")).hasToString("r").isEqualTo(new RunId("r"));
    assertThat(new ToolCallId("c")).hasToString("c");
    assertThat(new ApprovalId("a")).hasToString("a");
    assertThat(new AttachmentId("a")).hasToString("a");
    assertThat(new ThreadKey("ada", "t1")).hasToString("ada/t1");
    assertThatThrownBy(() -> new MessageId("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MessageId("x".repeat(129)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("129");
    assertThatThrownBy(() -> new ThreadKey("", "t1")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("MSG-3: times are kept in milliseconds")
  void milliseconds() {
    Instant fine = NOW.plusNanos(1_234_567);

    assertThat(Message.builder(id("m"), Role.USER, fine).build().createdAt())
        .isEqualTo(NOW.plusMillis(1));
    assertThat(new ToolTiming(fine, fine))
        .isEqualTo(new ToolTiming(NOW.plusMillis(1), NOW.plusMillis(1)));
    assertThat(ToolApproval.builder(new ApprovalId("a")).expiresAt(fine).build().expiresAt())
        .isEqualTo(NOW.plusMillis(1));
  }

  static Stream<Arguments> partsAndRoles() {
    return Stream.of(
        Arguments.of(TextPart.of("a"), "SYSTEM USER ASSISTANT"),
        Arguments.of(ReasoningPart.of("a"), "ASSISTANT"),
        Arguments.of(CALL, "ASSISTANT"),
        Arguments.of(new SourcePart.Url("s", "https://x", null, null, null), "ASSISTANT"),
        Arguments.of(
            new SourcePart.Document("s", "t", "text/plain", null, null, null), "ASSISTANT"),
        Arguments.of(new ImagePart("https://x", null, null), "USER ASSISTANT"),
        Arguments.of(new FilePart("aGk=", "text/plain", null, null, null, null), "USER ASSISTANT"),
        Arguments.of(new DataPart("d", null), "USER ASSISTANT"),
        Arguments.of(new AudioPart("AAA=", "wav"), "USER"),
        Arguments.of(new GenerativeUiPart(Map.of("root", "x"), null, null), "ASSISTANT"),
        Arguments.of(new UnknownPart("new", Map.of("type", "new")), "USER ASSISTANT"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("partsAndRoles")
  @DisplayName("MSG-4: a part type that the role may not have is refused, naming the field")
  void partTypes(MessagePart part, String roles) {
    for (Role role : Role.values()) {
      Message.Builder builder = Message.builder(id("m"), role, NOW).content(List.of(part));
      if (roles.contains(role.name())) {
        assertThat(builder.build().content()).containsExactly(part);
      } else {
        assertThatThrownBy(builder::build)
            .isInstanceOf(InvalidMessageException.class)
            .hasMessageContaining("content");
      }
    }
  }

  @Test
  @DisplayName("MSG-4: every kind of part has its roles tried above")
  void noPartForgotten() {
    List<Class<?>> tried = partsAndRoles()
        .<Class<?>>map(arguments -> arguments.get()[0].getClass())
        .toList();

    assertThat(tried).containsAll(leaves(MessagePart.class));
  }

  private static List<Class<?>> leaves(Class<?> type) {
    Class<?>[] permitted = type.getPermittedSubclasses();
    return permitted == null
        ? List.of(type)
        : Arrays.stream(permitted).flatMap(each -> leaves(each).stream()).toList();
  }

  @Test
  @DisplayName("MSG-4: a system message is exactly one text part")
  void systemMessage() {
    Message.Builder system = Message.builder(id("m"), Role.SYSTEM, NOW);
    assertThatThrownBy(system::build).hasMessageContaining("'content'");
    assertThatThrownBy(
            () -> system.content(List.of(TextPart.of("a"), TextPart.of("b"))).build())
        .isInstanceOf(InvalidMessageException.class);
    assertThatThrownBy(
            () -> system.content(List.of(new UnknownPart("x", Map.of()))).build())
        .isInstanceOf(InvalidMessageException.class);

    Message message = system.text("Be brief.").build();
    assertThat(message.withPart(0, TextPart.of("Be kind.")).text()).isEqualTo("Be kind.");
    assertThatThrownBy(() -> message.withPart(0, new UnknownPart("x", Map.of())))
        .isInstanceOf(InvalidMessageException.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = Role.class,
      names = {"USER", "SYSTEM"})
  @DisplayName("MSG-4: status, steps and the like on a non-assistant message are refused")
  void assistantOnly(Role role) {
    Message.Builder builder = Message.builder(id("m"), role, NOW).text("a");
    assertThatThrownBy(() -> builder.status(Status.STOP).build())
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("'status'");
    builder.status(null);
    for (MessageMetadata metadata : List.of(
        MessageMetadata.builder().state(1).build(),
        MessageMetadata.builder().annotations(List.of(1)).build(),
        MessageMetadata.builder().data(List.of(1)).build(),
        MessageMetadata.builder().steps(List.of(Step.empty())).build(),
        MessageMetadata.builder().timing(MessageTiming.builder().build()).build(),
        MessageMetadata.builder()
            .submittedFeedback(new Feedback(Feedback.Type.POSITIVE, null))
            .build())) {
      assertThatThrownBy(() -> builder.metadata(metadata).build())
          .isInstanceOf(InvalidMessageException.class)
          .hasMessageContaining("'metadata'");
    }
    assertThat(builder
            .metadata(MessageMetadata.NONE)
            .custom(Map.of("k", 1))
            .build()
            .metadata()
            .custom())
        .containsEntry("k", 1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Role.class,
      names = {"ASSISTANT", "SYSTEM"})
  @DisplayName("MSG-4: attachments on a non-user message are refused")
  void attachmentsForUsersOnly(Role role) {
    Attachment file = Attachment.builder(new AttachmentId("a"), "file", "a.txt").build();

    assertThatThrownBy(() -> Message.builder(id("m"), role, NOW)
            .text("a")
            .attachments(List.of(file))
            .build())
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("'attachments'");
  }

  @Test
  @DisplayName("MSG-4: an attachment holds user parts, and formats and source types are known ones")
  void partFields() {
    assertThatThrownBy(() -> Attachment.builder(new AttachmentId("a"), "file", "a")
            .content(List.of(ReasoningPart.of("x"))))
        .isInstanceOf(InvalidMessageException.class);
    assertThatThrownBy(() -> new AudioPart("AAA=", "ogg"))
        .isInstanceOf(InvalidMessageException.class);
    assertThatThrownBy(() -> new FilePart("x", "a/b", null, "path", null, null))
        .isInstanceOf(InvalidMessageException.class);
    assertThatThrownBy(() -> new GenerativeUiPart(Map.of(), null, null))
        .isInstanceOf(InvalidMessageException.class);
    assertThat(new FilePart("x", "a/b", null, "id", null, null).sourceType()).isEqualTo("id");
    assertThat(new FilePart("x", "a/b", null, "url", null, null).sourceType()).isEqualTo("url");
    assertThat(new AudioPart("x", "mp3").format()).isEqualTo("mp3");
  }

  @Test
  @DisplayName("MSG-5: there is no tool role; a result lives on its call")
  void noToolRole() {
    Message message = Message.builder(id("m"), Role.ASSISTANT, NOW)
        .content(List.of(TextPart.of("a"), CALL.toBuilder().result("sunny").build()))
        .build();

    assertThat(Role.values()).containsExactly(Role.SYSTEM, Role.USER, Role.ASSISTANT);
    assertThat(message.toolCalls())
        .singleElement()
        .satisfies(call -> assertThat(call.result()).isEqualTo("sunny"));
  }

  static Stream<@Nullable Object> falsy() {
    return Stream.of(null, false, 0, "");
  }

  @ParameterizedTest
  @MethodSource("falsy")
  @DisplayName(
      "MSG-6: null, false, 0 and \"\" are set values of results and artifacts, not absent ones")
  void setIsNotAbsent(@Nullable Object value) {
    ToolCallPart set = CALL.toBuilder().result(value).artifact(value).build();

    assertThat(set.hasResult()).isTrue();
    assertThat(set.hasArtifact()).isTrue();
    assertThat(set.result()).isEqualTo(value);
    assertThat(CALL.hasResult()).isFalse();
    assertThat(CALL.hasArtifact()).isFalse();
    assertThat(set).isNotEqualTo(CALL).isEqualTo(set.toBuilder().build());
    assertThat(CALL.toBuilder().progress(value).build().hasProgress()).isTrue();
  }

  @Test
  @DisplayName(
      "MSG-9: copy text is the text parts joined by one blank line, without reasoning and calls")
  void copyText() {
    Message message = Message.builder(id("m"), Role.ASSISTANT, NOW)
        .content(
            List.of(ReasoningPart.of("hm"), TextPart.of("one"), CALL, TextPart.of("two\nlines")))
        .build();

    assertThat(message.text()).isEqualTo("one\n\ntwo\nlines");
  }

  @Test
  @DisplayName("an assistant message without a status is complete for an unknown reason")
  void defaultStatus() {
    Message message = Message.builder(id("m"), Role.ASSISTANT, NOW).build();

    assertThat(message.status()).isEqualTo(Status.COMPLETE_UNKNOWN);
    assertThat(Message.builder(id("m"), Role.USER, NOW).build().status()).isNull();
    assertThat(message.isRunning()).isFalse();
    assertThat(message.withStatus(Status.RUNNING).isRunning()).isTrue();
    assertThat(message.withStatus(Status.TOOL_CALLS).isPaused()).isTrue();
    assertThat(message.isPaused()).isFalse();
    assertThat(Message.builder(id("m"), Role.USER, NOW).build().isRunning()).isFalse();
    assertThat(Message.builder(id("m"), Role.USER, NOW).build().isPaused()).isFalse();
  }

  @Test
  @DisplayName("one part is replaced, and checked against the role")
  void withPart() {
    Message message = Message.builder(id("m"), Role.ASSISTANT, NOW)
        .content(List.of(TextPart.of("a"), CALL))
        .build();

    assertThat(message.withPart(0, TextPart.of("b")).content())
        .containsExactly(TextPart.of("b"), CALL);
    assertThatThrownBy(() -> message.withPart(0, new AudioPart("A", "wav")))
        .isInstanceOf(InvalidMessageException.class);
    assertThatThrownBy(() -> message.withPart(2, CALL))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  @DisplayName("nothing of a message shows in its toString")
  void noContentInToString() {
    Map<String, Object> json = Map.of("root", "secret");
    List<Object> values = List.of(
        TextPart.of("secret"),
        ReasoningPart.of("secret"),
        CALL.toBuilder()
            .args(json)
            .argsText(TextView.of("secret"))
            .result("secret")
            .build(),
        new SourcePart.Url("s", "https://secret", "secret", json, null),
        new SourcePart.Document("s", "secret", "text/plain", "secret", json, null),
        new ImagePart("https://secret", "secret", json),
        new FilePart("secret", "text/plain", "secret", null, json, null),
        new DataPart("d", json),
        new AudioPart("secret", "wav"),
        new GenerativeUiPart(json, null, null),
        new GenerativeUiPart(json, "id", null),
        new UnknownPart("new", json),
        new ToolInterrupt("secret"),
        new Feedback(Feedback.Type.POSITIVE, "secret"),
        Attachment.builder(new AttachmentId("a"), "file", "secret").build(),
        Message.builder(id("m"), Role.USER, NOW).text("secret").custom(json).build(),
        Message.builder(id("m"), Role.ASSISTANT, NOW).text("secret").build(),
        MessageInput.text("secret"),
        MessageInput.of(Message.builder(id("m"), Role.USER, NOW).text("secret").build()));

    assertThat(values).extracting(Object::toString).noneMatch(shown -> shown.contains("secret"));
  }
}
