package dev.antiphon.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.port.ChatModelAdapter;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {

  private static final ChatModelAdapter SILENT = (request, reply) -> {};

  @TempDir
  Path folder;

  record EchoSettings(
      @Setting("what is said first") Optional<String> greeting,
      @Setting(value = "how often", defaultValue = "1") int maxRetries) {}

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

  /** Cannot be made. */
  public static final class AngryPlugin implements RuntimePlugin {
    /** Fails. */
    public AngryPlugin() {
      throw new IllegalStateException("canary");
    }

    @Override
    public PluginInfo info() {
      return PluginInfo.of("angry");
    }

    @Override
    public void install(PluginRegistrar registrar) {}
  }

  @Test
  @DisplayName("a listed plug-in is found through the class loader that is given")
  void discovers() throws IOException {
    Plugins plugins = Plugins.discover(listing(EchoPlugin.class.getName()));

    assertThat(plugins.all()).extracting(PluginInfo::name).containsExactly("echo");
    assertThat(plugins.all().get(0).version()).contains("1.2");
    assertThat(plugins.offers(Port.MODEL)).singleElement().satisfies(offer -> {
      assertThat(offer.name()).isEqualTo("echo");
      assertThat(offer.pluginClass()).isEqualTo(EchoPlugin.class.getName());
      assertThat(offer.keys()).containsExactly("echo.greeting", "echo.max-retries");
      assertThat(offer.create(Settings.of(Map.of()))).isSameAs(SILENT);
    });
    assertThat(plugins.offers(Port.TOOLS)).extracting(Offer::name).containsExactly("clock");
    assertThat(plugins.offers(Port.HISTORY)).isEmpty();
  }

  @Test
  @DisplayName("a class path without plug-ins has none")
  void none() {
    assertThat(Plugins.discover().all()).isEmpty();
  }

  @Test
  @DisplayName("a listed class that is not there is named")
  void missingClass() throws IOException {
    ClassLoader loader = listing("org.example.Gone # the old one");

    assertThatThrownBy(() -> Plugins.discover(loader))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("plug-in class 'org.example.Gone'")
        .hasMessageContaining("Put the jar that has it on the class path");
  }

  @Test
  @DisplayName("a plug-in whose own classes are missing is named, and the missing class too")
  void missingDependency() throws IOException {
    compile("Missing", "public class Missing {}");
    compile(
        "NeedyPlugin",
        "public class NeedyPlugin extends Missing implements dev.antiphon.spi.RuntimePlugin {"
            + " public dev.antiphon.spi.PluginInfo info() { return null; }"
            + " public void install(dev.antiphon.spi.PluginRegistrar registrar) {} }");
    Files.delete(folder.resolve("Missing.class"));
    ClassLoader loader = listing(EchoPlugin.class.getName(), "NeedyPlugin");

    assertThatThrownBy(() -> Plugins.discover(loader))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("'NeedyPlugin'")
        .hasMessageContaining("'Missing'")
        .hasCauseInstanceOf(NoClassDefFoundError.class);
  }

  @Test
  @DisplayName("a plug-in that misses a class when it installs is named")
  void missingAtInstall() throws IOException {
    compile("Missing", "public class Missing { public static void call() {} }");
    compile(
        "LazyPlugin",
        "public class LazyPlugin implements dev.antiphon.spi.RuntimePlugin {"
            + " public dev.antiphon.spi.PluginInfo info() { return dev.antiphon.spi.PluginInfo.of(\"lazy\"); }"
            + " public void install(dev.antiphon.spi.PluginRegistrar registrar) { Missing.call(); } }");
    Files.delete(folder.resolve("Missing.class"));
    ClassLoader loader = listing("LazyPlugin");

    assertThatThrownBy(() -> Plugins.discover(loader))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("'LazyPlugin' failed in install")
        .hasMessageContaining("'Missing'");
  }

  @Test
  @DisplayName("a listed class that is no plug-in is refused")
  void notAPlugin() throws IOException {
    ClassLoader loader = listing(PluginsTest.class.getName());

    assertThatThrownBy(() -> Plugins.discover(loader))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining(PluginsTest.class.getName());
  }

  @Test
  @DisplayName("a plug-in whose constructor fails is named, its message stays in the cause")
  void failingConstructor() throws IOException {
    ClassLoader loader = listing(AngryPlugin.class.getName());

    assertThatThrownBy(() -> Plugins.discover(loader))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining(AngryPlugin.class.getName())
        .hasMessageContaining("java.lang.IllegalStateException")
        .hasMessageNotContaining("canary")
        .hasRootCauseMessage("canary");
  }

  @Test
  @DisplayName("two plug-ins of one name are refused with both classes")
  void sameName() {
    assertThatThrownBy(() -> Plugins.of(new EchoPlugin(), new OtherEchoPlugin()))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining(EchoPlugin.class.getName())
        .hasMessageContaining(OtherEchoPlugin.class.getName())
        .hasMessageContaining("Remove one");
  }

  @Test
  @DisplayName("two offers of one name for one port are refused with both classes")
  void sameOffer() {
    RuntimePlugin first = plugin("one", registrar -> registrar.model("m", settings -> SILENT));
    RuntimePlugin second = plugin("two", registrar -> registrar.model("m", settings -> SILENT));

    assertThatThrownBy(() -> Plugins.of(first, second))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("Two offers for the model are named 'm'");
  }

  @Test
  @DisplayName("a plug-in that was built for another version of the contract is refused")
  void otherSpi() {
    RuntimePlugin plugin = new TestPlugin(PluginInfo.of("old").builtFor(0), registrar -> {});

    assertThatThrownBy(() -> Plugins.of(plugin))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("built for version 0")
        .hasMessageContaining("this is version 1");
  }

  @Test
  @DisplayName("a settings record without @Setting is refused when the plug-in installs")
  void unfitRecord() {
    record Bare(String text) {}
    RuntimePlugin plugin =
        plugin("bare", registrar -> registrar.model("m", Bare.class, settings -> SILENT));

    assertThatThrownBy(() -> Plugins.of(plugin))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("'text'")
        .hasMessageContaining("no @Setting");
  }

  @Test
  @DisplayName("an offer after install is refused")
  void lateOffer() {
    PluginRegistrar[] kept = new PluginRegistrar[1];
    Plugins.of(plugin("late", registrar -> kept[0] = registrar));

    assertThatThrownBy(() -> kept[0].model("m", settings -> SILENT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Offer it in install");
  }

  @Test
  @DisplayName("a factory that fails is a PluginException that names offer and class")
  void failingFactory() {
    Plugins plugins = Plugins.of(plugin(
        "bad",
        registrar -> registrar.model("m", settings -> {
          throw new IOException("canary");
        })));

    assertThatThrownBy(() -> plugins.offers(Port.MODEL).get(0).create(Settings.of(Map.of())))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("Cannot create the model 'm'")
        .hasMessageContaining(TestPlugin.class.getName())
        .hasMessageNotContaining("canary")
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  @DisplayName("a misspelt key of a known plug-in is refused with the nearest key")
  void misspelt() {
    Plugins plugins = Plugins.of(new EchoPlugin());

    assertThatThrownBy(
            () -> plugins.checkKeys(Settings.of(Map.of("echo.max-retires", "2", "other.x", "1"))))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "Plug-in 'echo' has no setting 'echo.max-retires'. The nearest one it has is 'echo.max-retries'.");
  }

  @Test
  @DisplayName("a key that is all but one of ours is refused, any other one is not")
  void misspeltOurs() {
    Plugins plugins = Plugins.of();
    plugins.checkKeys(Settings.of(Map.of("antiphon.console.colour", "x", "antiphon.model", "x")));

    assertThatThrownBy(() -> plugins.checkKeys(Settings.of(Map.of("antiphon.histroy", "jdbc"))))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("Did you mean 'antiphon.history'?");
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

  private ClassLoader listing(String... lines) throws IOException {
    Path file = folder.resolve(ServiceFiles.PATH);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.write(file, List.of(lines));
    return new URLClassLoader(
        new URL[] {folder.toUri().toURL()}, PluginsTest.class.getClassLoader());
  }

  private void compile(String name, String source) throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".java"), source);
    int result = ToolProvider.getSystemJavaCompiler()
        .run(
            null,
            null,
            null,
            "-proc:none",
            "-cp",
            folder + File.pathSeparator + System.getProperty("java.class.path"),
            "-d",
            folder.toString(),
            file.toString());
    assertThat(result).isZero();
  }
}
