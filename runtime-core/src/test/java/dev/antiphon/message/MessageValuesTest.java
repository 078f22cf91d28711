package dev.antiphon.message;

import static dev.antiphon.testing.TestMessages.NOW;
import static dev.antiphon.testing.TestMessages.id;
import static dev.antiphon.testing.TestMessages.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.testing.ValueCheck;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MessageValuesTest {

  private static final Map<String, Object> ONE = Map.of("k", 1);
  private static final Map<String, Object> OTHER = Map.of("k", 2);

  @Test
  @DisplayName("MSG-1: a message is equal to another one if all its fields are")
  void message() {
    ValueCheck.of(
            () -> Message.builder(id("m"), Role.ASSISTANT, NOW),
            Message.Builder::build,
            Message::toBuilder)
        .field(
            "content",
            Message.Builder::content,
            Message::content,
            List.of(TextPart.of("a")),
            List.of(TextPart.of("b")))
        .field("status", Message.Builder::status, Message::status, Status.RUNNING, Status.STOP)
        .field(
            "metadata",
            Message.Builder::metadata,
            Message::metadata,
            MessageMetadata.builder().custom(ONE).build(),
            MessageMetadata.builder().custom(OTHER).build())
        .verify();
    ValueCheck.of(
            () -> Message.builder(id("m"), Role.USER, NOW),
            Message.Builder::build,
            Message::toBuilder)
        .field(
            "attachments",
            Message.Builder::attachments,
            Message::attachments,
            List.of(attachment("a")),
            List.of(attachment("b")))
        .verify();
    assertThat(user("a", "same"))
        .isNotEqualTo(user("b", "same"))
        .isNotEqualTo(
            Message.builder(id("a"), Role.USER, NOW.plusMillis(1)).text("same").build())
        .isNotEqualTo(Message.builder(id("a"), Role.SYSTEM, NOW).text("same").build());
  }

  @Test
  @DisplayName("MSG-1: text parts are values")
  void textPart() {
    ValueCheck.of(
            () -> TextPart.builder(TextView.of("")), TextPart.Builder::build, TextPart::toBuilder)
        .field("text", TextPart.Builder::text, TextPart::view, TextView.of("a"), TextView.of("b"))
        .field(
            "status", TextPart.Builder::status, TextPart::status, Status.RUNNING, Status.COMPLETE)
        .field(
            "providerMetadata",
            TextPart.Builder::providerMetadata,
            TextPart::providerMetadata,
            ONE,
            OTHER)
        .field("parentId", TextPart.Builder::parentId, TextPart::parentId, "a", "b")
        .verify();
  }

  @Test
  @DisplayName("MSG-1: reasoning parts are values")
  void reasoningPart() {
    ValueCheck.of(
            () -> ReasoningPart.builder(TextView.of("")),
            ReasoningPart.Builder::build,
            ReasoningPart::toBuilder)
        .field(
            "text",
            ReasoningPart.Builder::text,
            ReasoningPart::view,
            TextView.of("a"),
            TextView.of("b"))
        .field("summary", ReasoningPart.Builder::summary, ReasoningPart::summary, "a", "b")
        .field(
            "status",
            ReasoningPart.Builder::status,
            ReasoningPart::status,
            Status.RUNNING,
            Status.COMPLETE)
        .field(
            "providerMetadata",
            ReasoningPart.Builder::providerMetadata,
            ReasoningPart::providerMetadata,
            ONE,
            OTHER)
        .field("parentId", ReasoningPart.Builder::parentId, ReasoningPart::parentId, "a", "b")
        .verify();
  }

  @Test
  @DisplayName("MSG-1: tool calls are values")
  void toolCallPart() {
    ValueCheck.of(
            () -> ToolCallPart.builder(new ToolCallId("c"), "tool"),
            ToolCallPart.Builder::build,
            ToolCallPart::toBuilder)
        .field(
            "toolCallId",
            ToolCallPart.Builder::toolCallId,
            ToolCallPart::toolCallId,
            new ToolCallId("c1"),
            new ToolCallId("c2"))
        .field("toolName", ToolCallPart.Builder::toolName, ToolCallPart::toolName, "a", "b")
        .field("args", ToolCallPart.Builder::args, ToolCallPart::args, ONE, OTHER)
        .field(
            "argsText",
            ToolCallPart.Builder::argsText,
            ToolCallPart::argsText,
            TextView.of("{}"),
            TextView.of("{ }"))
        .field("result", ToolCallPart.Builder::result, ToolCallPart::result, "a", "b")
        .field("artifact", ToolCallPart.Builder::artifact, ToolCallPart::artifact, "a", "b")
        .field("progress", ToolCallPart.Builder::progress, ToolCallPart::progress, "a", "b")
        .field(
            "modelContent",
            ToolCallPart.Builder::modelContent,
            ToolCallPart::modelContent,
            List.of(TextPart.of("a")),
            List.of(TextPart.of("b")))
        .field(
            "timing",
            ToolCallPart.Builder::timing,
            ToolCallPart::timing,
            new ToolTiming(NOW, null),
            new ToolTiming(NOW, NOW))
        .field(
            "approval",
            ToolCallPart.Builder::approval,
            ToolCallPart::approval,
            gate("g1"),
            gate("g2"))
        .field(
            "interrupt",
            ToolCallPart.Builder::interrupt,
            ToolCallPart::interrupt,
            new ToolInterrupt("a"),
            new ToolInterrupt(null))
        .field("mcp", ToolCallPart.Builder::mcp, ToolCallPart::mcp, ONE, OTHER)
        .field(
            "messages",
            ToolCallPart.Builder::messages,
            ToolCallPart::messages,
            List.of(user("a")),
            List.of(user("b")))
        .field(
            "providerMetadata",
            ToolCallPart.Builder::providerMetadata,
            ToolCallPart::providerMetadata,
            ONE,
            OTHER)
        .field("parentId", ToolCallPart.Builder::parentId, ToolCallPart::parentId, "a", "b")
        .verify();
    ToolCallPart call = ToolCallPart.builder(new ToolCallId("c"), "tool").build();
    assertThat(call)
        .isNotEqualTo(call.toBuilder().isError(true).build())
        .isNotEqualTo(call.toBuilder().isProviderExecuted(true).build())
        .isEqualTo(call.toBuilder().progress(1).withoutProgress().build());
    assertThat(call.toBuilder().isProviderExecuted(true).build().isProviderExecuted())
        .isTrue();
    assertThat(call.toBuilder().isError(true).build().isError()).isTrue();
  }

  @Test
  @DisplayName("MSG-1: approval gates are values")
  void toolApproval() {
    ValueCheck.of(() -> gate("g").toBuilder(), ToolApproval.Builder::build, ToolApproval::toBuilder)
        .field(
            "id",
            ToolApproval.Builder::id,
            ToolApproval::id,
            new ApprovalId("a"),
            new ApprovalId("b"))
        .field("approved", ToolApproval.Builder::approved, ToolApproval::approved, true, false)
        .field("reason", ToolApproval.Builder::reason, ToolApproval::reason, "a", "b")
        .field("optionId", ToolApproval.Builder::optionId, ToolApproval::optionId, "a", "b")
        .field(
            "options",
            ToolApproval.Builder::options,
            ToolApproval::options,
            List.of(ApprovalOption.of("a", ApprovalOption.ALLOW_ONCE)),
            List.of())
        .field(
            "resolution",
            ToolApproval.Builder::resolution,
            ToolApproval::resolution,
            ToolApproval.Resolution.EXPIRED,
            ToolApproval.Resolution.ANSWERED)
        .field(
            "editedArguments",
            ToolApproval.Builder::editedArguments,
            ToolApproval::editedArguments,
            ONE,
            OTHER)
        .field(
            "expiresAt",
            ToolApproval.Builder::expiresAt,
            ToolApproval::expiresAt,
            NOW,
            NOW.plusSeconds(1))
        .field(
            "argumentsHash",
            ToolApproval.Builder::argumentsHash,
            ToolApproval::argumentsHash,
            "a",
            "b")
        .verify();
    assertThat(gate("g").toBuilder().isAutomatic(true).build())
        .isNotEqualTo(gate("g"))
        .extracting(ToolApproval::isAutomatic)
        .isEqualTo(true);
    assertThat(gate("g").toBuilder().expiresAt(null).build()).isEqualTo(gate("g"));
  }

  @Test
  @DisplayName(
      "a gate is open until it has a decision or a resolution, and approved by a decision alone")
  void gateStates() {
    ToolApproval denied = gate("g").toBuilder().approved(false).build();
    ToolApproval approved = gate("g").toBuilder().approved(true).build();
    ToolApproval expired =
        gate("g").toBuilder().resolution(ToolApproval.Resolution.EXPIRED).build();
    ToolApproval approvedLate =
        approved.toBuilder().resolution(ToolApproval.Resolution.CANCELLED).build();

    assertThat(gate("g").isOpen()).isTrue();
    assertThat(List.of(denied, approved, expired)).noneMatch(ToolApproval::isOpen);
    assertThat(approved.isApproved()).isTrue();
    assertThat(List.of(gate("g"), denied, expired, approvedLate))
        .noneMatch(ToolApproval::isApproved);
    ToolCallPart call = ToolCallPart.builder(new ToolCallId("c"), "tool").build();
    assertThat(call.hasOpenGate()).isFalse();
    assertThat(call.toBuilder().approval(gate("g")).build().hasOpenGate()).isTrue();
    assertThat(call.toBuilder().approval(denied).build().hasOpenGate()).isFalse();
  }

  @Test
  @DisplayName("MSG-1: steps, timings, metadata and attachments are values")
  void restOfMessage() {
    ValueCheck.of(Step::builder, Step.Builder::build, Step::toBuilder)
        .field("messageId", Step.Builder::messageId, Step::messageId, "a", "b")
        .field("usage", Step.Builder::usage, Step::usage, TokenUsage.NONE, new TokenUsage(1, 2))
        .field("finishReason", Step.Builder::finishReason, Step::finishReason, "stop", "length")
        .field("contentSize", Step.Builder::contentSize, Step::contentSize, 0, 1)
        .verify();
    ValueCheck.of(
            MessageMetadata::builder, MessageMetadata.Builder::build, MessageMetadata::toBuilder)
        .field("state", MessageMetadata.Builder::state, MessageMetadata::state, "a", "b")
        .field(
            "annotations",
            MessageMetadata.Builder::annotations,
            MessageMetadata::annotations,
            List.of(1),
            List.of(2))
        .field("data", MessageMetadata.Builder::data, MessageMetadata::data, List.of(1), List.of(2))
        .field(
            "steps",
            MessageMetadata.Builder::steps,
            MessageMetadata::steps,
            List.of(Step.empty()),
            List.of(Step.empty(), Step.empty()))
        .field(
            "timing",
            MessageMetadata.Builder::timing,
            MessageMetadata::timing,
            MessageTiming.builder().build(),
            MessageTiming.builder().totalChunks(1).build())
        .field(
            "submittedFeedback",
            MessageMetadata.Builder::submittedFeedback,
            MessageMetadata::submittedFeedback,
            new Feedback(Feedback.Type.POSITIVE, null),
            new Feedback(Feedback.Type.NEGATIVE, null))
        .field("custom", MessageMetadata.Builder::custom, MessageMetadata::custom, ONE, OTHER)
        .verify();
    ValueCheck.of(MessageTiming::builder, MessageTiming.Builder::build, MessageTiming::toBuilder)
        .field(
            "streamStartTime",
            MessageTiming.Builder::streamStartTime,
            MessageTiming::streamStartTime,
            1L,
            2L)
        .field(
            "firstTokenTime",
            MessageTiming.Builder::firstTokenTime,
            MessageTiming::firstTokenTime,
            1L,
            2L)
        .field(
            "totalStreamTime",
            MessageTiming.Builder::totalStreamTime,
            MessageTiming::totalStreamTime,
            1L,
            2L)
        .field("tokenCount", MessageTiming.Builder::tokenCount, MessageTiming::tokenCount, 1L, 2L)
        .field(
            "tokensPerSecond",
            MessageTiming.Builder::tokensPerSecond,
            MessageTiming::tokensPerSecond,
            1.5,
            2.5)
        .field(
            "totalChunks", MessageTiming.Builder::totalChunks, MessageTiming::totalChunks, 1L, 2L)
        .field(
            "toolCallCount",
            MessageTiming.Builder::toolCallCount,
            MessageTiming::toolCallCount,
            1L,
            2L)
        .verify();
    ValueCheck.of(
            () -> attachment("a").toBuilder(), Attachment.Builder::build, Attachment::toBuilder)
        .field(
            "id",
            Attachment.Builder::id,
            Attachment::id,
            new AttachmentId("x"),
            new AttachmentId("y"))
        .field("type", Attachment.Builder::type, Attachment::type, "image", "document")
        .field("name", Attachment.Builder::name, Attachment::name, "x", "y")
        .field(
            "contentType", Attachment.Builder::contentType, Attachment::contentType, "x/a", "x/b")
        .field(
            "content",
            Attachment.Builder::content,
            Attachment::content,
            List.of(TextPart.of("x")),
            List.of(TextPart.of("y")))
        .verify();
  }

  @Test
  @DisplayName("a reported timing wins field by field; counts of 0 count as not reported")
  void timingOverridden() {
    MessageTiming measured = MessageTiming.builder()
        .streamStartTime(1L)
        .firstTokenTime(2L)
        .totalChunks(3)
        .toolCallCount(4)
        .build();
    MessageTiming reported = MessageTiming.builder()
        .streamStartTime(10L)
        .firstTokenTime(20L)
        .totalStreamTime(30L)
        .tokenCount(40L)
        .tokensPerSecond(5.0)
        .totalChunks(60)
        .toolCallCount(70)
        .build();

    assertThat(measured.overriddenBy(reported)).isEqualTo(reported);
    assertThat(measured.overriddenBy(MessageTiming.builder().build())).isEqualTo(measured);
  }

  @Test
  @DisplayName("usage adds up, and does not overflow in silence")
  void usage() {
    assertThat(new TokenUsage(1, 2).plus(new TokenUsage(10, 20))).isEqualTo(new TokenUsage(11, 22));
    assertThatThrownBy(() -> new TokenUsage(Long.MAX_VALUE, 0).plus(new TokenUsage(1, 0)))
        .isInstanceOf(ArithmeticException.class);
  }

  private static ToolApproval gate(String id) {
    return ToolApproval.builder(new ApprovalId(id)).build();
  }

  private static Attachment attachment(String id) {
    return Attachment.builder(new AttachmentId(id), "file", "a.txt").build();
  }
}
