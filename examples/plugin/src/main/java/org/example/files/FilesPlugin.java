package org.example.files;

import dev.antiphon.spi.PluginInfo;
import dev.antiphon.spi.PluginRegistrar;
import dev.antiphon.spi.RuntimePlugin;
import dev.antiphon.spi.Setting;
import java.nio.file.Path;

/**
 * Offers a history named {@code files}.
 *
 * <table>
 * <caption>Settings</caption>
 * <tr><th>key</th><th>meaning</th><th>default</th></tr>
 * <tr><td>{@code files.folder}</td><td>folder where threads are kept</td><td>none</td></tr>
 * </table>
 */
public final class FilesPlugin implements RuntimePlugin {

  /**
   * What the history is told.
   *
   * @param folder where threads are kept
   */
  record FilesSettings(
      @Setting("folder where threads are kept") Path folder) {}

  /** Makes the plug-in; does nothing else. */
  public FilesPlugin() {}

  @Override
  public PluginInfo info() {
    return PluginInfo.of("files").withVersion("1.0.0").builtFor(PluginInfo.SPI_VERSION);
  }

  @Override
  public void install(PluginRegistrar registrar) {
    registrar.history(
        "files", FilesSettings.class, settings -> new FilesThreadHistory(settings.folder()));
  }
}
