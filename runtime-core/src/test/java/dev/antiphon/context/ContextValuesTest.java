package dev.antiphon.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.testing.ValueCheck;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ContextValuesTest {

  private static final Tool ONE = Tool.builder("one", "").build();
  private static final Tool TWO = Tool.builder("two", "").build();
  private static final CallSettings FEW = CallSettings.builder().maxTokens(1).build();
  private static final CallSettings MANY = CallSettings.builder().maxTokens(9).build();
  private static final ModelConfig SMALL =
      ModelConfig.builder().modelName("small").build();
  private static final ModelConfig LARGE =
      ModelConfig.builder().modelName("large").build();
  private static final Map<String, Object> A = Map.of("k", 1);
  private static final Map<String, Object> B = Map.of("k", 2);

  @Test
  @DisplayName("CTX-6: call settings are values with all known settings and others")
  void callSettings() {
    ValueCheck.of(CallSettings::builder, CallSettings.Builder::build, CallSettings::toBuilder)
        .field("maxTokens", CallSettings.Builder::maxTokens, CallSettings::maxTokens, 1, 2)
        .field(
            "temperature", CallSettings.Builder::temperature, CallSettings::temperature, 0.1, 0.2)
        .field("topP", CallSettings.Builder::topP, CallSettings::topP, 0.1, 0.2)
        .field(
            "presencePenalty",
            CallSettings.Builder::presencePenalty,
            CallSettings::presencePenalty,
            0.1,
            0.2)
        .field(
            "frequencyPenalty",
            CallSettings.Builder::frequencyPenalty,
            CallSettings::frequencyPenalty,
            0.1,
            0.2)
        .field("seed", CallSettings.Builder::seed, CallSettings::seed, 1L, 2L)
        .field(
            "headers",
            CallSettings.Builder::headers,
            CallSettings::headers,
            Map.of("h", "1"),
            Map.of("h", "2"))
        .field("others", CallSettings.Builder::others, CallSettings::others, A, B)
        .verify();
  }

  @Test
  @DisplayName("CTX-6: model config is a value with all known config and others")
  void modelConfig() {
    ValueCheck.of(ModelConfig::builder, ModelConfig.Builder::build, ModelConfig::toBuilder)
        .field("apiKey", ModelConfig.Builder::apiKey, ModelConfig::apiKey, "a", "b")
        .field("baseUrl", ModelConfig.Builder::baseUrl, ModelConfig::baseUrl, "a", "b")
        .field("modelName", ModelConfig.Builder::modelName, ModelConfig::modelName, "a", "b")
        .field(
            "reasoningEffort",
            ModelConfig.Builder::reasoningEffort,
            ModelConfig::reasoningEffort,
            "a",
            "b")
        .field("others", ModelConfig.Builder::others, ModelConfig::others, A, B)
        .verify();
  }

  @Test
  @DisplayName("contributions and contexts are values")
  void contributionsAndContexts() {
    ValueCheck.of(
            ModelContribution::builder,
            ModelContribution.Builder::build,
            ModelContribution::toBuilder)
        .field("priority", ModelContribution.Builder::priority, ModelContribution::priority, 1, 2)
        .field("system", ModelContribution.Builder::system, ModelContribution::system, "a", "b")
        .field(
            "tools",
            ModelContribution.Builder::tools,
            ModelContribution::tools,
            List.of(ONE),
            List.of(TWO))
        .field(
            "settings", ModelContribution.Builder::settings, ModelContribution::settings, FEW, MANY)
        .field("config", ModelContribution.Builder::config, ModelContribution::config, SMALL, LARGE)
        .field(
            "composerMetadata",
            ModelContribution.Builder::composerMetadata,
            ModelContribution::composerMetadata,
            A,
            B)
        .verify();
    assertThat(ModelContribution.NONE)
        .isNotEqualTo(ModelContribution.NONE.toBuilder().isOverwriting(true).build());
    ValueCheck.of(ModelContext::builder, ModelContext.Builder::build, ModelContext::toBuilder)
        .field("system", ModelContext.Builder::system, ModelContext::system, "a", "b")
        .field(
            "tools",
            ModelContext.Builder::tools,
            ModelContext::tools,
            ToolRegistry.of(List.of(ONE)),
            ToolRegistry.of(List.of(TWO)))
        .field("settings", ModelContext.Builder::settings, ModelContext::settings, FEW, MANY)
        .field("config", ModelContext.Builder::config, ModelContext::config, SMALL, LARGE)
        .field(
            "composerMetadata",
            ModelContext.Builder::composerMetadata,
            ModelContext::composerMetadata,
            A,
            B)
        .field(
            "conflicts",
            ModelContext.Builder::conflicts,
            ModelContext::conflicts,
            List.of("a"),
            List.of("b"))
        .verify();
  }

  @Test
  @DisplayName("CTX-6: what settings say is completed field by field and key by key")
  void over() {
    CallSettings weak = CallSettings.builder()
        .maxTokens(1)
        .temperature(0.1)
        .topP(0.1)
        .presencePenalty(0.1)
        .frequencyPenalty(0.1)
        .seed(1L)
        .headers(Map.of("a", "weak", "b", "weak"))
        .others(A)
        .build();
    CallSettings strong = CallSettings.builder()
        .maxTokens(2)
        .temperature(0.2)
        .topP(0.2)
        .presencePenalty(0.2)
        .frequencyPenalty(0.2)
        .seed(2L)
        .headers(Map.of("a", "strong"))
        .others(B)
        .build();

    assertThat(CallSettings.NONE.over(weak)).isEqualTo(weak);
    assertThat(weak.over(CallSettings.NONE)).isEqualTo(weak);
    assertThat(strong.over(weak))
        .isEqualTo(
            strong.toBuilder().headers(Map.of("a", "strong", "b", "weak")).build());
    ModelConfig key = ModelConfig.builder().apiKey("k").baseUrl("u").others(A).build();
    ModelConfig rest = ModelConfig.builder()
        .apiKey("k2")
        .baseUrl("u2")
        .modelName("m")
        .reasoningEffort("low")
        .others(B)
        .build();
    assertThat(key.over(rest))
        .isEqualTo(rest.toBuilder().apiKey("k").baseUrl("u").others(A).build());
    assertThat(rest.over(key)).isEqualTo(rest);
    assertThat(ModelConfig.NONE.over(rest)).isEqualTo(rest);
  }

  @Test
  @DisplayName("MSG-1: headers and the like are copied")
  void copies() {
    Map<String, String> headers = new HashMap<>(Map.of("h", "1"));
    CallSettings settings = CallSettings.builder().headers(headers).build();
    headers.clear();

    assertThat(settings.headers()).isEqualTo(Map.of("h", "1"));
  }

  @Test
  @DisplayName("CTX-6: keys, headers and texts do not show in toString")
  void noSecrets() {
    CallSettings settings = CallSettings.builder()
        .maxTokens(1)
        .headers(Map.of("Authorization", "secret"))
        .others(Map.of("k", "secret"))
        .build();
    ModelConfig config = ModelConfig.builder()
        .apiKey("secret")
        .baseUrl("https://secret@host")
        .others(Map.of("k", "secret"))
        .modelName("small")
        .build();
    ModelContribution contribution = ModelContribution.builder()
        .system("secret")
        .settings(settings)
        .config(config)
        .tools(List.of(ONE))
        .composerMetadata(Map.of("k", "secret"))
        .build();
    ModelContext context = ContextMerge.of(List.of(contribution));

    assertThat(List.of(settings, config, contribution, context))
        .extracting(Object::toString)
        .noneMatch(shown -> shown.contains("secret"));
    assertThat(context.toString()).contains("small").contains("one");
    assertThat(settings.toString()).contains("maxTokens=1");
  }

  @Test
  @DisplayName("a provider that never changes need not listen")
  void providerWithoutChanges() {
    ModelContextProvider provider = () -> ModelContribution.ofSystem("hi");

    provider.onChange(() -> {
      throw new AssertionError("nobody should call");
    });

    assertThat(provider.contribution().system()).isEqualTo("hi");
  }
}
