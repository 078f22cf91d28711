package dev.antiphon.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Stage;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.util.Modules;
import dev.antiphon.context.ModelContextProvider;
import dev.antiphon.context.ModelContribution;
import dev.antiphon.memory.InMemoryThreadHistory;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.JsonCodec;
import dev.antiphon.port.ReplyWriter;
import dev.antiphon.port.RunRequest;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.RuntimeOptions;
import dev.antiphon.spi.Plugins;
import dev.antiphon.spi.Port;
import dev.antiphon.spi.RuntimePlugin;
import dev.antiphon.spi.Settings;
import dev.antiphon.spi.json.JacksonJson;
import dev.antiphon.tool.Tool;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The module in an injector that is not ours. */
class AntiphonModuleTest {

  private final List<String> log = new CopyOnWriteArrayList<>();

  private final RuntimePlugin logged = TestPlugin.named("logged", registrar -> {
    registrar.model("logged", settings -> new LoggedModel("plug-in"));
    registrar.history("logged", settings -> {
      log.add("history made");
      return new NoHistory();
    });
    registrar.tools("clock", settings -> List.of(Tool.builder("clock", "").build()));
    registrar.modelContext("brief", settings -> () -> ModelContribution.ofSystem("Be brief."));
  });

  @Test
  @DisplayName("a host installs the module and has the runtime, its parts and the report injected")
  void installed() throws Exception {
    Injector injector = Guice.createInjector(module(Map.of("antiphon.history", "memory")));

    LocalRuntime runtime = injector.getInstance(LocalRuntime.class);

    assertThat(injector.getInstance(LocalRuntime.class)).isSameAs(runtime);
    assertThat(injector.getInstance(Antiphon.class).runtime()).isSameAs(runtime);
    assertThat(injector.getInstance(ChatModelAdapter.class))
        .isSameAs(injector.getInstance(ChatModelAdapter.class))
        .isInstanceOf(LoggedModel.class);
    assertThat(injector.getInstance(JsonCodec.class)).isInstanceOf(JacksonJson.class);
    assertThat(injector.getProvider(ThreadHistoryAdapter.class).get()).isNull();
    assertThat(runtime.threads().main().send("Hi").await().text()).isEqualTo("plug-in");
    injector.getInstance(Antiphon.class).close();
    assertThat(log).containsExactly("plug-in made", "plug-in closed");
  }

  @Test
  @DisplayName("nothing is made before it is asked for, in production at once")
  void stages() {
    Guice.createInjector(Stage.DEVELOPMENT, module(Map.of()));
    List<String> before = List.copyOf(log);
    Guice.createInjector(Stage.PRODUCTION, module(Map.of()));

    assertThat(before).isEmpty();
    assertThat(log).containsExactly("history made", "plug-in made");
  }

  @Test
  @DisplayName("a host binds its own model and history: no plug-in is chosen or missed for them")
  void overridden() throws Exception {
    InMemoryThreadHistory history = new InMemoryThreadHistory();
    AntiphonModule empty = AntiphonModule.of(Settings.of(Map.of()), Plugins.of());
    Injector injector = Guice.createInjector(override(empty, binder -> {
      binder.model(new LoggedModel("host"));
      binder.history(history);
    }));

    Antiphon antiphon = injector.getInstance(Antiphon.class);

    assertThat(antiphon.runtime().threads().main().send("Hi").await().text()).isEqualTo("host");
    assertThat(antiphon.report().port(Port.MODEL).reason()).isEqualTo(PortReport.Reason.GIVEN);
    assertThat(antiphon.report().port(Port.THREADS).reason()).isEqualTo(PortReport.Reason.BUILT_IN);
    assertThat(injector.getInstance(ThreadHistoryAdapter.class)).isSameAs(history);
    antiphon.close();
    assertThat(log).as("what the host bound is the host's to close").containsExactly("host made");
  }

  @Test
  @DisplayName("a host sets the options, and adds tools and context to those that settings list")
  void added() {
    RuntimeOptions options = RuntimeOptions.builder().owner("ada").build();
    Map<String, String> settings = Map.of(
        "antiphon.history", "memory", "antiphon.tools", "clock", "antiphon.contexts", "brief");
    Injector injector = Guice.createInjector(
        Modules.override(module(settings)).with(new AbstractModule() {
          @Override
          protected void configure() {
            bind(RuntimeOptions.class).toInstance(options);
          }
        }),
        new AbstractModule() {
          @Override
          protected void configure() {
            Multibinder.newSetBinder(binder(), Tool.class)
                .addBinding()
                .toInstance(Tool.builder("mail", "").build());
            Multibinder.newSetBinder(binder(), ModelContextProvider.class)
                .addBinding()
                .toInstance(() -> ModelContribution.ofSystem("Be polite."));
          }
        });

    try (Antiphon antiphon = injector.getInstance(Antiphon.class)) {
      assertThat(antiphon.runtime().options().owner()).isEqualTo("ada");
      assertThat(antiphon.runtime().modelContext().summary().toolNames())
          .containsExactly("clock", "mail");
      assertThat(antiphon.runtime().modelContext().system()).isEqualTo("Be brief.\n\nBe polite.");
    }
  }

  @Test
  @DisplayName("a start that fails in an injector of the host closes what was made")
  void failingStart() {
    RuntimePlugin bad = TestPlugin.named(
        "bad", registrar -> registrar.modelContext("bad", settings -> new FailingContext()));
    AntiphonModule module = AntiphonModule.of(
        Settings.of(Map.of("antiphon.history", "memory", "antiphon.contexts", "bad")),
        Plugins.of(logged, bad));

    assertThatThrownBy(() -> Guice.createInjector(Stage.PRODUCTION, module))
        .isInstanceOf(CreationException.class)
        .hasRootCauseMessage("canary");
    assertThat(log).containsExactly("plug-in made", "plug-in closed");
  }

  private Module override(Module module, Consumer<HostBinder> bindings) {
    return Modules.override(module).with(new AbstractModule() {
      @Override
      protected void configure() {
        bindings.accept(new HostBinder() {
          @Override
          public void model(ChatModelAdapter model) {
            bind(ChatModelAdapter.class).toInstance(model);
          }

          @Override
          public void history(ThreadHistoryAdapter history) {
            bind(ThreadHistoryAdapter.class).toInstance(history);
          }
        });
      }
    });
  }

  private AntiphonModule module(Map<String, String> settings) {
    return AntiphonModule.of(Settings.of(settings), Plugins.of(logged));
  }

  /** What a host binds in these tests. */
  private interface HostBinder {
    void model(ChatModelAdapter model);

    void history(ThreadHistoryAdapter history);
  }

  private static final class FailingContext implements ModelContextProvider {
    @Override
    public ModelContribution contribution() {
      throw new IllegalStateException("canary");
    }
  }

  private final class LoggedModel implements ChatModelAdapter, AutoCloseable {
    private final String name;

    LoggedModel(String name) {
      this.name = name;
      log.add(name + " made");
    }

    @Override
    public void run(RunRequest request, ReplyWriter reply) {
      reply.text(name);
    }

    @Override
    public void close() {
      log.add(name + " closed");
    }
  }
}
