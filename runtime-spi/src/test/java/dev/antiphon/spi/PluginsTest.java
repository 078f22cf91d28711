package dev.antiphon.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.port.ChatModelAdapter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {

  private static final ChatModelAdapter SILENT = (request, reply) -> {};

  @TempDir
  Path folder;

  record EchoSettings(
      @Setting("what is said first") Optional<String> greeting,
      @Setting(value = "how often", defaultValue = "1") int maxRetries,
      @Setting("the key") Secret key) {}

  /** Offers a model. */
  public static final class EchoPlugin implements RuntimePlugin {
    @Override
    public PluginInfo info() {
      return PluginInfo.of("echo").withVersion("1.2").builtFor(PluginInfo.SPI_VERSION);
    }

    @Override
    public void install(PluginRegistrar registrar) {
      registrar.model("echo", EchoSettings.class, settings -> SILENT);
      registrar.tools("clock", settings -> List.of());
    }
  }

  /** Has the name of the other one. */
  public static final class OtherEchoPlugin implements RuntimePlugin {
    @Override
    public PluginInfo info() {
      return PluginInfo.of("echo");
    }

    @Override
    public void install(PluginRegistrar registrar) {}
  }

  @Test
  @DisplayName("a listed plug-in is found through the class loader that is given, with all it says")
  void discovers() throws IOException {
    PluginJars jars = new PluginJars(folder);
    jars.listing("a.jar", "# ours", EchoPlugin.class.getName() + " # the good one");

    Plugins plugins = Plugins.discover(jars.loader());

    assertThat(plugins.all()).extracting(PluginInfo::name).containsExactly("echo");
    assertThat(plugins.all().get(0).version()).contains("1.2");
    assertThat(plugins.broken()).isEmpty();
    assertThat(plugins.offers(Port.MODEL)).singleElement().satisfies(offer -> {
      assertThat(offer.name()).isEqualTo("echo");
      assertThat(offer.pluginClass()).isEqualTo(EchoPlugin.class.getName());
      assertThat(offer.place()).get().asString().endsWith("test-classes");
      assertThat(offer.keys()).containsExactly("echo.greeting", "echo.max-retries", "echo.key");
      assertThat(offer.create(Settings.of(Map.of("echo.key", "k")))).isSameAs(SILENT);
    });
    assertThat(plugins.offers(Port.TOOLS)).extracting(Offer::name).containsExactly("clock");
    assertThat(plugins.offers(Port.HISTORY)).isEmpty();
  }

  @Test
  @DisplayName("an offer tells what its settings are, and what is wrong with those that are given")
  void settingsOfAnOffer() {
    Offer<ChatModelAdapter> offer =
        Plugins.of(new EchoPlugin()).offers(Port.MODEL).get(0);

    assertThat(offer.settings())
        .extracting(SettingInfo::isRequired)
        .containsExactly(false, false, true);
    assertThat(offer.settings())
        .extracting(SettingInfo::isSecret)
        .containsExactly(false, false, true);
    assertThat(offer.settings().get(1)).satisfies(setting -> {
      assertThat(setting.description()).isEqualTo("how often");
      assertThat(setting.expected()).isEqualTo("a whole number of 32 bits");
      assertThat(setting.defaultValue()).contains("1");
    });
    assertThat(offer.problems(Settings.of(Map.of("echo.max-retries", "often")))).hasSize(2);
    assertThat(offer.problems(Settings.of(Map.of("echo.key", "k")))).isEmpty();
  }

  @Test
  @DisplayName("a class path without plug-ins has none")
  void none() {
    assertThat(Plugins.discover().all()).isEmpty();
  }

  @Test
  @DisplayName("plug-ins come in the order of their names, whatever the order of the class path")
  void order() throws IOException {
    PluginJars jars = new PluginJars(folder);
    jars.plugin("1.jar", "Zebra", PluginJars.source("Zebra", "zebra"));
    jars.plugin("2.jar", "Ant", PluginJars.source("Ant", "ant"));
    jars.plugin("3.jar", "Mole", PluginJars.source("Mole", "mole"));

    Plugins plugins = Plugins.discover(jars.loader());

    assertThat(plugins.all()).extracting(PluginInfo::name).containsExactly("ant", "mole", "zebra");
    assertThat(plugins.offers(Port.MODEL))
        .extracting(Offer::name)
        .containsExactly("ant", "mole", "zebra");
    assertThat(plugins.offers()).hasSize(3);
  }

  @Test
  @DisplayName("to look makes no adapter")
  void lazy() {
    Plugins plugins = Plugins.of(plugin(
        "lazy",
        registrar -> registrar.model("m", settings -> {
          throw new IllegalStateException("must not be made");
        })));

    assertThat(plugins.offers(Port.MODEL).get(0).problems(Settings.of(Map.of())))
        .isEmpty();
    assertThat(plugins.toString()).isEqualTo("Plugins[lazy]");
  }

  @Test
  @DisplayName("two plug-ins of one name are refused with both jars")
  void sameName() throws IOException {
    PluginJars jars = new PluginJars(folder);
    Path first = jars.plugin("a.jar", "First", PluginJars.source("First", "echo"));
    Path second = jars.plugin("b.jar", "Second", PluginJars.source("Second", "echo"));
    ClassLoader loader = jars.loader();

    assertThatThrownBy(() -> Plugins.discover(loader))
        .isInstanceOf(PluginException.class)
        .hasMessage("Two plug-ins are named 'echo': 'First' (in " + first + ") and 'Second' (in "
            + second + "). Remove one from the class path.");
  }

  @Test
  @DisplayName("one plug-in class in two jars, as of two versions, is refused with both jars")
  void sameClass() throws IOException {
    PluginJars jars = new PluginJars(folder);
    Path first = jars.plugin("echo-1.jar", "Echo", PluginJars.source("Echo", "echo"));
    Path second = jars.plugin("echo-2.jar", "Echo", PluginJars.source("Echo", "echo2"));
    ClassLoader loader = jars.loader();

    assertThatThrownBy(() -> Plugins.discover(loader))
        .isInstanceOf(PluginException.class)
        .hasMessage("The plug-in class 'Echo' is there twice: in " + first + " and in " + second
            + ". Remove one from the class path.");
  }

  @Test
  @DisplayName("a copy of a jar is not another jar: the plug-in is found once")
  void copiedJar() throws IOException {
    PluginJars jars = new PluginJars(folder);
    Path jar = jars.plugin("echo.jar", "Echo", PluginJars.source("Echo", "echo"));
    jars.copy(jar, "copy.jar");

    assertThat(Plugins.discover(jars.loader()).all())
        .extracting(PluginInfo::name)
        .containsExactly("echo");
  }

  @Test
  @DisplayName("two offers of one name for one port are refused with both classes")
  void sameOffer() {
    RuntimePlugin first = plugin("one", registrar -> registrar.model("m", settings -> SILENT));
    RuntimePlugin second = plugin("two", registrar -> registrar.model("m", settings -> SILENT));
    String by = PluginClass.of(TestPlugin.class).toString();

    assertThatThrownBy(() -> Plugins.of(first, second))
        .isInstanceOf(PluginException.class)
        .hasMessage("Two offers for the model are named 'm', by " + by + " and by " + by
            + ". Remove one of these plug-ins from the class path.");
  }

  @Test
  @DisplayName("a settings record without @Setting is refused when the plug-in installs")
  void unfitRecord() {
    record Bare(String text) {}
    RuntimePlugin plugin =
        plugin("bare", registrar -> registrar.model("m", Bare.class, settings -> SILENT));

    assertThatThrownBy(() -> Plugins.of(plugin))
        .isInstanceOf(PluginException.class)
        .hasMessage("Plug-in class " + PluginClass.of(TestPlugin.class)
            + " has a settings record that will not do: component 'text' of "
            + Bare.class.getName() + " has no @Setting. Tell its author.");
  }

  @Test
  @DisplayName(
      "an offer that is named as the built-in one is refused, since nobody could ask for it")
  void builtInName() {
    RuntimePlugin plugin = plugin(
        "p",
        registrar -> registrar.history("memory", settings -> {
          throw new IllegalStateException("must not be made");
        }));

    assertThatThrownBy(() -> Plugins.of(plugin))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining(
            "offers a history named 'memory', which is what settings call the built-in one");
  }

  @Test
  @DisplayName("an offer after install is refused")
  void lateOffer() {
    PluginRegistrar[] kept = new PluginRegistrar[1];
    Plugins.of(plugin("late", registrar -> kept[0] = registrar));

    assertThatThrownBy(() -> kept[0].model("m", settings -> SILENT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Plug-in 'late' offers 'm' after install has returned. Offer it in install.");
  }

  @Test
  @DisplayName("a factory that fails is a PluginException that names offer, class and jar")
  void failingFactory() {
    Plugins plugins = Plugins.of(plugin(
        "bad",
        registrar -> registrar.model("m", settings -> {
          throw new IOException("canary");
        })));

    assertThatThrownBy(() -> plugins.offers(Port.MODEL).get(0).create(Settings.of(Map.of())))
        .isInstanceOf(PluginException.class)
        .hasMessage("Cannot create the model 'm' of plug-in class "
            + PluginClass.of(TestPlugin.class)
            + ": it threw java.io.IOException. The cause says more; tell its author if your"
            + " settings are right.")
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  @DisplayName("each port has a method of its own, and what is offered by it is found by the port")
  void everyPort() {
    Plugins plugins = Plugins.of(plugin("all", registrar -> {
      for (Port<?> port : Port.all()) {
        registrar.offer(port, "mine", PluginRegistrar.NoSettings.class, settings -> {
          throw new IllegalStateException("must not be made");
        });
      }
    }));

    for (Port<?> port : Port.all()) {
      assertThat(plugins.offers(port)).as(port.label()).hasSize(1);
      assertThat(PluginRegistrar.class.getMethods())
          .as("a method for %s", port.label())
          .anyMatch(method -> method.getGenericParameterTypes().length == 2
              && method
                  .getGenericParameterTypes()[1]
                  .getTypeName()
                  .contains(port.type().getSimpleName()));
    }
  }

  @Test
  @DisplayName("a plug-in's name is lower case and not taken")
  void names() {
    for (String name : List.of("Files", "", "a.b", "antiphon", "java", "1st")) {
      assertThatThrownBy(() -> PluginInfo.of(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + name + "'");
    }
  }

  private record TestPlugin(PluginInfo info, Consumer<PluginRegistrar> installer)
      implements RuntimePlugin {
    @Override
    public void install(PluginRegistrar registrar) {
      installer.accept(registrar);
    }
  }

  private static RuntimePlugin plugin(String name, Consumer<PluginRegistrar> installer) {
    return new TestPlugin(PluginInfo.of(name), installer);
  }
}
