package dev.antiphon.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.cancel.Cancellation;
import dev.antiphon.context.ModelContext;
import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.DataPart;
import dev.antiphon.message.FilePart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageMetadata;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.Role;
import dev.antiphon.message.RunId;
import dev.antiphon.message.SourcePart;
import dev.antiphon.message.Status;
import dev.antiphon.message.Step;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.TextView;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.RunRequest;
import dev.antiphon.testing.TestMessages;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What LangChain4j gets of messages, whatever they have been through. */
class ConversationTest {

  private final Conversation conversation = new Conversation(EnumSet.allOf(MediaKind.class));

  private List<String> sent(Message... messages) {
    return sent("", messages);
  }

  private List<String> sent(String system, Message... messages) {
    List<String> lines = new ArrayList<>();
    for (ChatMessage message : conversation.of(request(system, messages))) {
      lines.add(line(message));
    }
    return lines;
  }

  private static RunRequest request(String system, Message... messages) {
    return RunRequest.builder(
            new ThreadKey("ada", "t"),
            new RunId("run"),
            TestMessages.id("reply"),
            Cancellation.none())
        .messages(List.of(messages))
        .context(ModelContext.builder().system(system).build())
        .build();
  }

  private static String line(ChatMessage message) {
    if (message instanceof SystemMessage system) {
      return "system: " + system.text();
    }
    if (message instanceof UserMessage user) {
      return "user: "
          + (user.hasSingleText() ? user.singleText() : user.contents().size() + " parts");
    }
    if (message instanceof ToolExecutionResultMessage result) {
      return "tool " + result.id() + ": " + result.text();
    }
    AiMessage said = (AiMessage) message;
    List<String> calls = said.toolExecutionRequests().stream()
        .map(call -> call.id() + " " + call.arguments())
        .toList();
    return "assistant: " + (said.text() == null ? "" : said.text())
        + (calls.isEmpty() ? "" : calls);
  }

  private static Message user(String text) {
    return TestMessages.user("u", text);
  }

  private static Message assistant(MessagePart... parts) {
    return assistant(List.of(), parts);
  }

  private static Message assistant(List<Integer> ends, MessagePart... parts) {
    List<Step> steps =
        ends.stream().map(end -> Step.builder().contentSize(end).build()).toList();
    return Message.builder(TestMessages.id("a"), Role.ASSISTANT, TestMessages.NOW)
        .content(List.of(parts))
        .status(Status.COMPLETE_UNKNOWN)
        .metadata(MessageMetadata.builder().steps(steps).build())
        .build();
  }

  private static ToolCallPart.Builder call(String id) {
    return ToolCallPart.builder(new ToolCallId(id), "look")
        .args(Map.of("n", 1))
        .argsText(TextView.of("{\"n\":1}"));
  }

  private static ToolCallPart answered(String id) {
    return call(id).result("seen").build();
  }

  @Test
  @DisplayName("TOOL-9: calls of two steps are two messages, each before its result")
  void steps() {
    assertThat(sent(
            user("Go"),
            assistant(List.of(1, 2, 3), answered("c1"), answered("c2"), TextPart.of("Done."))))
        .containsExactly(
            "user: Go",
            "assistant: [c1 {\"n\":1}]",
            "tool c1: seen",
            "assistant: [c2 {\"n\":1}]",
            "tool c2: seen",
            "assistant: Done.");
  }

  @Test
  @DisplayName("MSG-5: calls of one step are one message; text behind a call begins another")
  void oneStep() {
    assertThat(sent(assistant(
            TextPart.of("Let me see."),
            answered("c1"),
            answered("c2"),
            TextPart.of("I see."),
            answered("c3"))))
        .containsExactly(
            "assistant: Let me see.[c1 {\"n\":1}, c2 {\"n\":1}]",
            "tool c1: seen",
            "tool c2: seen",
            "assistant: I see.[c3 {\"n\":1}]",
            "tool c3: seen");
  }

