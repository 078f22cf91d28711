package dev.antiphon.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.memory.InMemoryThreadHistory;
import dev.antiphon.message.Message;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.ReplyWriter;
import dev.antiphon.port.RunRequest;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.runtime.RuntimeOptions;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.spi.Offer;
import dev.antiphon.spi.PluginException;
import dev.antiphon.spi.PluginInfo;
import dev.antiphon.spi.PluginRegistrar;
import dev.antiphon.spi.Plugins;
import dev.antiphon.spi.Port;
import dev.antiphon.spi.RuntimePlugin;
import dev.antiphon.spi.Setting;
import dev.antiphon.spi.Settings;
import dev.antiphon.spi.SettingsException;
import dev.antiphon.thread.RuntimeClosedException;
import dev.antiphon.tool.DuplicateToolException;
import dev.antiphon.tool.Tool;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AntiphonTest {

  private final List<String> log = new CopyOnWriteArrayList<>();

  private final RuntimePlugin logged = TestPlugin.named("logged", registrar -> {
    registrar.model("model", settings -> new LoggedModel());
    registrar.history("history", settings -> new LoggedHistory());
  });

  record EchoSettings(@Setting("what comes first") String greeting) {}

  /** Answers with a greeting and what was said. */
  public static final class EchoPlugin implements RuntimePlugin {
    @Override
    public PluginInfo info() {
      return PluginInfo.of("echo");
    }

    @Override
    public void install(PluginRegistrar registrar) {
      registrar.model(
          "echo",
          EchoSettings.class,
          settings ->
              (request, reply) -> reply.text(settings.greeting() + ", " + request.lastUserText()));
    }
  }

  @Test
  @DisplayName("a runtime starts from a listed plug-in and settings alone, and answers")
  void startsFromJarsAndSettings(@TempDir Path folder) throws Exception {
    Settings settings = Settings.of(Map.of("echo.greeting", "Hello"));

    try (Antiphon antiphon = Antiphon.builder(settings)
        .classLoader(listing(folder, EchoPlugin.class))
        .start()) {
      ThreadRuntime thread = antiphon.runtime().threads().main();
      thread.send("Ada").await();

      assertThat(thread.state().messages())
          .extracting(Message::text)
          .containsExactly("Ada", "Hello, Ada");
    }
  }

  @Test
  @DisplayName("the chosen history is written")
  void writesTheChosenHistory() throws Exception {
    try (Antiphon antiphon = start(Map.of(), logged)) {
      antiphon.runtime().threads().main().send("Ada").await();
    }

    assertThat(log).contains("written");
  }

  @Test
  @DisplayName("memory leaves the history to the core")
  void memory() throws Exception {
    try (Antiphon antiphon = start(Map.of("antiphon.history", "memory"), logged)) {
      antiphon.runtime().threads().main().send("Ada").await();
    }

    assertThat(log).doesNotContain("written").containsExactly("model closed");
  }

  @Test
  @DisplayName("the runtime is closed before the adapters, these in the reverse order, once")
  void closes() {
    Antiphon antiphon = start(Map.of(), logged);

    antiphon.close();
    antiphon.close();

    assertThat(log).containsExactly("model closed", "history closed");
    assertThatThrownBy(() -> antiphon.runtime().threads())
        .isInstanceOf(RuntimeClosedException.class);
  }

  @Test
  @DisplayName("a runtime that cannot be built leaves no adapter open")
  void failingBuild() {
    Tool clock = Tool.builder("clock", "").build();
    Tool other = Tool.builder("clock", "").build();

    assertThatThrownBy(() -> Antiphon.builder(Settings.of(Map.of()))
            .plugins(Plugins.of(logged))
            .tools(clock)
            .tools(other)
            .start())
        .isInstanceOf(DuplicateToolException.class);
    assertThat(log).containsExactly("model closed", "history closed");
  }

  @Test
  @DisplayName("if one adapter fails, those made before are closed, and its failure comes as it is")
  void failsHalfWay() {
    RuntimePlugin bad = TestPlugin.named(
        "bad",
        registrar -> registrar.model("bad", settings -> {
          throw new IOException("canary");
        }));

    assertThatThrownBy(() -> Antiphon.builder(Settings.of(Map.of("antiphon.model", "bad")))
            .plugins(Plugins.of(logged, bad))
            .start())
        .isInstanceOf(PluginException.class)
        .hasMessageStartingWith("Cannot create the model 'bad' of plug-in class '")
        .hasCauseInstanceOf(IOException.class);
    assertThat(log).containsExactly("history closed");
  }

  @Test
  @DisplayName("settings that are missing are named for all adapters at once, before any is made")
  void missingSettings() {
    RuntimePlugin two = TestPlugin.named("two", registrar -> {
      registrar.model("two", EchoSettings.class, settings -> new LoggedModel());
      registrar.tools("two", EchoSettings.class, settings -> List.of());
    });
    RuntimePlugin three = TestPlugin.named(
        "three",
        registrar ->
            registrar.history("three", EchoSettings.class, settings -> new LoggedHistory()));

    assertThatThrownBy(() -> Antiphon.builder(Settings.of(Map.of("antiphon.tools", "two")))
            .plugins(Plugins.of(two, three))
            .start())
        .isInstanceOf(SettingsException.class)
        .hasMessage(missing("three.greeting") + "\n" + missing("two.greeting"));
    assertThat(log).isEmpty();
  }

  private static String missing(String key) {
    return "The setting '%s' (what comes first) is needed and is not set. Set it to a text: as a line %s=… in antiphon.properties, as environment variable %s, or as -D%s=…."
        .formatted(key, key, key.toUpperCase(Locale.ROOT).replace('.', '_'), key);
  }

  @Test
  @DisplayName("what is offered and not chosen is not made")
  void leavesTheRest() {
    RuntimePlugin other = TestPlugin.named(
        "other",
        registrar -> registrar.model("other", settings -> {
          throw new IllegalStateException("must not be made");
        }));

    try (Antiphon antiphon = Antiphon.builder(Settings.of(Map.of("antiphon.model", "model")))
        .plugins(Plugins.of(other, logged))
        .start()) {
      assertThat(antiphon.report().port(Port.MODEL).chosen())
          .extracting(Offer::name)
          .containsExactly("model");
    }
  }

  @Test
  @DisplayName("Guice is told not to define classes, unless somebody said otherwise")
  void bytecode() {
    start(Map.of(), logged).close();

    assertThat(System.getProperty("guice_bytecode_gen_option")).isEqualTo("DISABLED");
  }

  @Test
  @DisplayName("a misspelt setting is refused before anything is made")
  void misspelt() {
    assertThatThrownBy(() -> start(Map.of("antiphon.modell", "model"), logged))
        .isInstanceOf(SettingsException.class)
        .hasMessage("Setting 'antiphon.modell' is not known. Did you mean 'antiphon.model'?");
    assertThat(log).isEmpty();
  }

  @Test
  @DisplayName("an application adds what no plug-in gives")
  void configures() {
    try (Antiphon antiphon = Antiphon.builder(Settings.of(Map.of()))
        .plugins(Plugins.of(logged))
        .configure(
            runtime -> runtime.options(RuntimeOptions.builder().owner("ada").build()))
        .start()) {
      assertThat(antiphon.runtime().threads().owner()).isEqualTo("ada");
    }
  }

  @Test
  @DisplayName("without a plug-in the start says that a model is missing")
  void nothingThere() {
    assertThatThrownBy(() -> Antiphon.start(Settings.of(Map.of())))
        .isInstanceOf(AdapterChoiceException.class)
        .hasMessageContaining("needs a model");
  }

  private static Antiphon start(Map<String, String> settings, RuntimePlugin plugin) {
    return Antiphon.builder(Settings.of(settings)).plugins(Plugins.of(plugin)).start();
  }

  private static ClassLoader listing(Path folder, Class<?> plugin) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(RuntimePlugin.class.getName()), plugin.getName());
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}, plugin.getClassLoader());
  }

  private final class LoggedModel implements ChatModelAdapter, AutoCloseable {
    @Override
    public void run(RunRequest request, ReplyWriter reply) {
      reply.text("Yes.");
    }

    @Override
    public void close() {
      log.add("model closed");
    }
  }

  private final class LoggedHistory implements ThreadHistoryAdapter, AutoCloseable {
    private final InMemoryThreadHistory kept = new InMemoryThreadHistory();

    @Override
    public LoadedThread load(ThreadKey thread) {
      return kept.load(thread);
    }

    @Override
    public ThreadRevision write(ThreadKey thread, HistoryBatch batch) {
      log.add("written");
      return kept.write(thread, batch);
    }

    @Override
    public void close() {
      log.add("history closed");
    }
  }
}
