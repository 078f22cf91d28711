package dev.antiphon.tck;

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
import dev.antiphon.message.MessagePart;
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
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages that together have every kind of part, every field, every status and every falsy value.
 * What a storage or a wire does to them is what it does to the world.
 *
 * <p>Their ids are unique in {@link #all()}, so that they can be stored in one thread.
 */
public final class SampleMessages {

  /** When every sample was made. */
  public static final Instant CREATED_AT = Instant.parse("2026-01-02T03:04:05.678Z");

  private static final List<@Nullable Object> JSON_VALUES = Arrays.asList(
      null,
      false,
      true,
      0,
      -1,
      "",
      "text",
      List.of(),
      Map.of(),
      Long.MAX_VALUE,
      new BigInteger("123456789012345678901234567890"),
      0.5,
      1e300,
      new BigDecimal("0.1234567890123456789012345678901234567890"),
      Map.of("nested", List.of(Map.of("empty", Map.of()), List.of(List.of()))));

  private SampleMessages() {}

  /**
   * Returns a user message of one text.
   *
   * @param id its id
   * @param text its text
   */
  public static Message user(String id, String text) {
    return Message.builder(new MessageId(id), Role.USER, CREATED_AT).text(text).build();
  }

  /**
   * Returns a complete assistant message of one text.
   *
   * @param id its id
   * @param text its text
   */
  public static Message assistant(String id, String text) {
    return assistant(id, List.of(TextPart.of(text)), Status.STOP);
  }

  /**
   * Returns an assistant message.
   *
   * @param id its id
   * @param content its parts
   * @param status where it stands
   */
  public static Message assistant(String id, List<? extends MessagePart> content, Status status) {
    return Message.builder(new MessageId(id), Role.ASSISTANT, CREATED_AT)
        .content(content)
        .status(status)
        .build();
  }

  /** Returns JSON values of every kind, each falsy one among them. */
  public static List<@Nullable Object> jsonValues() {
    return JSON_VALUES;
  }

  /** Returns all samples. */
  public static List<Message> all() {
    List<Message> all = new ArrayList<>();
    all.add(Message.builder(new MessageId("system"), Role.SYSTEM, CREATED_AT)
        .text("Be brief.")
        .custom(Map.of("prompt", 1))
        .build());
    all.add(everyUserPart());
    all.add(assistant("every-assistant-part", assistantParts(), Status.COMPLETE_UNKNOWN));
    all.add(everyMetadata());
    all.addAll(everyStatus());
    all.addAll(everyJsonValue());
    all.addAll(everyText());
    all.add(newerMessage());
    return List.copyOf(all);
  }

  /** Has fields that this version does not know, as an import from a newer assistant-ui has. */
  private static Message newerMessage() {
    Map<String, @Nullable Object> unknown = new LinkedHashMap<>();
    unknown.put("unstable_mood", Map.of("calm", 0.5));
    unknown.put("unstable_nothing", null);
    return assistant("newer", "words").toBuilder()
        .unknownFields(Map.of("", unknown, "/content/0", Map.of("unstable_tone", "warm")))
        .build();
  }

  private static Message everyUserPart() {
    List<MessagePart> parts = List.of(
        TextPart.of("words"),
        new ImagePart("https://example.org/cat.png", "cat.png", Map.of("detail", "low")),
        new ImagePart("data:image/png;base64,AAAA", null, null),
        new FilePart("AAAA", "text/plain", "a.txt", null, null, null),
        new FilePart("file-1", "application/pdf", null, "id", null, null),
        new DataPart("place", Map.of("city", "Aachen")),
        new AudioPart("AAAA", "wav"),
        new UnknownPart(
            "hologram", Map.of("type", "hologram", "depth", 3, "layers", List.of(Map.of()))));
    return Message.builder(new MessageId("every-user-part"), Role.USER, CREATED_AT)
        .content(parts)
        .custom(Map.of("origin", "sample"))
        .attachments(List.of(
            Attachment.builder(new AttachmentId("attachment-1"), "image", "cat.png")
                .contentType("image/png")
                .content(List.of(new ImagePart("data:image/png;base64,AAAA", null, null)))
                .build(),
            Attachment.builder(new AttachmentId("attachment-2"), "of my own", "")
                .build()))
        .build();
  }

  private static List<MessagePart> assistantParts() {
    Map<String, Object> signature = Map.of("signature", "c2ln");
    return List.of(
        TextPart.builder(TextView.of("words"))
            .status(Status.incomplete(Status.Reason.LENGTH))
            .providerMetadata(signature)
            .parentId("group-1")
            .build(),
        TextPart.of(""),
        ReasoningPart.builder(TextView.of("because"))
            .summary("")
            .status(Status.COMPLETE)
            .providerMetadata(signature)
            .parentId("group-1")
            .build(),
        ReasoningPart.of(""),
        new SourcePart.Url("source-1", "https://example.org", "Example", signature, "group-1"),
        new SourcePart.Url("source-2", "https://example.org", null, null, null),
        new SourcePart.Document("source-3", "Book", "application/pdf", "b.pdf", signature, "g"),
        new SourcePart.Document("source-4", "", "text/plain", null, null, null),
        new ImagePart("https://example.org/cat.png", "cat.png", null),
        new FilePart("https://example.org/a", "text/plain", "a", "url", signature, "group-1"),
        new DataPart("nothing", null),
        new GenerativeUiPart(Map.of("root", Map.of("component", "Card", "key", "k")), "ui-1", "g"),
        new GenerativeUiPart(Map.of("root", "text"), null, null),
        new UnknownPart("hologram", Map.of("type", "hologram")),
        ToolCallPart.builder(new ToolCallId("bare"), "getWeather").build(),
        fullCall(),
        closedGate());
  }

  private static ToolCallPart fullCall() {
    ToolApproval approval = ToolApproval.builder(new ApprovalId("approval-1"))
        .approved(false)
        .reason("")
        .optionId("never")
        .isAutomatic(true)
        .options(List.of(
            ApprovalOption.of("once", ApprovalOption.ALLOW_ONCE),
            new ApprovalOption("never", "reject-always", "Never", "", List.of("mail"), false)))
        .editedArguments(Map.of("location", ""))
        .expiresAt(CREATED_AT)
        .argumentsHash("c0ffee")
        .build();
    return ToolCallPart.builder(new ToolCallId("full"), "getWeather")
        .args(Map.of("location", "SF", "days", 0))
        .argsText(TextView.of("{ \"location\":\"SF\",\"days\":0 }"))
        .result(Map.of("degrees", 0))
        .isError(true)
        .artifact(List.of())
        .modelContent(
            List.of(TextPart.of("cold"), new FilePart("AAAA", "image/png", null, null, null, null)))
        .timing(new ToolTiming(CREATED_AT, CREATED_AT.plusMillis(1)))
        .approval(approval)
        .interrupt(new ToolInterrupt(Map.of("question", "Where?")))
        .mcp(Map.of("app", Map.of("resourceUri", "ui://weather", "visibility", List.of("model"))))
        .messages(List.of(user("nested-1", "inside"), assistant("nested-2", "inside too")))
        .isProviderExecuted(true)
        .providerMetadata(Map.of("signature", "c2ln"))
        .parentId("group-1")
        .build();
  }

  private static ToolCallPart closedGate() {
    return ToolCallPart.builder(new ToolCallId("closed"), "sendMail")
        .argsText(TextView.of("{}"))
        .approval(ToolApproval.builder(new ApprovalId("approval-2"))
            .resolution(ToolApproval.Resolution.ANSWERED)
            .options(List.of())
            .build())
        .interrupt(new ToolInterrupt(null))
        .modelContent(List.of())
        .messages(List.of())
        .timing(new ToolTiming(CREATED_AT, null))
        .build();
  }

  private static Message everyMetadata() {
    return Message.builder(new MessageId("every-metadata"), Role.ASSISTANT, CREATED_AT)
        .metadata(MessageMetadata.builder()
            .state(Map.of("count", 0))
            .annotations(JSON_VALUES)
            .data(JSON_VALUES)
            .steps(List.of(
                Step.empty(),
                Step.builder()
                    .messageId("provider-1")
                    .usage(new TokenUsage(0, 12))
                    .finishReason("")
                    .contentSize(0)
                    .build()))
            .timing(MessageTiming.builder()
                .streamStartTime(CREATED_AT.toEpochMilli())
                .firstTokenTime(0L)
                .totalStreamTime(1_500L)
                .tokenCount(12L)
                .tokensPerSecond(8.0)
                .totalChunks(3)
                .toolCallCount(1)
                .build())
            .submittedFeedback(new Feedback(Feedback.Type.NEGATIVE, ""))
            .custom(Map.of("key", List.of(), "", ""))
            .build())
        .build();
  }

  private static List<Message> everyStatus() {
    List<Status> statuses = new ArrayList<>(List.of(
        Status.RUNNING,
        Status.STOP,
        Status.COMPLETE_UNKNOWN,
        Status.TOOL_CALLS,
        Status.INTERRUPT,
        Status.CANCELLED,
        Status.INTERRUPTED,
        Status.incomplete(Status.Reason.TOOL_CALLS),
        Status.incomplete(Status.Reason.LENGTH),
        Status.incomplete(Status.Reason.CONTENT_FILTER),
        Status.incomplete(Status.Reason.OTHER),
        Status.failed(ErrorInfo.of(ErrorInfo.NETWORK, ""))));
    for (ErrorInfo.Severity severity : ErrorInfo.Severity.values()) {
      for (ErrorInfo.Display display : ErrorInfo.Display.values()) {
        statuses.add(Status.failed(new ErrorInfo("of-my-own", "Broken.", severity, display)));
      }
    }
    List<Message> messages = new ArrayList<>();
    for (Status status : statuses) {
      messages.add(assistant("status-" + messages.size(), List.of(TextPart.of("so far")), status));
    }
    return messages;
  }

  private static List<Message> everyJsonValue() {
    List<Message> messages = new ArrayList<>();
    for (Object value : JSON_VALUES) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("z", value);
      object.put("a", value);
      ToolCallPart call = ToolCallPart.builder(new ToolCallId("call"), "tool")
          .args(object)
          .result(value)
          .artifact(value)
          .interrupt(new ToolInterrupt(value))
          .build();
      messages.add(
          Message.builder(new MessageId("json-" + messages.size()), Role.ASSISTANT, CREATED_AT)
              .content(List.of(new DataPart("value", value), call))
              .metadata(MessageMetadata.builder().state(value).custom(object).build())
              .build());
    }
    return messages;
  }

  private static List<Message> everyText() {
    List<Message> messages = new ArrayList<>();
    for (String text : SampleTexts.odd()) {
      messages.add(Message.builder(new MessageId("text-" + messages.size()), Role.USER, CREATED_AT)
          .content(List.of(TextPart.of(text), new DataPart(text, Map.of(text, text))))
          .custom(Map.of(text, text))
          .attachments(List.of(
              Attachment.builder(new AttachmentId("attachment"), "file", text).build()))
          .build());
    }
    return messages;
  }
}
