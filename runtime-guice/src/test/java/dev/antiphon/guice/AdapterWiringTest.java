package dev.antiphon.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.context.ModelContextProvider;
import dev.antiphon.context.ModelContribution;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.ReplyWriter;
import dev.antiphon.port.RunRequest;
import dev.antiphon.spi.PluginException;
import dev.antiphon.spi.Plugins;
import dev.antiphon.spi.RuntimePlugin;
import dev.antiphon.spi.Setting;
import dev.antiphon.spi.Settings;
import dev.antiphon.spi.SettingsException;
import dev.antiphon.spi.json.JacksonJson;
import dev.antiphon.tool.Tool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AdapterWiringTest {

  private static final ChatModelAdapter SILENT = (request, reply) -> {};

  record Url(@Setting("where it is") String url) {}

  private final List<String> log = new ArrayList<>();

  private final RuntimePlugin model =
      TestPlugin.named("echo", registrar -> registrar.model("echo", settings -> new LoggedModel()));

  @Test
  @DisplayName("what is chosen is made once, what is not offered is left out")
  void makesWhatIsChosen() {
    Adapters adapters = wire(Map.of(), model);

    assertThat(adapters.model()).isInstanceOf(LoggedModel.class);
    assertThat(adapters.history()).isEmpty();
    assertThat(adapters.threadList()).isEmpty();
    assertThat(adapters.tools()).isEmpty();
    assertThat(adapters.contexts()).isEmpty();
    assertThat(adapters.json()).isInstanceOf(JacksonJson.class);
    assertThat(log).containsExactly("made");
  }

  @Test
  @DisplayName("what is offered and not chosen is not made")
  void leavesTheRest() {
    RuntimePlugin other = TestPlugin.named(
        "other",
        registrar -> registrar.model("other", settings -> {
          throw new IllegalStateException("must not be made");
        }));

    assertThat(wire(Map.of("antiphon.model", "echo"), other, model).model())
        .isInstanceOf(LoggedModel.class);
  }

  @Test
  @DisplayName("history, tools and contexts are made with their settings")
  void makesAll() {
    Tool clock = Tool.builder("clock", "Tells the time").build();
    ModelContextProvider context = () -> ModelContribution.ofSystem("Be brief.");
    List<String> urls = new ArrayList<>();
    RuntimePlugin all = TestPlugin.named("all", registrar -> {
      registrar.model("m", settings -> SILENT);
      registrar.history("h", Url.class, settings -> {
        urls.add(settings.url());
        return new NoHistory();
      });
      registrar.tools("t", settings -> List.of(clock));
      registrar.tools("none", settings -> List.of());
      registrar.tools("nothing", settings -> List.of());
      registrar.modelContext("c", settings -> context);
    });

    Adapters adapters = wire(
        Map.of(
            "all.url", "here",
            "antiphon.tools", "none,nothing,t",
            "antiphon.contexts", "c"),
        all);

    assertThat(adapters.history()).containsInstanceOf(NoHistory.class);
    assertThat(adapters.tools()).containsExactly(clock);
    assertThat(adapters.contexts()).containsExactly(context);
    assertThat(urls).containsExactly("here");
  }

  @Test
  @DisplayName(
      "if one adapter fails, those made before are closed, and its failure is thrown as it is")
  void failsHalfWay() {
    RuntimePlugin history = TestPlugin.named(
        "bad",
        registrar -> registrar.history("bad", settings -> {
          throw new IOException("canary");
        }));

    assertThatThrownBy(() -> wire(Map.of(), model, history))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("Cannot create the history 'bad'")
        .hasCauseInstanceOf(IOException.class);
    assertThat(log.stream().filter("made"::equals).count())
        .isEqualTo(log.stream().filter("closed"::equals).count());
  }

  @Test
  @DisplayName("settings that are missing are named for all adapters at once")
  void missingSettings() {
    RuntimePlugin one =
        TestPlugin.named("one", registrar -> registrar.model("m", Url.class, settings -> SILENT));
    RuntimePlugin two = TestPlugin.named(
        "two", registrar -> registrar.history("h", Url.class, settings -> new NoHistory()));

    assertThatThrownBy(() -> wire(Map.of(), one, two))
        .isInstanceOfSatisfying(
            SettingsException.class, refused -> assertThat(refused.problems()).hasSize(2))
        .hasMessageContaining("'one.url'")
        .hasMessageContaining("'two.url'");
  }

  @Test
  @DisplayName("a choice that fails makes nothing and comes without Guice around it")
  void choiceFails() {
    assertThatThrownBy(() -> wire(Map.of("antiphon.history", "jdbc"), model))
        .isInstanceOf(AdapterChoiceException.class);
    assertThat(log).isEmpty();
  }

  @Test
  @DisplayName("Guice is told not to define classes, unless somebody said otherwise")
  void bytecode() {
    wire(Map.of(), model);

    assertThat(System.getProperty("guice_bytecode_gen_option")).isEqualTo("DISABLED");
  }

  private static Adapters wire(Map<String, String> values, RuntimePlugin... plugins) {
    Settings settings = Settings.of(values);
    return AdapterWiring.wire(
        new AdapterChoice(Plugins.of(plugins), settings), new AdapterStack(settings));
  }

  private final class LoggedModel implements ChatModelAdapter, AutoCloseable {
    LoggedModel() {
      log.add("made");
    }

    @Override
    public void run(RunRequest request, ReplyWriter reply) {}

    @Override
    public void close() {
      log.add("closed");
    }
  }
}
