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
    assertThat(settings.get("antiphon.feedback")).contains("jdbc");
    assertThat(settings.get("antiphon.speech")).contains("files");
    assertThat(settings.get("speech.folder")).contains("antiphon-data/speech");
  }

  @Test
  @DisplayName("files of every kind can be attached; those that are stored are in the data folder")
  void attachments() {
    Settings settings = settings(Map.of(), DATA, false);
    Settings elsewhere = settings(
        Map.of("antiphon.attachments", "text", "attachments.folder", "there"), DATA, false);

    assertThat(settings.get("antiphon.attachments")).contains("image,pdf,text,file");
    assertThat(settings.get("antiphon.attachment-store")).contains("folder");
    assertThat(settings.get("attachments.folder")).contains("from-variable/files");
    assertThat(elsewhere.get("antiphon.attachments")).contains("text");
    assertThat(elsewhere.get("attachments.folder")).contains("there");
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
  @DisplayName("the demonstration suggests what to type where a person looks on, and nowhere else")
  void suggestions() {
    assertThat(suggested(settings(Map.of(), Map.of(), true))).isEqualTo("demo");
    assertThat(suggested(settings(Map.of(), Map.of(), false))).isEqualTo("none");
    assertThat(suggested(settings(Map.of("antiphon.model", "other"), Map.of(), true)))
        .isEqualTo("none");
    assertThat(suggested(settings(Map.of("antiphon.suggestions", "other"), Map.of(), true)))
        .isEqualTo("other");
  }

  private static String suggested(Settings settings) {
    return settings.get("antiphon.suggestions").orElseThrow();
  }

  @Test
  @DisplayName("marks are kept where the chat is, and sound files beside it")
  void keptBesideTheChat() {
    Settings inMemory = settings(Map.of("antiphon.history", "memory"), Map.of(), false);
    Settings elsewhere = settings(Map.of(), Map.of(), false, "--data", "there");

    assertThat(inMemory.get("antiphon.feedback")).contains("none");
    assertThat(elsewhere.get("speech.folder")).contains("there/speech");
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
