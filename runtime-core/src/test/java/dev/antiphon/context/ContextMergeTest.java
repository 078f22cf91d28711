package dev.antiphon.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolHandler;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ContextMergeTest {

  private static final ToolHandler HANDLER = (arguments, call) -> "done";

  private final Tool declared = Tool.builder("weather", "Current weather").build();
  private final Tool executed = Tool.builder("weather", "").handler(HANDLER).build();
  private final Tool other = Tool.builder("weather", "Other weather").build();

  @Test
  @DisplayName(
      "CTX-2: system texts are joined by one blank line, highest priority first, blank ones left out")
  void systemTexts() {
    ModelContext context = ContextMerge.of(List.of(
        ModelContribution.ofSystem("first"),
        ModelContribution.ofSystem(" "),
        system(10, "strong"),
        ModelContribution.NONE,
        system(-1, "weak"),
        ModelContribution.ofSystem("second")));

    assertThat(context.system()).isEqualTo("strong\n\nfirst\n\nsecond\n\nweak");
    assertThat(ContextMerge.of(List.of())).isEqualTo(ModelContext.EMPTY);
  }

  @Test
  @DisplayName("CTX-3: the same tool object twice is accepted, and stays the same object")
  void sameObject() {
    ModelContext context =
        ContextMerge.of(List.of(tools(0, declared), tools(0, declared), tools(5, declared)));

    assertThat(context.tools().find("weather")).containsSame(declared);
    assertThat(context.conflicts()).isEmpty();
  }

  @Test
  @DisplayName("CTX-3: at different priority tools merge field by field, the higher wins")
  void differentPriority() {
    ModelContext context =
        ContextMerge.of(List.of(tools(0, declared), tools(-5, other), tools(1000, executed)));

    Tool merged = context.tools().find("weather").orElseThrow();
    assertThat(merged.handler()).isSameAs(HANDLER);
    assertThat(merged.description()).isEqualTo("Current weather");
    assertThat(context.conflicts()).isEmpty();
  }

  @Test
  @DisplayName("CTX-3: at equal priority a provider that says overwrite replaces the earlier tool")
  void overwrite() {
    ModelContribution overwriting =
        tools(0, other).toBuilder().isOverwriting(true).build();

    ModelContext context = ContextMerge.of(List.of(tools(0, declared), overwriting));
    assertThat(context.tools().find("weather")).containsSame(other);

    ModelContext below =
        ContextMerge.of(List.of(tools(0, declared), overwriting, tools(7, executed)));
    Tool merged = below.tools().find("weather").orElseThrow();
    assertThat(merged.handler()).isSameAs(HANDLER);
    assertThat(merged.description()).isEqualTo("Other weather");
    assertThat(below.conflicts()).isEmpty();
  }

  @Test
  @DisplayName("CTX-4: in a conflict the earlier registration wins, and the conflict is told once")
  void conflict() {
    ModelContext context = ContextMerge.of(List.of(
        tools(0, declared),
        tools(0, other),
        tools(0, Tool.builder("weather", "").build())));

    assertThat(context.tools().find("weather")).containsSame(declared);
    assertThat(context.conflicts()).containsExactly("weather");
  }

  @Test
  @DisplayName("CTX-5: settings and config: higher priority wins, at equal priority the later one")
  void settings() {
    ModelContext context = ContextMerge.of(List.of(
        settings(10, 1, "strong"),
        settings(0, 2, "first"),
        settings(0, 3, "second"),
        ModelContribution.builder()
            .settings(CallSettings.builder()
                .temperature(0.5)
                .headers(Map.of("h", "last", "only", "here"))
                .others(Map.of("o", 1))
                .build())
            .config(ModelConfig.builder().reasoningEffort("low").build())
            .composerMetadata(Map.of("k", 4))
            .build()));

    assertThat(context.settings().maxTokens()).isEqualTo(1);
    assertThat(context.settings().temperature()).isEqualTo(0.5);
    assertThat(context.settings().headers()).isEqualTo(Map.of("h", "strong", "only", "here"));
    assertThat(context.settings().others()).isEqualTo(Map.of("o", 1));
    assertThat(context.config().modelName()).isEqualTo("strong");
    assertThat(context.config().reasoningEffort()).isEqualTo("low");
    assertThat(context.composerMetadata()).isEqualTo(Map.of("k", 1));
    assertThat(ContextMerge.of(List.of(settings(0, 2, "first"), settings(0, 3, "second")))
            .config()
            .modelName())
        .isEqualTo("second");
  }

  @Test
  @DisplayName("CTX-5: what was merged cannot be changed")
  void mergedIsImmutable() {
    ModelContext context = ContextMerge.of(List.of(settings(1, 1, "a"), settings(0, 2, "b")));

    assertThatThrownBy(() -> context.settings().headers().put("x", "y"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> context.settings().others().put("x", "y"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> context.config().others().put("x", "y"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> context.composerMetadata().put("x", "y"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  @DisplayName("two merges of the same contributions are equal")
  void equalWhileUnchanged() {
    List<ModelContribution> contributions =
        List.of(tools(0, declared), settings(1, 1, "a"), settings(0, 2, "b"), tools(0, other));

    assertThat(ContextMerge.of(contributions))
        .isEqualTo(ContextMerge.of(contributions))
        .hasSameHashCodeAs(ContextMerge.of(contributions));
  }

  private static ModelContribution system(int priority, String text) {
    return ModelContribution.builder().priority(priority).system(text).build();
  }

  private static ModelContribution tools(int priority, Tool tool) {
    return ModelContribution.ofTools(tool).toBuilder().priority(priority).build();
  }

  private static ModelContribution settings(int priority, int maxTokens, String name) {
    return ModelContribution.builder()
        .priority(priority)
        .settings(CallSettings.builder()
            .maxTokens(maxTokens)
            .headers(Map.of("h", name))
            .others(Map.of("o", maxTokens))
            .build())
        .config(
            ModelConfig.builder().modelName(name).others(Map.of("o", maxTokens)).build())
        .composerMetadata(Map.of("k", maxTokens))
        .build();
  }
}
