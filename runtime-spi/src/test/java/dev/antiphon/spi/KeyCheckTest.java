package dev.antiphon.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyCheckTest {

  @TempDir
  Path folder;

  record EchoSettings(
      @Setting("what is said first") String greeting,
      @Setting(value = "how often", defaultValue = "1") int maxRetries) {}

  /** Has two settings. */
  static final class EchoPlugin implements RuntimePlugin {
    @Override
    public PluginInfo info() {
      return PluginInfo.of("echo");
    }

    @Override
    public void install(PluginRegistrar registrar) {
      registrar.model("echo", EchoSettings.class, settings -> (request, reply) -> {});
    }
  }

  /** Has none. */
  static final class BarePlugin implements RuntimePlugin {
    @Override
    public PluginInfo info() {
      return PluginInfo.of("bare");
    }

    @Override
    public void install(PluginRegistrar registrar) {}
  }

  private final Plugins plugins = Plugins.of(new EchoPlugin(), new BarePlugin());

  @Test
  @DisplayName("a misspelt setting of a plug-in is refused with the one that was meant")
  void misspelt() {
    assertRefused(
        Map.of("echo.max-retires", "2"),
        "Plug-in 'echo' has no setting 'echo.max-retires'. Did you mean 'echo.max-retries'?");
  }

  @Test
  @DisplayName("a setting that is near to none is refused with those there are")
  void nearToNone() {
    assertRefused(
        Map.of("echo.colour", "red"),
        "Plug-in 'echo' has no setting 'echo.colour'. It has: echo.greeting, echo.max-retries.");
    assertRefused(
        Map.of("bare.colour", "red"),
        "Plug-in 'bare' has no setting 'bare.colour', nor any other. Remove it.");
  }

  @Test
  @DisplayName("a misspelt plug-in name is refused with the setting that was meant")
  void misspeltPlugin() {
    assertRefused(
        Map.of("ehco.greeting", "Hello"),
        "Setting 'ehco.greeting' is not known. Did you mean 'echo.greeting'?");
  }

  @Test
  @DisplayName("a misspelt setting of ours is refused with the one that was meant")
  void misspeltOurs() {
    assertRefused(
        Map.of("antiphon.histroy", "jdbc"),
        "Setting 'antiphon.histroy' is not known. Did you mean 'antiphon.history'?");
  }

  @Test
  @DisplayName("what is misspelt is told all at once")
  void allAtOnce() {
    Settings settings = Settings.of(Map.of("antiphon.modle", "x", "echo.greting", "y"));

    assertThatThrownBy(() -> plugins.checkKeys(settings))
        .isInstanceOfSatisfying(
            SettingsException.class, refused -> assertThat(refused.problems()).hasSize(2));
  }

  @Test
  @DisplayName(
      "settings of a plug-in that is not there, and of the application, are nobody's business")
  void others() {
    plugins.checkKeys(Settings.of(Map.of(
        "jdbc.url", "x", "antiphon.console.colour", "x", "antiphon.model", "x", "other", "x")));
  }

  @Test
  @DisplayName("a misspelt plug-in name counts in our file, not among the properties of the JVM")
  void whereItStands() throws Exception {
    Files.writeString(folder.resolve("antiphon.properties"), "ehco.greeting=Hello");
    Properties system = new Properties();
    system.setProperty("ecko.greeting", "of another program");

    Settings loaded = Settings.load(system, Map.of(), folder);

    assertThatThrownBy(() -> plugins.checkKeys(loaded))
        .isInstanceOf(SettingsException.class)
        .hasMessage("Setting 'ehco.greeting' is not known. Did you mean 'echo.greeting'?");
    assertThat(loaded.origin("ehco.greeting"))
        .contains("the file " + folder.resolve("antiphon.properties"));
    assertThat(loaded.origin("ecko.greeting")).contains("the system property ecko.greeting");
    assertThat(loaded.origin("echo.greeting")).isEmpty();
  }

  private void assertRefused(Map<String, String> values, String message) {
    assertThatThrownBy(() -> plugins.checkKeys(Settings.of(values)))
        .isInstanceOf(SettingsException.class)
        .hasMessage(message);
  }
}