  @Test
  @DisplayName("TOOL-1: a call that a provider executed goes with its result, as any other")
  void providerExecuted() {
    assertThat(sent(assistant(
            call("c1").isProviderExecuted(true).result(Map.of("hits", 2)).build(),
            TextPart.of("Two hits."))))
        .containsExactly(
            "assistant: [c1 {\"n\":1}]", "tool c1: {\"hits\":2}", "assistant: Two hits.");
  }

  @Test
  @DisplayName("APPR-14: a decision on a provider's call is told as its result")
  void decided() {
    ToolApproval approved =
        ToolApproval.builder(new ApprovalId("ap1")).approved(true).build();
    ToolApproval denied = ToolApproval.builder(new ApprovalId("ap2"))
        .approved(false)
        .reason("not now")
        .build();

    assertThat(sent(assistant(
            call("c1").isProviderExecuted(true).approval(approved).build(),
            call("c2").isProviderExecuted(true).approval(denied).build(),
            call("c3").build())))
        .contains(
            "tool c1: The call of tool 'look' was approved.",
            "tool c2: The call of tool 'look' was denied: not now.",
            "tool c3: The call of tool 'look' was not answered.");
  }

  @Test
  @DisplayName("TOOL-15: pictures that a tool returned follow its result in a message of their own")
  void mediaOfTools() {
    ToolCallPart seen = call("c1")
        .result("ignored")
        .modelContent(List.of(
            TextPart.of("A cat:"), new FilePart("iVBO", "image/png", null, null, null, null)))
        .build();
    ToolCallPart picture = call("c2")
        .result("ignored")
        .modelContent(List.of(new FilePart("iVBO", "image/png", null, null, null, null)))
        .build();

    List<ChatMessage> sent = conversation.of(request("", user("Look"), assistant(seen, picture)));

    assertThat(sent.stream().map(ConversationTest::line))
        .containsExactly(
            "user: Look",
            "assistant: [c1 {\"n\":1}, c2 {\"n\":1}]",
            "tool c1: A cat:",
            "tool c2: The result is in the next message.",
            "user: 4 parts");
    assertThat(((UserMessage) sent.get(4)).contents().get(1)).isInstanceOf(ImageContent.class);
  }

  @Test
  @DisplayName("MSG-6: every result is told, the falsy ones too")
  void falsyResults() {
    assertThat(sent(assistant(
            call("c1").result(null).build(),
            call("c2").result("").build(),
            call("c3").result(false).build(),
            call("c4").result(0).build(),
            call("c5").result(List.of()).build())))
        .contains("tool c1: null", "tool c2: \"\"", "tool c3: false", "tool c4: 0", "tool c5: []");
  }

  @Test
  @DisplayName("M22: arguments that are no JSON object are sent as an empty one")
  void brokenArguments() {
    ToolCallPart broken = ToolCallPart.builder(new ToolCallId("c1"), "look")
        .argsText(TextView.of("{\"path\":\"/tm"))
        .result("The arguments are not valid.")
        .isError(true)
        .build();

    assertThat(sent(assistant(broken)))
        .containsExactly("assistant: [c1 {}]", "tool c1: The arguments are not valid.");
  }

  @Test
  @DisplayName("RUN-13: empty messages and parts for user interfaces are left out, neighbours join")
  void neighbours() {
    assertThat(sent(
            "Be brief.",
            Message.builder(TestMessages.id("s"), Role.SYSTEM, TestMessages.NOW)
                .text("Be kind.")
                .build(),
            user("One"),
            assistant(),
            user(" "),
            user("Two"),
            assistant(ReasoningPart.of("Hm.")),
            user("Three"),
            assistant(
                TextPart.of("Yes."),
                new DataPart("chart", Map.of()),
                new SourcePart.Url("s1", "https://example.org", null, null, null),
                new ImagePart("https://example.org/a.png", null, null)),
            assistant(TextPart.of("Indeed."))))
        .containsExactly(
            "system: Be brief.\n\nBe kind.",
            "user: One\n\nTwo\n\nThree",
            "assistant: Yes.\n\nIndeed.");
  }
}
