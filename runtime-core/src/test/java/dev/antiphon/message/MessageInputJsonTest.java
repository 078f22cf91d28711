package dev.antiphon.message;

import static dev.antiphon.testing.TestMessages.NOW;
import static dev.antiphon.testing.TestMessages.id;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.testing.FixedCompletion;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads the exchange form of assistant-ui. */
class MessageInputJsonTest {

  private final FixedCompletion completion = new FixedCompletion();

  @Test
  @DisplayName("MSG-10: content may be a string; id, date and status may be missing")
  void shortest() {
    Message user = read(Map.of("role", "user", "content", "hi"));
    Message system = read(Map.of("role", "system", "content", "Be brief."));
    Message assistant = read(Map.of("role", "assistant", "content", List.of()));

    assertThat(user)
        .isEqualTo(Message.builder(id("made-1"), Role.USER, NOW).text("hi").build());
    assertThat(system.role()).isEqualTo(Role.SYSTEM);
    assertThat(assistant.status()).isEqualTo(Status.COMPLETE_UNKNOWN);
  }

  @Test
  @DisplayName(
      "MSG-10: id, date, metadata and attachments are read; MSG-12: data-NAME in attachments too")
  void user() {
    Message message = read(Map.of(
        "id",
        "u1",
        "createdAt",
        "2026-08-01T00:00:00.000Z",
        "role",
        "user",
        "content",
        List.of(
            Map.of("type", "text", "text", "hi"),
            Map.of("type", "image", "image", "https://x/i.png", "filename", "i.png"),
            Map.of(
                "type",
                "file",
                "data",
                "aGk=",
                "mimeType",
                "text/plain",
                "filename",
                "a.txt",
                "sourceType",
                "id"),
            Map.of("type", "audio", "audio", Map.of("data", "AAA=", "format", "wav")),
            Map.of("type", "data", "name", "loc", "data", Map.of("lat", 1)),
            Map.of("type", "data-mood", "data", "good")),
        "attachments",
        List.of(Map.of(
            "id", "at1",
            "type", "image",
            "name", "i.png",
            "contentType", "image/png",
            "file", Map.of(),
            "status", Map.of("type", "complete"),
            "content", List.of(Map.of("type", "data-exif", "data", 1)))),
        "metadata",
        Map.of("custom", Map.of("k", 1))));

    assertThat(message)
        .isEqualTo(Message.builder(id("u1"), Role.USER, Instant.parse("2026-08-01T00:00:00Z"))
            .content(List.of(
                TextPart.of("hi"),
                new ImagePart("https://x/i.png", "i.png", null),
                new FilePart("aGk=", "text/plain", "a.txt", "id", null, null),
                new AudioPart("AAA=", "wav"),
                new DataPart("loc", Map.of("lat", 1)),
                new DataPart("mood", "good")))
            .attachments(List.of(Attachment.builder(new AttachmentId("at1"), "image", "i.png")
                .contentType("image/png")
                .content(List.of(new DataPart("exif", 1)))
                .build()))
            .custom(Map.of("k", 1))
            .build());
  }

  @Test
  @DisplayName("MSG-10: every part of an assistant is read, with all its fields")
  void assistantParts() {
    Map<String, Object> provider = Map.of("p", Map.of("sig", "x"));
    Message message = read(assistant(
        Map.of(
            "type",
            "reasoning",
            "text",
            "Hmm",
            "unstable_summary",
            "sum",
            "providerMetadata",
            provider,
            "parentId",
            "g"),
        Map.of("type", "reasoning", "unstable_summary", "only"),
        Map.of("type", "text", "text", "hi", "providerMetadata", provider, "parentId", "g"),
        Map.of("type", "source", "id", "s1", "url", "https://x", "title", "X"),
        Map.of(
            "type",
            "source",
            "sourceType",
            "document",
            "id",
            "s2",
            "title",
            "D",
            "mediaType",
            "text/plain",
            "filename",
            "d.txt",
            "parentId",
            "g"),
        Map.of("type", "generative-ui", "spec", Map.of("root", "x"), "id", "ui")));

    assertThat(message.content())
        .containsExactly(
            ReasoningPart.builder(TextView.of("Hmm"))
                .summary("sum")
                .providerMetadata(provider)
                .parentId("g")
                .build(),
            ReasoningPart.builder(TextView.of("")).summary("only").build(),
            TextPart.builder(TextView.of("hi"))
                .providerMetadata(provider)
                .parentId("g")
                .build(),
            new SourcePart.Url("s1", "https://x", "X", null, null),
            new SourcePart.Document("s2", "D", "text/plain", "d.txt", null, "g"),
            new GenerativeUiPart(Map.of("root", "x"), "ui", null));
  }

