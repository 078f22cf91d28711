package dev.antiphon.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

  @TempDir
  Path folder;

  private final Properties system = new Properties();

  @Test
  @DisplayName("system properties win over the environment, which wins over the file")
  void order() throws IOException {
    Files.writeString(folder.resolve("antiphon.properties"), "a.x=file\na.y=file\na.z=grüß\n");
    system.setProperty("a.x", "system");

    Settings settings =
        Settings.load(system, Map.of("A_X", "environment", "A_Y", "environment"), folder);

    assertThat(settings.get("a.x")).contains("system");
    assertThat(settings.get("a.y")).contains("environment");
    assertThat(settings.get("a.z")).contains("grüß");
    assertThat(settings.get("a.none")).isEmpty();
  }

  @Test
  @DisplayName("a key is an environment variable in capitals, with _ for dots and hyphens")
  void environment() {
    Settings settings =
        Settings.load(system, Map.of("OPENAI_API_KEY", "k", "ANTIPHON_MODEL", "openai"), folder);

    assertThat(settings.get("openai.api-key")).contains("k");
    assertThat(settings.get("antiphon.model")).contains("openai");
    assertThat(settings.keys()).isEmpty();
  }

  @Test
  @DisplayName("the file that antiphon.settings names is read in place of antiphon.properties")
  void namedFile() throws IOException {
    Files.writeString(folder.resolve("antiphon.properties"), "a.x=default");
    Files.writeString(folder.resolve("other.properties"), "a.y=other");
    system.setProperty("antiphon.settings", "other.properties");

    Settings settings = Settings.load(system, Map.of(), folder);

    assertThat(settings.get("a.x")).isEmpty();
    assertThat(settings.get("a.y")).contains("other");
  }

  @Test
  @DisplayName("a named file that is not there is refused with its path")
  void missingFile() {
    system.setProperty("antiphon.settings", "none.properties");

    assertThatThrownBy(() -> Settings.load(system, Map.of(), folder))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(folder.resolve("none.properties").toString());
  }

  @Test
  @DisplayName("a file that is not one of properties is refused without its content")
  void malformedFile() throws IOException {
    Files.writeString(folder.resolve("antiphon.properties"), "a.key=canary\\u00zz");

    assertThatThrownBy(() -> Settings.load(system, Map.of(), folder))
        .isInstanceOf(SettingsException.class)
        .message()
        .doesNotContain("canary");
  }

  @Test
  @DisplayName("with gives new settings in which the given value wins")
  void with() {
    Settings settings = Settings.of(Map.of("a.x", "1", "a.y", "2"));

    Settings changed = settings.with("a.x", "3");

    assertThat(changed.get("a.x")).contains("3");
    assertThat(changed.get("a.y")).contains("2");
    assertThat(settings.get("a.x")).contains("1");
  }

  @Test
  @DisplayName("toString gives the keys and no value")
  void toStringGivesKeys() {
    assertThat(Settings.of(Map.of("b", "canary", "a", "canary")).with("c", "canary"))
        .hasToString("Settings[a, b, c]");
  }

  @Test
  @DisplayName("the settings of this process can be loaded")
  void loads() {
    assertThat(Settings.load().get("java.version")).isPresent();
  }
}
