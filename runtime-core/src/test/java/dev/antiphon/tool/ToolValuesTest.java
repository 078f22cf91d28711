package dev.antiphon.tool;

import static dev.antiphon.testing.TestMessages.NOW;
import static dev.antiphon.testing.TestMessages.id;
import static dev.antiphon.testing.TestMessages.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.ApprovalOption;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.testing.ValueCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ToolValuesTest {

  @Test
  @DisplayName("a result is a value")
  void toolResult() {
    ValueCheck.of(ToolResult::builder, ToolResult.Builder::build, ToolResult::toBuilder)
        .field("result", ToolResult.Builder::result, ToolResult::result, "a", "b")
        .field("artifact", ToolResult.Builder::artifact, ToolResult::artifact, "a", "b")
        .field(
            "modelContent",
            ToolResult.Builder::modelContent,
            ToolResult::modelContent,
            List.of(TextPart.of("a")),
            List.of())
        .field(
            "messages",
            ToolResult.Builder::messages,
            ToolResult::messages,
            List.of(user("a")),
            List.of())
        .field(
            "question",
            ToolResult.Builder::question,
            ToolResult::question,
            new ToolResult.Question("a"),
            new ToolResult.Question(null))
        .verify();
    assertThat(ToolResult.of("a")).isEqualTo(ToolResult.builder().result("a").build());
    assertThat(ToolResult.error("no").isError()).isTrue();
    assertThat(ToolResult.error("no")).isNotEqualTo(ToolResult.of("no"));
    assertThat(ToolResult.needsInput("really?").question())
        .isEqualTo(new ToolResult.Question("really?"));
    assertThat(ToolResult.builder().artifact(null).build().hasArtifact()).isTrue();
    assertThat(ToolResult.of(null).hasArtifact()).isFalse();
    assertThat(ToolResult.builder().modelContent(null).messages(null).build())
        .isEqualTo(ToolResult.of(null));
  }

  @Test
  @DisplayName("MSG-1: what comes into results and answers is copied")
  void copies() {
    Map<String, Object> json = new HashMap<>(Map.of("k", 1));
    ToolResult result = ToolResult.of(json);
    ToolCall.HumanAnswer answer = new ToolCall.HumanAnswer(json);
    ToolResult.Question question = new ToolResult.Question(json);
    json.clear();

    assertThat(result.result()).isEqualTo(Map.of("k", 1));
    assertThat(answer.payload()).isEqualTo(Map.of("k", 1));
    assertThat(question.payload()).isEqualTo(Map.of("k", 1));
  }

  @Test
  @DisplayName("APPR-4: a response is a value")
  void approvalResponse() {
    ValueCheck.of(
            () -> ApprovalResponse.builder().optionId("o"),
            ApprovalResponse.Builder::build,
            ApprovalResponse::toBuilder)
        .field(
            "approved", ApprovalResponse.Builder::approved, ApprovalResponse::approved, true, false)
        .field("reason", ApprovalResponse.Builder::reason, ApprovalResponse::reason, "a", "b")
        .field("optionId", ApprovalResponse.Builder::optionId, ApprovalResponse::optionId, "a", "b")
        .field(
            "argumentsHash",
            ApprovalResponse.Builder::argumentsHash,
            ApprovalResponse::argumentsHash,
            "a",
            "b")
        .verify();
    assertThat(ApprovalResponse.edit(Map.of("k", 1)).editedArguments()).isEqualTo(Map.of("k", 1));
    assertThat(ApprovalResponse.edit(Map.of("k", 1)))
        .isNotEqualTo(ApprovalResponse.approve())
        .isEqualTo(ApprovalResponse.edit(Map.of("k", 1)).toBuilder().build());
    assertThat(ApprovalResponse.answer(ToolResult.of(1)).answer()).isEqualTo(ToolResult.of(1));
    assertThat(ApprovalResponse.answer(ToolResult.of(1)))
        .isNotEqualTo(ApprovalResponse.answer(ToolResult.of(2)));
    assertThat(ApprovalResponse.deny("no").reason()).isEqualTo("no");
    assertThat(ApprovalResponse.deny().approved()).isFalse();
    assertThat(ApprovalResponse.option("o").optionId()).isEqualTo("o");
  }

  @Test
  @DisplayName("APPR-4: edited arguments go with an approval only; a response decides or answers")
  void refusedResponses() {
    assertThatThrownBy(
            () -> ApprovalResponse.deny().toBuilder().editedArguments(Map.of()).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ApprovalResponse.answer(ToolResult.of(1)).toBuilder()
            .editedArguments(Map.of())
            .build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ApprovalResponse.builder().build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() ->
            ApprovalResponse.answer(ToolResult.of(1)).toBuilder().approved(true).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() ->
            ApprovalResponse.answer(ToolResult.of(1)).toBuilder().optionId("o").build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(ApprovalResponse.option("o").toBuilder()
            .editedArguments(Map.of("k", 1))
            .build()
            .editedArguments())
        .isEqualTo(Map.of("k", 1));
    assertThat(ApprovalResponse.approve().toBuilder().editedArguments(null).build())
        .isEqualTo(ApprovalResponse.approve());
  }

  @Test
  @DisplayName("the policies never and always")
  void policies() {
    ThreadKey thread = new ThreadKey("ada", "t");

    assertThat(ApprovalPolicy.NEVER.asksFor(thread, Map.of(), Map.of())).isFalse();
    assertThat(ApprovalPolicy.ALWAYS.asksFor(thread, Map.of(), Map.of())).isTrue();
  }

  @Test
  @DisplayName("an open gate shows all that a decision needs; a closed one is none")
  void pendingApproval() {
    ToolApproval gate = ToolApproval.builder(new ApprovalId("g"))
        .options(List.of(ApprovalOption.of("o", ApprovalOption.ALLOW_ONCE)))
        .expiresAt(NOW)
        .argumentsHash("hash")
        .build();
    ToolCallPart call = ToolCallPart.builder(new ToolCallId("c"), "send")
        .args(Map.of("secret", 1))
        .approval(gate)
        .build();

    PendingApproval pending = PendingApproval.of(id("m"), call);

    assertThat(pending.id()).isEqualTo(new ApprovalId("g"));
    assertThat(pending.messageId()).isEqualTo(id("m"));
    assertThat(pending.toolCallId()).isEqualTo(new ToolCallId("c"));
    assertThat(pending.toolName()).isEqualTo("send");
    assertThat(pending.arguments()).isEqualTo(Map.of("secret", 1));
    assertThat(pending.options()).hasSize(1);
    assertThat(pending.expiresAt()).isEqualTo(NOW);
    assertThat(pending.argumentsHash()).isEqualTo("hash");
    assertThat(pending).hasToString("PendingApproval[g, send]");
    ToolApproval plain = ToolApproval.builder(new ApprovalId("g")).build();
    assertThat(PendingApproval.of(id("m"), call.toBuilder().approval(plain).build())
            .options())
        .isEmpty();
    assertThatThrownBy(
            () -> PendingApproval.of(id("m"), call.toBuilder().approval(null).build()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PendingApproval.of(
            id("m"),
            call.toBuilder().approval(plain.toBuilder().approved(true).build()).build()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("TOOL-2: a provider tool has an id and its own arguments")
  void providerTool() {
    ValueCheck.of(
            () -> ProviderTool.builder("web_search"),
            ProviderTool.Builder::build,
            ProviderTool::toBuilder)
        .field("id", ProviderTool.Builder::id, ProviderTool::id, "a", "b")
        .field(
            "arguments",
            ProviderTool.Builder::arguments,
            ProviderTool::arguments,
            Map.of("k", 1),
            Map.of("k", 2))
        .verify();
  }

  @Test
  @DisplayName("ERR-1: a tool's exception carries message and data, and is a tool failure")
  void toolException() {
    ToolException exception = new ToolException("no such city", Map.of("known", List.of("SF")));

    assertThat(exception).hasMessage("no such city");
    assertThat(exception.data()).isEqualTo(Map.of("known", List.of("SF")));
    assertThat(exception.info()).isEqualTo(ErrorInfo.of(ErrorInfo.TOOL, "no such city"));
    assertThat(new ToolException("no").data()).isNull();
  }

  @Test
  @DisplayName("ERR-1: the refusals of this package carry an error info and name what they concern")
  void refusals() {
    ApprovalId gate = new ApprovalId("g-1");
    List<String> problems = new ArrayList<>(List.of("'city' is missing"));
    InvalidArgumentsException invalid = new InvalidArgumentsException("getWeather", problems);
    problems.clear();

    assertThat(invalid.problems()).containsExactly("'city' is missing");
    assertThat(invalid).hasMessageContaining("'getWeather'").hasMessageContaining("'city'");
    assertThat(List.of(
            new ApprovalClosedException(gate),
            new ApprovalConflictException(gate),
            new UnknownApprovalException(gate),
            new UnknownApprovalOptionException(gate, "o-1"),
            new StaleApprovalException(gate)))
        .allSatisfy(refusal -> {
          assertThat(refusal).hasMessageContaining("'g-1'");
          assertThat(refusal.info().message()).isEqualTo(refusal.getMessage());
        });
    assertThat(new UnknownApprovalOptionException(gate, "o-1")).hasMessageContaining("'o-1'");
    assertThat(List.of(
            new ApprovalClosedException(gate).approvalId(),
            new ApprovalConflictException(gate).approvalId(),
            new UnknownApprovalException(gate).approvalId(),
            new UnknownApprovalOptionException(gate, "o").approvalId(),
            new StaleApprovalException(gate).approvalId()))
        .containsOnly(gate);
  }

  @Test
  @DisplayName("results, questions, answers and responses show no content")
  void noContentInToString() {
    assertThat(List.of(
            ToolResult.of("secret"),
            new ToolResult.Question("secret"),
            new ToolCall.HumanAnswer("secret"),
            ApprovalResponse.edit(Map.of("k", "secret"))))
        .extracting(Objects::toString)
        .noneMatch(shown -> shown.contains("secret"));
  }
}