  @Test
  @DisplayName("MSG-6, MSG-12: a call is read with all its fields; a result of null is a set one")
  void call() {
    Map<String, @Nullable Object> json = new HashMap<>(Map.of(
        "type",
        "tool-call",
        "toolCallId",
        "c1",
        "toolName",
        "t",
        "args",
        Map.of("a", 1),
        "argsText",
        "{\"a\":1}",
        "isError",
        true,
        "modelContent",
        List.of(Map.of("type", "text", "text", "x")),
        "timing",
        Map.of("startedAt", 1, "completedAt", 2.4),
        "interrupt",
        Map.of("type", "human", "payload", "really?"),
        "parentId",
        "g"));
    json.put("result", null);
    json.put("artifact", Map.of("ui", 1));
    json.put("mcp", Map.of("app", Map.of("resourceUri", "ui://x")));
    json.put("providerExecuted", true);
    json.put("providerMetadata", Map.of("p", 1));
    json.put("progress", "live only");
    json.put(
        "approval",
        Map.of(
            "id", "g1",
            "approved", true,
            "reason", "fine",
            "optionId", "o1",
            "isAutomatic", true,
            "options",
                List.of(Map.of("id", "o1", "kind", "allow-once", "label", "Yes", "confirm", true)),
            "resolution", "answered",
            "editedArguments", Map.of("a", 2),
            "expiresAt", "2026-01-01T00:00:00Z",
            "argumentsHash", "hash"));

    ToolCallPart call = read(assistant(json)).toolCalls().get(0);

    assertThat(call)
        .isEqualTo(ToolCallPart.builder(new ToolCallId("c1"), "t")
            .args(Map.of("a", 1))
            .argsText(TextView.of("{\"a\":1}"))
            .result(null)
            .isError(true)
            .artifact(Map.of("ui", 1))
            .modelContent(List.of(TextPart.of("x")))
            .timing(new ToolTiming(Instant.ofEpochMilli(1), Instant.ofEpochMilli(2)))
            .interrupt(new ToolInterrupt("really?"))
            .mcp(Map.of("app", Map.of("resourceUri", "ui://x")))
            .isProviderExecuted(true)
            .providerMetadata(Map.of("p", 1))
            .parentId("g")
            .approval(ToolApproval.builder(new ApprovalId("g1"))
                .approved(true)
                .reason("fine")
                .optionId("o1")
                .isAutomatic(true)
                .options(List.of(new ApprovalOption("o1", "allow-once", "Yes", null, null, true)))
                .resolution(ToolApproval.Resolution.ANSWERED)
                .editedArguments(Map.of("a", 2))
                .expiresAt(NOW)
                .argumentsHash("hash")
                .build())
            .build());
  }

  @Test
  @DisplayName("MSG-12: a call without id gets one, and what it lacks of its arguments")
  void callWithout() {
    completion.knowing("{\"a\":1}", Map.of("a", 1));

    List<ToolCallPart> calls = read(assistant(
            Map.of("type", "tool-call", "toolName", "t"),
            Map.of("type", "tool-call", "toolName", "t", "args", Map.of("b", 2)),
            Map.of("type", "tool-call", "toolName", "t", "argsText", "{\"a\":1}"),
            Map.of("type", "tool-call", "toolName", "t", "argsText", "{\"a")))
        .toolCalls();

    assertThat(calls)
        .extracting(each -> each.toolCallId().value())
        .containsExactly("call-1", "call-2", "call-3", "call-4");
    assertThat(calls)
        .extracting(ToolCallPart::args)
        .containsExactly(Map.of(), Map.of("b", 2), Map.of("a", 1), Map.of());
    assertThat(calls)
        .extracting(each -> each.argsText().toString())
        .containsExactly("written {}", "written {b=2}", "{\"a\":1}", "{\"a");
    assertThat(calls).noneMatch(ToolCallPart::hasResult).noneMatch(ToolCallPart::hasArtifact);
  }

