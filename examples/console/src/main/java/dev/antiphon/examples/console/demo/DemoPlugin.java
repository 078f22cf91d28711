package dev.antiphon.examples.console.demo;

import dev.antiphon.spi.PluginInfo;
import dev.antiphon.spi.PluginRegistrar;
import dev.antiphon.spi.RuntimePlugin;
import dev.antiphon.spi.Setting;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;

/**
 * Offers a model, tools and suggestions, all named {@code demo}.
 *
 * <table>
 * <caption>Settings</caption>
 * <tr><th>key</th><th>meaning</th><th>default</th></tr>
 * <tr><td>{@code demo.word-delay}</td><td>pause after each word of a reply</td>
 *     <td>{@code 0ms}</td></tr>
 * </table>
 */
public final class DemoPlugin implements RuntimePlugin {

  /**
   * The settings of the model.
   *
   * @param wordDelay pause after each word of a reply
   */
  record DemoSettings(
      @Setting(value = "pause after each word of a reply", defaultValue = "0ms")
      Duration wordDelay) {}

  /** Makes the plug-in; does nothing else. */
  public DemoPlugin() {}

  @Override
  public PluginInfo info() {
    return PluginInfo.of("demo").builtFor(PluginInfo.SPI_VERSION);
  }

  @Override
  public void install(PluginRegistrar registrar) {
    registrar.model("demo", DemoSettings.class, settings -> new DemoModel(settings.wordDelay()));
    registrar.suggestions("demo", settings -> new DemoSuggestions());
    registrar.tools(
        "demo",
        settings -> DemoTools.all(InstantSource.system(), ZoneId.systemDefault(), new DemoNotes()));
  }
}
