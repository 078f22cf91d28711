package dev.antiphon.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ToolRegistryTest {

  private final Tool alpha = Tool.builder("alpha", "").build();
  private final Tool beta = Tool.builder("beta", "").disabled(true).build();
  private final Tool gamma = Tool.builder("gamma", "").build();

  @Test
  @DisplayName("TOOL-3: the model is offered enabled tools only, sorted by name")
  void offered() {
    ToolRegistry registry = ToolRegistry.of(List.of(gamma, beta, alpha));

    assertThat(registry.offered()).containsExactly(alpha, gamma);
    assertThat(registry.all()).containsExactly(alpha, beta, gamma);
  }

  @Test
  @DisplayName("TOOL-3: a tool is looked up by name, a disabled one too")
  void find() {
    ToolRegistry registry = ToolRegistry.of(List.of(alpha, beta));

    assertThat(registry.find("beta")).containsSame(beta);
    assertThat(registry.find("gamma")).isEmpty();
    assertThat(ToolRegistry.EMPTY.find("alpha")).isEmpty();
  }

  @Test
  @DisplayName(
      "CTX-4: the registry refuses a second tool of a name; the same one twice counts once")
  void duplicates() {
    ToolRegistry registry = ToolRegistry.of(List.of(alpha, alpha));

    assertThat(registry.all()).containsExactly(alpha);
    assertThatThrownBy(() -> registry.with(Tool.builder("alpha", "other").build()))
        .isInstanceOf(DuplicateToolException.class)
        .hasMessageContaining("'alpha'");
    assertThat(registry.all()).containsExactly(alpha);
  }

  @Test
  @DisplayName("it never changes: adding, replacing and removing give other registries")
  void immutable() {
    ToolRegistry registry = ToolRegistry.of(List.of(alpha));
    Tool other = Tool.builder("alpha", "other").build();

    assertThat(registry.with(gamma).all()).containsExactly(alpha, gamma);
    assertThat(registry.replacing(other).all()).containsExactly(other);
    assertThat(registry.without("alpha").all()).isEmpty();
    assertThat(registry.without("nobody")).isEqualTo(registry);
    assertThat(registry.all()).containsExactly(alpha);
    assertThatThrownBy(() -> registry.all().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  @DisplayName("registries of the same tools are equal, of equal-looking ones they are not")
  void equality() {
    ToolRegistry registry = ToolRegistry.of(List.of(alpha, beta));

    assertThat(registry)
        .isEqualTo(ToolRegistry.of(List.of(beta, alpha)))
        .hasSameHashCodeAs(ToolRegistry.of(List.of(beta, alpha)))
        .isNotEqualTo(ToolRegistry.of(List.of(alpha.toBuilder().build(), beta)))
        .isNotEqualTo("registry")
        .hasToString("ToolRegistry[alpha, beta]");
  }
}