  @Test
  @DisplayName("MSG-12: the messages of a nested thread are inputs as well")
  void nestedMessages() {
    ToolCallPart call = read(assistant(Map.of(
            "type", "tool-call",
            "toolName", "t",
            "messages",
                List.of(
                    Map.of("role", "user", "content", "hi"),
                    assistant(Map.of("type", "tool-call", "toolName", "inner"))))))
        .toolCalls()
        .get(0);

    List<Message> nested = requireNonNull(call.messages());
    assertThat(nested).extracting(Message::role).containsExactly(Role.USER, Role.ASSISTANT);
    assertThat(nested).extracting(each -> each.id().value()).doesNotHaveDuplicates();
    assertThat(nested.get(1).toolCalls().get(0).toolCallId()).isNotEqualTo(call.toolCallId());
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "running, -, running",
        "complete, -, complete",
        "complete, stop, complete",
        "incomplete, cancelled, incomplete/cancelled",
        "incomplete, length, incomplete/length",
        "incomplete, content-filter, incomplete/content-filter",
        "incomplete, error, incomplete/error",
        "incomplete, tool-calls, incomplete/other",
        "incomplete, interrupted, incomplete/other",
        "incomplete, tired, incomplete/other",
        "incomplete, -, incomplete/other",
        "requires-action, tool-calls, -",
        "sleeping, -, -"
      })
  @DisplayName(
      "MSG-8: an unknown incomplete reason of a part becomes other, any other unknown status is ignored")
  void partStatus(String type, @Nullable String reason, @Nullable String expected) {
    Map<String, Object> status =
        reason == null ? Map.of("type", type) : Map.of("type", type, "reason", reason);

    MessagePart part = read(assistant(Map.of("type", "text", "text", "a", "status", status)))
        .content()
        .get(0);

    assertThat(part.status() == null ? null : part.status().toString()).isEqualTo(expected);
  }

  @Test
  @DisplayName("MSG-8: a part status of another shape is ignored")
  void partStatusOfOtherShape() {
    for (Object status : List.of("running", 1, Map.of(), Map.of("type", 7))) {
      assertThat(read(assistant(Map.of("type", "text", "text", "a", "status", status)))
              .content())
          .containsExactly(TextPart.of("a"));
    }
    assertThat(read(assistant(Map.of(
                "type", "text", "text", "a", "status", Map.of("type", "incomplete", "reason", 7))))
            .content()
            .get(0)
            .status())
        .isEqualTo(Status.incomplete(Status.Reason.OTHER));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "running, -, running",
        "complete, stop, complete/stop",
        "complete, -, complete/unknown",
        "complete, tired, complete/unknown",
        "requires-action, tool-calls, requires-action/tool-calls",
        "requires-action, interrupt, requires-action/interrupt",
        "incomplete, tool-calls, incomplete/tool-calls",
        "incomplete, interrupted, incomplete/interrupted",
        "incomplete, stop, incomplete/other",
        "incomplete, -, incomplete/other"
      })
  @DisplayName("MSG-10: the status of an assistant message is read; an unknown reason says nothing")
  void messageStatus(String type, @Nullable String reason, String expected) {
    Map<String, Object> status =
        reason == null ? Map.of("type", type) : Map.of("type", type, "reason", reason);

    assertThat(
            read(Map.of("role", "assistant", "content", "a", "status", status)).status())
        .hasToString(expected);
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of("boom", ErrorInfo.of("unknown", "boom")),
        Arguments.of(7, ErrorInfo.of("unknown", "An error without a message.")),
        Arguments.of(Map.of(), ErrorInfo.of("unknown", "An error without a message.")),
        Arguments.of(
            Map.of(
                "code",
                "network",
                "message",
                "gone",
                "severity",
                "critical",
                "display",
                "dev-only"),
            new ErrorInfo(
                "network", "gone", ErrorInfo.Severity.CRITICAL, ErrorInfo.Display.DEV_ONLY)),
        Arguments.of(
            Map.of("code", 7, "message", "gone", "severity", "dire", "display", 7),
            ErrorInfo.of("unknown", "gone")));
  }

  @ParameterizedTest
  @MethodSource("errors")
  @DisplayName("MSG-10: any JSON may stand as error of a status")
  void statusError(Object error, ErrorInfo expected) {
    Map<String, Object> status = Map.of("type", "incomplete", "reason", "error", "error", error);

    assertThat(
            read(Map.of("role", "assistant", "content", "a", "status", status)).status())
        .isEqualTo(Status.failed(expected));
  }

  @Test
  @DisplayName("MSG-10: the metadata of an assistant message is read")
  void metadata() {
    Message message = read(Map.of(
        "role",
        "assistant",
        "content",
        "a",
        "createdAt",
        1_767_225_600_000L,
        "metadata",
        Map.of(
            "unstable_state", Map.of("s", 1),
            "unstable_annotations", List.of(1),
            "unstable_data", List.of(2),
            "steps",
                List.of(
                    Map.of(
                        "messageId",
                        "p1",
                        "finishReason",
                        "stop",
                        "contentSize",
                        1,
                        "usage",
                        Map.of("inputTokens", 3)),
                    Map.of()),
            "timing",
                Map.of(
                    "streamStartTime",
                    1,
                    "firstTokenTime",
                    2.6,
                    "totalStreamTime",
                    4,
                    "tokenCount",
                    5,
                    "tokensPerSecond",
                    6,
                    "totalChunks",
                    7,
                    "toolCallCount",
                    8),
            "submittedFeedback", Map.of("type", "negative", "comment", "no"),
            "custom", Map.of("k", 1))));

    assertThat(message.createdAt()).isEqualTo(NOW);
    assertThat(message.metadata())
        .isEqualTo(MessageMetadata.builder()
            .state(Map.of("s", 1))
            .annotations(List.of(1))
            .data(List.of(2))
            .steps(List.of(
                Step.builder()
                    .messageId("p1")
                    .finishReason("stop")
                    .contentSize(1)
                    .usage(new TokenUsage(3, 0))
                    .build(),
                Step.empty()))
            .timing(MessageTiming.builder()
                .streamStartTime(1L)
                .firstTokenTime(3L)
                .totalStreamTime(4L)
                .tokenCount(5L)
                .tokensPerSecond(6.0)
                .totalChunks(7)
                .toolCallCount(8)
                .build())
            .submittedFeedback(new Feedback(Feedback.Type.NEGATIVE, "no"))
            .custom(Map.of("k", 1))
            .build());
  }

  @Test
  @DisplayName("fields that are null count as absent")
  void nulls() {
    Map<String, @Nullable Object> json = new HashMap<>(Map.of("role", "assistant", "content", "a"));
    for (String field : List.of("id", "createdAt", "status", "metadata", "attachments")) {
      json.put(field, null);
    }

    assertThat(read(json).content()).containsExactly(TextPart.of("a"));
  }

  static Stream<Arguments> refused() {
    Map<String, Object> text = Map.of("type", "text", "text", "a");
    return Stream.of(
        refused("role", "is missing", Map.of("content", "a")),
        refused("role", "'tool'", Map.of("role", "tool", "content", "a")),
        refused("role", "is a number", Map.of("role", 1)),
        refused("content", "is missing", Map.of("role", "user")),
        refused("content", "is an object", Map.of("role", "user", "content", text)),
        refused("content[1]", "is a string", assistantOf(text, "text")),
        refused("content[0]", "is null", assistantOf((Object) null)),
        refused("content[0].type", "is missing", assistantOf(Map.of("text", "a"))),
        refused("content[0].type", "'hologram'", assistantOf(Map.of("type", "hologram"))),
        refused("content[0].type", "'data-'", assistantOf(Map.of("type", "data-"))),
        refused(
            "content[0].text",
            "is an array",
            assistantOf(Map.of("type", "text", "text", List.of()))),
        refused("content[0].image", "is missing", assistantOf(Map.of("type", "image"))),
        refused("content[0].audio", "is missing", assistantOf(Map.of("type", "audio"))),
        refused("content[0].spec", "is missing", assistantOf(Map.of("type", "generative-ui"))),
        refused(
            "content[0].sourceType",
            "'file'",
            assistantOf(Map.of("type", "source", "sourceType", "file"))),
        refused("content[0].toolName", "is missing", assistantOf(Map.of("type", "tool-call"))),
        refused(
            "content[0].args",
            "is a boolean",
            assistantOf(Map.of("type", "tool-call", "toolName", "t", "args", true))),
        refused("content[0].toolCallId", "0 characters", callOf("toolCallId", "")),
        refused("content[0].timing.startedAt", "is missing", callOf("timing", Map.of())),
        refused("content[0].approval.id", "is missing", callOf("approval", Map.of())),
        refused(
            "content[0].approval.resolution",
            "is not",
            callOf("approval", Map.of("id", "g", "resolution", "lost"))),
        refused(
            "content[0].modelContent[0].type",
            "'image'",
            callOf("modelContent", List.of(Map.of("type", "image", "image", "https://x")))),
        refused("content[0].messages[0].role", "is missing", callOf("messages", List.of(Map.of()))),
        refused("status.type", "'sleeping'", messageOf("status", Map.of("type", "sleeping"))),
        refused("status.type", "is missing", messageOf("status", Map.of())),
        refused(
            "status.reason", "is neither", messageOf("status", Map.of("type", "requires-action"))),
        refused("createdAt", "is no point in time", messageOf("createdAt", "yesterday")),
        refused("createdAt", "is a boolean", messageOf("createdAt", true)),
        refused("createdAt", "beyond 64 bits", messageOf("createdAt", BigInteger.TWO.pow(70))),
        refused("createdAt", "beyond 64 bits", messageOf("createdAt", new BigDecimal("1E+400"))),
        refused("id", "129 characters", messageOf("id", "x".repeat(129))),
        refused("message.x", "not JSON", messageOf("x", new Object())),
        refused(
            "metadata.submittedFeedback.type",
            "'meh'",
            messageOf("metadata", Map.of("submittedFeedback", Map.of("type", "meh")))),
        refused(
            "metadata.steps[0].contentSize",
            "-1",
            messageOf("metadata", Map.of("steps", List.of(Map.of("contentSize", -1))))),
        refused(
            "metadata.steps[0].contentSize",
            "4294967296",
            messageOf("metadata", Map.of("steps", List.of(Map.of("contentSize", 1L << 32))))),
        refused(
            "attachments[0].status.type",
            "'running'",
            messageOf(
                "attachments",
                List.of(Map.of("id", "a", "name", "n", "status", Map.of("type", "running"))))),
        refused("attachments[0].id", "is missing", messageOf("attachments", List.of(Map.of()))),
        refused(
            "attachments[0].content[0].type",
            "'tool-call'",
            messageOf(
                "attachments",
                List.of(Map.of(
                    "id", "a", "name", "n", "content", List.of(Map.of("type", "tool-call")))))));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("refused")
  @DisplayName("MSG-12: what does not fit is refused with InvalidMessageException naming the field")
  void refuses(String field, String problem, Map<String, ?> json) {
    assertThatThrownBy(() -> MessageInput.fromJson(json))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("'" + field + "' ")
        .hasMessageContaining(problem);
  }

  @Test
  @DisplayName("an attachment needs neither type nor content")
  void shortAttachment() {
    Message message = read(Map.of(
        "role", "user",
        "content", "a",
        "attachments", List.of(Map.of("id", "a1", "name", "n", "status", Map.of()))));

    assertThat(message.attachments())
        .containsExactly(Attachment.builder(new AttachmentId("a1"), "file", "n").build());
  }

  private Message read(Map<String, ?> json) {
    return MessageInput.fromJson(json).toMessage(completion);
  }

  private static Map<String, Object> assistant(Map<?, ?>... parts) {
    return Map.of("role", "assistant", "content", List.of(parts));
  }

  private static Map<String, Object> assistantOf(@Nullable Object... parts) {
    return Map.of("role", "assistant", "content", Arrays.asList(parts));
  }

  private static Map<String, Object> callOf(String field, Object value) {
    return assistantOf(Map.of("type", "tool-call", "toolName", "t", field, value));
  }

  private static Map<String, Object> messageOf(String field, Object value) {
    return Map.of("role", "assistant", "content", "a", field, value);
  }

  private static Arguments refused(String field, String problem, Map<String, ?> json) {
    return Arguments.of(field, problem, json);
  }
}
