package dev.antiphon.guice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.spi.Offer;
import dev.antiphon.spi.PluginInfo;
import dev.antiphon.spi.Plugins;
import dev.antiphon.spi.Port;
import dev.antiphon.spi.RuntimePlugin;
import dev.antiphon.spi.Secret;
import dev.antiphon.spi.Setting;
import dev.antiphon.spi.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AdapterReportTest {

  private static final ChatModelAdapter SILENT = (request, reply) -> {};

  record ModelSettings(
      @Setting("the key") Secret apiKey,

      @Setting(value = "how long it may take", defaultValue = "30s")
      String timeout,

      @Setting("another address") Optional<String> baseUrl,
      @Setting("where it is") String region) {}

  private final RuntimePlugin openai =
      new TestPlugin(PluginInfo.of("openai").withVersion("1.4"), registrar -> {
        registrar.model("openai", ModelSettings.class, settings -> SILENT);
        registrar.titles("openai", settings -> (request, title) -> {});
      });
  private final RuntimePlugin tools = TestPlugin.named("tools", registrar -> {
    registrar.tools("clock", settings -> List.of());
    registrar.tools("mail", settings -> List.of());
  });
  private final RuntimePlugin bare = TestPlugin.named("bare", registrar -> {});

  @Test
  @DisplayName(
      "the report says what was found, what is in use and why, and where settings come from")
  void lines() {
    String by = Plugins.of(tools).offers().get(0).offeredBy();

    AdapterReport report = report(Map.of(
        "antiphon.tools", "mail,clock",
        "antiphon.history", "jdbc",
        "openai.api-key", "canary"));

    assertThat(report.lines())
        .containsExactly(
            "Plug-ins found:",
            "  bare offers nothing",
            "  openai 1.4, by " + by + ", offers model 'openai', titles 'openai'",
            "  tools, by " + by + ", offers tools 'clock', tools 'mail'",
            "In use:",
            "  history: refused. The setting antiphon.history asks for 'jdbc', but no plug-in on the class path offers a history of that name (found: none). Write antiphon.history=memory, or put the jar that offers it on the class path.",
            "  thread list: memory (built in)",
            "  tools: mail, clock (antiphon.tools, set by the value given by the program)",
            "  model context: none (built in)",
            "  context policy: everything (built in)",
            "  approval rules: memory (built in)",
            "  attachment store: none (built in)",
            "  attachments: none (built in)",
            "  feedback: none (built in)",
            "  titles: first-text (built in)",
            "  suggestions: none (built in)",
            "  speech: none (built in)",
            "  dictation: none (built in)",
            "  voice: none (built in)",
            "  model: openai (the only offer)",
            "Settings of what is in use:",
            "  openai.api-key (the key): set by the value given by the program",
            "  openai.timeout (how long it may take): not set, so 30s",
            "  openai.base-url (another address): not set",
            "  openai.region (where it is): not set, and needed");
    assertThat(report.toString()).doesNotContain("canary");
  }

  @Test
  @DisplayName("the report is an object too: port, choice, reason, problem")
  void asObject() {
    AdapterReport report = report(Map.of("antiphon.history", "jdbc"));

    PortReport model = report.port(Port.MODEL);
    PortReport history = report.port(Port.HISTORY);

    assertThat(model.reason()).isEqualTo(PortReport.Reason.ONLY_OFFER);
    assertThat(model.chosen()).extracting(Offer::name).containsExactly("openai");
    assertThat(model.problem()).isEmpty();
    assertThat(history.reason()).isEqualTo(PortReport.Reason.REFUSED);
    assertThat(history.problem()).get().asString().contains("asks for 'jdbc'");
    assertThat(report.ports()).extracting(PortReport::port).containsExactlyElementsOf(Port.all());
    assertThat(report.plugins().all()).hasSize(3);
  }

  @Test
  @DisplayName("a class path without plug-ins is reported as one")
  void nothingFound() {
    AdapterReport report =
        Antiphon.builder(Settings.of(Map.of())).plugins(Plugins.of()).report();

    assertThat(report.lines()).startsWith("No plug-in was found.", "In use:");
    assertThat(report.port(Port.MODEL).reason()).isEqualTo(PortReport.Reason.REFUSED);
  }

  private AdapterReport report(Map<String, String> settings) {
    return Antiphon.builder(Settings.of(settings))
        .plugins(Plugins.of(tools, openai, bare))
        .report();
  }
}
