package dev.antiphon.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.spi.Offer;
import dev.antiphon.spi.Plugins;
import dev.antiphon.spi.Port;
import dev.antiphon.spi.RuntimePlugin;
import dev.antiphon.spi.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AdapterChoiceTest {

  private static final ChatModelAdapter SILENT = (request, reply) -> {};
  private static final RuntimePlugin ECHO =
      TestPlugin.named("echo", registrar -> registrar.model("echo", settings -> SILENT));
  private static final RuntimePlugin OPENAI =
      TestPlugin.named("openai", registrar -> registrar.model("openai", settings -> SILENT));
  private static final RuntimePlugin JDBC = histories("jdbc", "jdbc");
  private static final RuntimePlugin FILES = histories("files", "files");

  @Test
  @DisplayName("the only model is used without being asked for")
  void onlyOne() {
    assertThat(choice(Map.of(), ECHO, JDBC).one(Port.MODEL).name()).isEqualTo("echo");
  }

  @Test
  @DisplayName("of two models the one that settings name is used")
  void named() {
    assertThat(choice(Map.of("antiphon.model", " openai "), ECHO, OPENAI)
            .one(Port.MODEL)
            .name())
        .isEqualTo("openai");
  }

  @Test
  @DisplayName("two models and no setting: refused with both and the lines to add")
  void twoAndNoSetting() {
    assertThatThrownBy(() -> choice(Map.of(), ECHO, OPENAI).one(Port.MODEL))
        .isInstanceOf(AdapterChoiceException.class)
        .hasMessage(
            "2 plug-ins offer a model and antiphon.model is not set, so none is chosen"
                + " (found: 'echo' by dev.antiphon.guice.TestPlugin, 'openai' by dev.antiphon.guice.TestPlugin)."
                + " Add one of these lines to antiphon.properties: antiphon.model=echo or antiphon.model=openai.");
  }

  @Test
  @DisplayName("no model: refused with the plug-ins there are")
  void noModel() {
    assertThatThrownBy(() -> choice(Map.of(), JDBC).one(Port.MODEL))
        .isInstanceOf(AdapterChoiceException.class)
        .hasMessageContaining("needs a model")
        .hasMessageContaining("antiphon.model is not set")
        .hasMessageContaining("(found: jdbc)")
        .hasMessageContaining("antiphon.model=NAME");
    assertThatThrownBy(() -> choice(Map.of()).one(Port.MODEL))
        .hasMessageContaining("(found: no plug-in at all)");
  }

  @Test
  @DisplayName(
      "a model that nobody offers: refused with what was asked, what there is, what to write")
  void unknownModel() {
    assertThatThrownBy(() -> choice(Map.of("antiphon.model", "opnai"), OPENAI).one(Port.MODEL))
        .isInstanceOf(AdapterChoiceException.class)
        .hasMessageContaining("antiphon.model asks for 'opnai'")
        .hasMessageContaining("found: 'openai' by " + TestPlugin.class.getName())
        .hasMessageContaining("Write antiphon.model=openai");
  }

  @Test
  @DisplayName("an asked model that the only other jar does not offer is never replaced by another")
  void unknownModelAndNone() {
    assertThatThrownBy(() -> choice(Map.of("antiphon.model", "openai"), JDBC).one(Port.MODEL))
        .isInstanceOf(AdapterChoiceException.class)
        .hasMessageContaining("(found: none)")
        .hasMessageContaining("Put the jar that offers it on the class path");
  }

  @Test
  @DisplayName("no history is left to the core, the only one is used, two must be named")
  void histories() {
    assertThat(choice(Map.of(), ECHO).atMostOne(Port.HISTORY)).isEmpty();
    assertThat(choice(Map.of(), JDBC).atMostOne(Port.HISTORY))
        .get()
        .extracting(Offer::name)
        .isEqualTo("jdbc");
    assertThat(choice(Map.of("antiphon.history", "files"), JDBC, FILES).atMostOne(Port.HISTORY))
        .get()
        .extracting(Offer::name)
        .isEqualTo("files");
    assertThatThrownBy(() -> choice(Map.of(), JDBC, FILES).atMostOne(Port.HISTORY))
        .isInstanceOf(AdapterChoiceException.class)
        .hasMessageContaining(
            "antiphon.history=jdbc or antiphon.history=files or antiphon.history=memory");
  }

  @Test
  @DisplayName("memory leaves the history to the core, whatever is offered")
  void memory() {
    assertThat(choice(Map.of("antiphon.history", "memory"), JDBC).atMostOne(Port.HISTORY))
        .isEmpty();
  }

  @Test
  @DisplayName("a blank setting counts as not set")
  void blank() {
    assertThat(choice(Map.of("antiphon.model", " "), ECHO).one(Port.MODEL).name())
        .isEqualTo("echo");
  }

  @Test
  @DisplayName("tools are in use only if they are listed, in that order")
  void tools() {
    RuntimePlugin tools = TestPlugin.named("tools", registrar -> {
      registrar.tools("clock", settings -> List.of());
      registrar.tools("mail", settings -> List.of());
    });

    assertThat(choice(Map.of(), tools).listed(Port.TOOLS)).isEmpty();
    assertThat(choice(Map.of("antiphon.tools", "mail, clock"), tools).listed(Port.TOOLS))
        .extracting(Offer::name)
        .containsExactly("mail", "clock");
    assertThatThrownBy(() -> choice(Map.of("antiphon.tools", "clok"), tools).listed(Port.TOOLS))
        .isInstanceOf(AdapterChoiceException.class)
        .hasMessageContaining("asks for 'clok'");
  }

  private static RuntimePlugin histories(String plugin, String name) {
    return TestPlugin.named(
        plugin, registrar -> registrar.history(name, settings -> new NoHistory()));
  }

  private static AdapterChoice choice(Map<String, String> settings, RuntimePlugin... plugins) {
    return new AdapterChoice(Plugins.of(plugins), Settings.of(settings));
  }
}
