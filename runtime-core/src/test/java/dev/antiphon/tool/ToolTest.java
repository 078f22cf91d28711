package dev.antiphon.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.ApprovalOption;
import dev.antiphon.message.TextPart;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ToolTest {

  private static final ToolHandler HANDLER = (arguments, call) -> "done";
  private static final ArgumentsCheck CHECK = (name, arguments) -> Map.of();
  private static final ApprovalPolicy SOMETIMES = (thread, arguments, runConfig) -> true;
  private static final ModelOutput OUTPUT = result -> List.of(TextPart.of("seen"));
  private static final ProviderTool PROVIDER =
      ProviderTool.builder("web_search").arguments(Map.of("max", 3)).build();

  @Test
  @DisplayName("TOOL-2: a tool has everything it was given, also through toBuilder()")
  void fields() {
    Tool tool = everything().build().toBuilder().build();

    assertThat(tool.name()).isEqualTo("getWeather");
    assertThat(tool.description()).isEqualTo("Current weather");
    assertThat(tool.parameters()).isEqualTo(Map.of("type", "object"));
    assertThat(tool.handler()).isSameAs(HANDLER);
    assertThat(tool.check()).isSameAs(CHECK);
    assertThat(tool.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(tool.isIdempotent()).isTrue();
    assertThat(tool.approval()).isSameAs(SOMETIMES);
    assertThat(tool.approvalOptions()).hasSize(1);
    assertThat(tool.isDisabled()).isTrue();
    assertThat(tool.modelOutput()).isSameAs(OUTPUT);
    assertThat(tool.display()).isEqualTo(Tool.Display.STANDALONE);
    assertThat(tool.providerOptions()).isEqualTo(Map.of("cache", true));
    assertThat(tool.provider()).isEqualTo(PROVIDER);
    assertThat(tool).hasToString("Tool[getWeather]");
  }

  private static Tool.Builder everything() {
    return Tool.builder("getWeather", "")
        .description("Current weather")
        .parameters(Map.of("type", "object"))
        .handler(HANDLER)
        .check(CHECK)
        .timeout(Duration.ofSeconds(5))
        .idempotent(true)
        .approval(SOMETIMES)
        .approvalOptions(List.of(ApprovalOption.of("o", ApprovalOption.ALLOW_ALWAYS)))
        .disabled(true)
        .modelOutput(OUTPUT)
        .display(Tool.Display.STANDALONE)
        .providerOptions(Map.of("cache", true))
        .provider(PROVIDER);
  }

  @Test
  @DisplayName("TOOL-2: a tool that says nothing takes any object, asks nobody and is shown inline")
  void defaults() {
    Tool tool = Tool.builder("t", "").handler(HANDLER).build();

    assertThat(tool.parameters()).containsEntry("type", "object");
    assertThat(tool.check().check("t", Map.of("k", 1))).isEqualTo(Map.of("k", 1));
    assertThat(tool.timeout()).isNull();
    assertThat(tool.isIdempotent()).isFalse();
    assertThat(tool.approval()).isSameAs(ApprovalPolicy.NEVER);
    assertThat(tool.approvalOptions()).isNull();
    assertThat(tool.isDisabled()).isFalse();
    assertThat(tool.display()).isEqualTo(Tool.Display.INLINE);
    assertThat(tool.providerOptions()).isNull();
    assertThat(tool.needsApproval().approval()).isSameAs(ApprovalPolicy.ALWAYS);
  }

  @Test
  @DisplayName("TOOL-2: without handler and provider it is a human tool, which is standalone")
  void kinds() {
    Tool human = Tool.builder("ask", "").build();
    Tool provider = Tool.builder("search", "").provider(PROVIDER).build();

    assertThat(human.isHuman()).isTrue();
    assertThat(human.display()).isEqualTo(Tool.Display.STANDALONE);
    assertThat(human.toBuilder().display(Tool.Display.INLINE).build().display())
        .isEqualTo(Tool.Display.INLINE);
    assertThat(provider.isHuman()).isFalse();
    assertThat(provider.display()).isEqualTo(Tool.Display.INLINE);
    assertThat(human.toBuilder().handler(HANDLER).build().isHuman()).isFalse();
  }

  @Test
  @DisplayName("TOOL-2: a blank name and a timeout of nothing are refused")
  void refused() {
    assertThatThrownBy(() -> Tool.builder(" ", "")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Tool.builder("t", "").timeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Tool.builder("t", "").timeout(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Tool.builder("t", "").timeout(null).build().timeout()).isNull();
  }

  @Test
  @DisplayName("a builder that goes on being used does not change the tool it built")
  void builtToolStays() {
    Tool.Builder builder = Tool.builder("t", "before").handler(HANDLER);
    Tool tool = builder.build();
    builder.description("after").handler(null).disabled(true);

    assertThat(tool.description()).isEqualTo("before");
    assertThat(tool.isHuman()).isFalse();
    assertThat(tool.isDisabled()).isFalse();
  }

  @Test
  @DisplayName("what a tool is given is copied")
  void copies() {
    Map<String, Object> parameters = new HashMap<>(Map.of("type", "object"));
    Tool tool =
        Tool.builder("t", "").parameters(parameters).providerOptions(parameters).build();
    parameters.clear();

    assertThat(tool.parameters()).isEqualTo(Map.of("type", "object"));
    assertThat(tool.providerOptions()).isEqualTo(Map.of("type", "object"));
    assertThat(tool.toBuilder().providerOptions(null).build().providerOptions()).isNull();
    assertThat(tool.toBuilder().approvalOptions(null).build().approvalOptions()).isNull();
  }

  @Test
  @DisplayName("CTX-3: a tool is completed field by field by a weaker one")
  void completed() {
    Tool weaker = everything().build();
    Tool nothing = Tool.builder("getWeather", "").build();

    Tool merged = nothing.completedBy(weaker);

    assertThat(merged.description()).isEqualTo("Current weather");
    assertThat(merged.parameters()).isEqualTo(Map.of("type", "object"));
    assertThat(merged.handler()).isSameAs(HANDLER);
    assertThat(merged.check()).isSameAs(CHECK);
    assertThat(merged.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(merged.isIdempotent()).isTrue();
    assertThat(merged.approval()).isSameAs(SOMETIMES);
    assertThat(merged.approvalOptions()).hasSize(1);
    assertThat(merged.isDisabled()).isTrue();
    assertThat(merged.modelOutput()).isSameAs(OUTPUT);
    assertThat(merged.display()).isEqualTo(Tool.Display.STANDALONE);
    assertThat(merged.providerOptions()).isEqualTo(Map.of("cache", true));
    assertThat(merged.provider()).isEqualTo(PROVIDER);
  }

  @Test
  @DisplayName("CTX-3: what the stronger tool says wins")
  void strongerWins() {
    ToolHandler handler = (arguments, call) -> "mine";
    Tool stronger = Tool.builder("getWeather", "Mine")
        .parameters(Map.of("type", "object", "title", "mine"))
        .handler(handler)
        .check((name, arguments) -> arguments)
        .timeout(Duration.ofSeconds(1))
        .approval(ApprovalPolicy.ALWAYS)
        .approvalOptions(List.of())
        .modelOutput(result -> List.of())
        .display(Tool.Display.INLINE)
        .providerOptions(Map.of())
        .provider(ProviderTool.builder("mine").build())
        .build();

    Tool merged = stronger.completedBy(everything().disabled(false).build());

    assertThat(merged.description()).isEqualTo("Mine");
    assertThat(merged.parameters()).containsEntry("title", "mine");
    assertThat(merged.handler()).isSameAs(handler);
    assertThat(merged.check()).isSameAs(stronger.check());
    assertThat(merged.timeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(merged.isIdempotent()).isFalse();
    assertThat(merged.approval()).isSameAs(ApprovalPolicy.ALWAYS);
    assertThat(merged.approvalOptions()).isEmpty();
    assertThat(merged.modelOutput()).isSameAs(stronger.modelOutput());
    assertThat(merged.display()).isEqualTo(Tool.Display.INLINE);
    assertThat(merged.providerOptions()).isEmpty();
    assertThat(merged.provider()).isEqualTo(ProviderTool.builder("mine").build());
    assertThat(merged.isDisabled()).isFalse();
  }

  @Test
  @DisplayName("CTX-3: completed by itself it stays the same object")
  void completedByItself() {
    Tool tool = everything().build();

    assertThat(tool.completedBy(tool)).isSameAs(tool);
  }
}
