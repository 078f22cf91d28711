package dev.antiphon.examples.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.spi.Settings;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ConsoleSettingsTest {

  private static final Map<String, String> DATA = Map.of("ANTIPHON_DATA", "from-variable");

  @Test
  @DisplayName(
      "without any setting the demonstration answers, and the chat is kept in antiphon-data")
  void defaults() {
    Settings settings = settings(Map.of(), Map.of(), false);

    assertThat(settings.get("antiphon.model")).contains("demo");
    assertThat(settings.get("antiphon.tools")).contains("demo");
    assertThat(settings.get("antiphon.history")).contains("jdbc");
    assertThat(settings.get("antiphon.threads")).contains("jdbc");
    assertThat(settings.get("jdbc.folder")).contains("antiphon-data");
    assertThat(settings.get("demo.word-delay")).contains("0ms");
  }

  @Test
  @DisplayName("what is set stays, and an empty list of tools means none")
  void kept() {
    Settings settings = settings(
        Map.of("antiphon.model", "other", "antiphon.tools", "", "jdbc.folder", "there"),
        Map.of(),
        false);

    assertThat(settings.get("antiphon.model")).contains("other");
    assertThat(settings.get("antiphon.tools")).contains("");
    assertThat(settings.get("jdbc.folder")).contains("there");
  }

  @Test
  @DisplayName("the data folder: --data before --set before ANTIPHON_DATA before a settings file")
  void dataFolder() {
    Map<String, String> file = Map.of("jdbc.folder", "from-file");

    assertThat(folder(settings(file, Map.of(), false))).isEqualTo("from-file");
    assertThat(folder(settings(file, DATA, false))).isEqualTo("from-variable");
    assertThat(folder(settings(file, DATA, false, "--set", "jdbc.folder=from-set")))
        .isEqualTo("from-set");
    assertThat(folder(
            settings(file, DATA, false, "--set", "jdbc.folder=from-set", "--data", "from-option")))
        .isEqualTo("from-option");
  }

  @Test
  @DisplayName("words come one by one where a person looks on")
  void wordDelay() {
    assertThat(settings(Map.of(), Map.of(), true).get("demo.word-delay")).contains("20ms");
    assertThat(settings(Map.of(), Map.of(), true, "--set", "demo.word-delay=1s")
            .get("demo.word-delay"))
        .contains("1s");
  }

  @Test
  @DisplayName("the first line says that the demonstration is one, and where the chat is kept")
  void banner() {
    ConsoleSettings demo = ConsoleSettings.of(Settings.of(Map.of()), options(), Map.of(), false);
    ConsoleSettings other = ConsoleSettings.of(
        Settings.of(Map.of()), options("--model", "gpt", "--data", "here"), Map.of(), false);

    assertThat(demo.banner("1")).contains("demonstration").contains("Data: antiphon-data.");
    ConsoleSettings real = ConsoleSettings.of(
        Settings.of(Map.of("openai.model", "llama3.2")),
        options("--model", "openai"),
        Map.of(),
        false);

    assertThat(real.banner("1")).contains("'openai/llama3.2'");
    assertThat(other.banner("1")).contains("'gpt'").contains("Data: here.").doesNotContain("demo");
  }

  private static String folder(Settings settings) {
    return settings.get("jdbc.folder").orElseThrow();
  }

  private static Settings settings(
      Map<String, String> loaded,
      Map<String, String> environment,
      boolean isTerminal,
      String... arguments) {
    return ConsoleSettings.of(Settings.of(loaded), options(arguments), environment, isTerminal)
        .settings();
  }

  private static ConsoleOptions options(String... arguments) {
    ConsoleOptions options = new ConsoleOptions();
    CommandLine.populateCommand(options, arguments);
    return options;
  }
}
