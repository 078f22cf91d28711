package dev.antiphon.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsBindingTest {

  enum Mode {
    FAST,
    VERY_SAFE
  }

  record All(
      @Setting("a text") String text,
      @Setting("a number") int number,
      @Setting("a long") long bigNumber,
      @Setting("a fraction") double fraction,
      @Setting("a switch") boolean on,
      @Setting("a time") Duration maxWait,
      @Setting("a path") Path folder,
      @Setting("a place") URI baseURL,
      @Setting("a mode") Mode mode,
      @Setting("a list") List<String> names,
      @Setting("a key") Secret apiKey,
      @Setting("more") Optional<Integer> extra,
      @Setting("even more") Optional<Secret> extraSecret) {}

  record Defaults(
      @Setting(value = "a time", defaultValue = "30s") Duration maxWait,
      @Setting(value = "a mode", defaultValue = "very-safe") Mode mode,

      @Setting(
          value = "a list",
          defaultValue = {"a", "b"})
      List<String> names) {}

  record Hidden(
      @Setting(value = "a pin", secret = true) int pin,
      @Setting("a key") Secret key) {}

  record Strict(@Setting("a number") int number) {
    Strict {
      if (number < 1) {
        throw new IllegalArgumentException("number is at least 1");
      }
    }
  }

  record Time(@Setting("a time") Duration value) {}

  record NoAnnotation(String text) {}

  record WrongType(@Setting("?") Thread thread) {}

  record WrongDefault(
      @Setting(value = "?", defaultValue = "x") int number) {}

  @Test
  @DisplayName("every type of component is read from its kebab key")
  void everyType() {
    Map<String, String> values = Map.ofEntries(
        Map.entry("p.text", "t"),
        Map.entry("p.number", " 1 "),
        Map.entry("p.big-number", "5000000000"),
        Map.entry("p.fraction", "0.7"),
        Map.entry("p.on", "TRUE"),
        Map.entry("p.max-wait", "500ms"),
        Map.entry("p.folder", "a/b"),
        Map.entry("p.base-url", "https://example.org/"),
        Map.entry("p.mode", "very_safe"),
        Map.entry("p.names", "a, b,"),
        Map.entry("p.api-key", "k"));

    All all = Settings.of(values).bind("p", All.class);

    assertThat(all.text()).isEqualTo("t");
    assertThat(all.number()).isEqualTo(1);
    assertThat(all.bigNumber()).isEqualTo(5_000_000_000L);
    assertThat(all.fraction()).isEqualTo(0.7);
    assertThat(all.on()).isTrue();
    assertThat(all.maxWait()).isEqualTo(Duration.ofMillis(500));
    assertThat(all.folder()).isEqualTo(Path.of("a/b"));
    assertThat(all.baseURL()).isEqualTo(URI.create("https://example.org/"));
    assertThat(all.mode()).isEqualTo(Mode.VERY_SAFE);
    assertThat(all.names()).containsExactly("a", "b");
    assertThat(all.apiKey().reveal()).isEqualTo("k");
    assertThat(all.extra()).isEmpty();
    assertThat(all.extraSecret()).isEmpty();
    assertThat(all.toString()).contains("apiKey=***");
  }

  @Test
  @DisplayName("an optional setting that is set is there")
  void optional() {
    record Extra(@Setting("more") Optional<Integer> extra) {}

    assertThat(Settings.of(Map.of("p.extra", "7")).bind("p", Extra.class).extra())
        .contains(7);
  }

  @Test
  @DisplayName("what is not set has its default")
  void defaults() {
    Defaults defaults = Settings.of(Map.of()).bind("p", Defaults.class);

    assertThat(defaults)
        .isEqualTo(new Defaults(Duration.ofSeconds(30), Mode.VERY_SAFE, List.of("a", "b")));
  }

  @ParameterizedTest
  @CsvSource({"500ms,PT0.5S", "30s,PT30S", "2m,PT2M", "3h,PT3H", "1d,PT24H", "PT1M,PT1M"})
  @DisplayName("a duration is written for people or as in ISO 8601")
  void durations(String text, Duration expected) {
    assertThat(Settings.of(Map.of("p.value", text)).bind("p", Time.class).value())
        .isEqualTo(expected);
  }

  @Test
  @DisplayName("all that is missing is named at once, with its meaning and how to set it")
  void missing() {
    assertThatThrownBy(() -> Settings.of(Map.of()).bind("p", All.class))
        .isInstanceOfSatisfying(
            SettingsException.class, refused -> assertThat(refused.problems()).hasSize(11))
        .hasMessageContaining("'p.max-wait' (a time) is needed and is not set")
        .hasMessageContaining("p.max-wait=")
        .hasMessageContaining("environment variable P_MAX_WAIT")
        .hasMessageContaining("-Dp.max-wait=");
  }

  @Test
  @DisplayName("a missing setting: what it is for, what it is to be, and three ways to set it")
  void missingExactly() {
    assertThatThrownBy(() -> Settings.of(Map.of()).bind("echo", Strict.class))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "The setting 'echo.number' (a number) is needed and is not set. Set it to a whole number of 32 bits: as a line echo.number=… in antiphon.properties, as environment variable ECHO_NUMBER, or as -Decho.number=….");
  }

  @Test
  @DisplayName("an ill-typed setting: what it is to be, where it stands and what it is")
  void illTypedExactly() {
    assertThatThrownBy(() -> Settings.of(Map.of("echo.number", "many")).bind("echo", Strict.class))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "The setting 'echo.number' (a number) is to be a whole number of 32 bits, but the value given by the program is 'many'.");
  }

  @Test
  @DisplayName("what is wrong is named with what was expected, what was found, and where")
  void wrong() {
    Settings settings =
        Settings.load(new Properties(), Map.of("P_MODE", "slow"), Path.of("no-such-folder"));

    assertThatThrownBy(() -> settings.bind("p", Defaults.class))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "The setting 'p.mode' (a mode) is to be one of fast, very-safe, but the environment variable P_MODE is 'slow'.");
  }

  @Test
  @DisplayName("the value of a secret is in no message")
  void secret() {
    Settings settings = Settings.of(Map.of("p.pin", "canary"));

    assertThatThrownBy(() -> settings.bind("p", Hidden.class))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("'p.pin'")
        .hasMessageContaining("something else")
        .message()
        .doesNotContain("canary");
  }

  @Test
  @DisplayName("what the record itself refuses is a SettingsException with its words")
  void refusedByTheRecord() {
    assertThatThrownBy(() -> Settings.of(Map.of("p.number", "0")).bind("p", Strict.class))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("'p.*'")
        .hasMessageContaining("number is at least 1");
  }

  @Test
  @DisplayName("a record that no settings can fill is refused with the component's name")
  void unfitRecords() {
    Settings settings = Settings.of(Map.of());

    assertThatThrownBy(() -> settings.bind("p", NoAnnotation.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'text'");
    assertThatThrownBy(() -> settings.bind("p", WrongType.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Thread");
    assertThatThrownBy(() -> settings.bind("p", WrongDefault.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("whole number");
  }
}
