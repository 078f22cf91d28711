package dev.antiphon.spi.json;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.ApprovalOption;
import dev.antiphon.message.Attachment;
import dev.antiphon.message.AttachmentId;
import dev.antiphon.message.AudioPart;
import dev.antiphon.message.DataPart;
import dev.antiphon.message.Feedback;
import dev.antiphon.message.FilePart;
import dev.antiphon.message.GenerativeUiPart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageMetadata;
import dev.antiphon.message.MessageTiming;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.Role;
import dev.antiphon.message.SourcePart;
import dev.antiphon.message.Status;
import dev.antiphon.message.Step;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.TextView;
import dev.antiphon.message.TokenUsage;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.message.ToolInterrupt;
import dev.antiphon.message.ToolTiming;
import dev.antiphon.message.UnknownPart;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The message of the golden file: every field that the form has, each at least once. */
final class GoldenMessage {

  private static final Instant TIME = Instant.parse("2026-01-31T12:00:00.250Z");
  private static final Map<String, Object> PROVIDER = Map.of("openai", Map.of("itemId", "rs_1"));

  private GoldenMessage() {}

  static Message message() {
    return Message.builder(new MessageId("msg-1"), Role.ASSISTANT, TIME)
        .content(List.of(
            TextPart.builder(TextView.of("Hello \uD83D\uDE00, \uD83D alone, NUL \u0000"))
                .status(Status.COMPLETE)
                .providerMetadata(PROVIDER)
                .parentId("part-0")
                .build(),
            ReasoningPart.builder(TextView.of("Hm."))
                .summary("Thought")
                .status(Status.incomplete(Status.Reason.LENGTH))
                .providerMetadata(PROVIDER)
                .parentId("part-0")
                .build(),
            decidedCall(),
            pendingCall(),
            new SourcePart.Url("src-1", "https://example.org/", "Example", PROVIDER, "part-0"),
            new SourcePart.Document(
                "src-2", "Manual", "application/pdf", "manual.pdf", PROVIDER, "part-0"),
            new ImagePart("https://example.org/a.png", "a.png", PROVIDER),
            new FilePart("file-7", "text/plain", "a.txt", "id", PROVIDER, "part-0"),
            new DataPart("weather", Collections.singletonMap("wind", null)),
            new GenerativeUiPart(Map.of("root", card()), "ui-1", "part-0"),
            new UnknownPart("hologram", unknownFields())))
        .status(Status.failed(new ErrorInfo(
            ErrorInfo.PROVIDER,
            "The provider is busy.",
            ErrorInfo.Severity.WARNING,
            ErrorInfo.Display.DEV_ONLY)))
        .metadata(metadata())
        .unknownFields(Map.of("/content/0", Map.of("unstable_tone", "warm")))
        .build();
  }

  private static ToolCallPart decidedCall() {
    return ToolCallPart.builder(new ToolCallId("call-1"), "sendMail")
        .args(Map.of("to", "ada@example.org"))
        .argsText(TextView.of("{\"to\": \"ada@example.org\"}"))
        .result(null)
        .isError(true)
        .artifact(false)
        .modelContent(List.of(
            TextPart.of("sent"), new FilePart("QQ==", "text/plain", null, null, null, null)))
        .timing(new ToolTiming(TIME, TIME.plusMillis(5)))
        .approval(ToolApproval.builder(new ApprovalId("apr-1"))
            .approved(true)
            .reason("Go on")
            .optionId("always")
            .isAutomatic(true)
            .options(List.of(
                new ApprovalOption(
                    "always",
                    ApprovalOption.ALLOW_ALWAYS,
                    "Always",
                    "For this tool",
                    List.of("mail"),
                    true),
                ApprovalOption.of("no", ApprovalOption.REJECT_ONCE)))
            .resolution(ToolApproval.Resolution.ANSWERED)
            .editedArguments(Map.of("to", "bob@example.org"))
            .expiresAt(TIME.plusSeconds(60))
            .argumentsHash("sha256:00")
            .build())
        .mcp(Map.of("app", Map.of("resourceUri", "ui://mail")))
        .isProviderExecuted(true)
        .providerMetadata(PROVIDER)
        .parentId("part-0")
        .build();
  }

  private static ToolCallPart pendingCall() {
    return ToolCallPart.builder(new ToolCallId("call-2"), "delegate")
        .interrupt(new ToolInterrupt(null))
        .timing(new ToolTiming(TIME.plusMillis(1), null))
        .messages(List.of(
            Message.builder(new MessageId("sub-1"), Role.SYSTEM, TIME)
                .text("Be brief.")
                .build(),
            Message.builder(new MessageId("sub-2"), Role.USER, Instant.EPOCH)
                .content(List.of(TextPart.of(""), new AudioPart("UklGRg==", "wav")))
                .attachments(
                    List.of(Attachment.builder(new AttachmentId("att-1"), "document", "a.txt")
                        .contentType("text/plain")
                        .content(List.of(TextPart.of("content")))
                        .build()))
                .build(),
            Message.builder(new MessageId("sub-3"), Role.ASSISTANT, TIME)
                .status(Status.INTERRUPTED)
                .build()))
        .progress("is not written")
        .build();
  }

  private static MessageMetadata metadata() {
    return MessageMetadata.builder()
        .state(0)
        .annotations(Arrays.asList(null, "", 1.5))
        .data(List.of(Map.of("rows", 3)))
        .steps(List.of(
            Step.builder()
                .messageId("resp_1")
                .usage(new TokenUsage(12, 34))
                .finishReason("tool_calls")
                .contentSize(4)
                .build(),
            Step.empty()))
        .timing(MessageTiming.builder()
            .streamStartTime(TIME.toEpochMilli())
            .firstTokenTime(40L)
            .totalStreamTime(1234L)
            .tokenCount(34L)
            .tokensPerSecond(27.5)
            .totalChunks(9)
            .toolCallCount(2)
            .build())
        .submittedFeedback(new Feedback(Feedback.Type.POSITIVE, "Nice"))
        .custom(Map.of("draft", false))
        .build();
  }

  private static Map<String, Object> card() {
    Map<String, Object> card = new LinkedHashMap<>();
    card.put("component", "Card");
    card.put("children", List.of("Hi"));
    return card;
  }

  private static Map<String, Object> unknownFields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("zebra", null);
    fields.put("type", "hologram");
    fields.put("angle", 0);
    return fields;
  }
}
