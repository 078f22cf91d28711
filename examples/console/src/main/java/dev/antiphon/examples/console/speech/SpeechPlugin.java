package dev.antiphon.examples.console.speech;

import dev.antiphon.spi.PluginInfo;
import dev.antiphon.spi.PluginRegistrar;
import dev.antiphon.spi.RuntimePlugin;
import dev.antiphon.spi.Setting;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Offers speech into sound files, named {@code files}.
 *
 * <table>
 * <caption>Settings</caption>
 * <tr><th>key</th><th>meaning</th><th>default</th></tr>
 * <tr><td>{@code speech.folder}</td><td>folder of the sound files</td>
 *     <td>{@code antiphon-data/speech}</td></tr>
 * <tr><td>{@code speech.program}</td><td>what reads: {@code espeak-ng}, {@code espeak},
 *     {@code flite}, {@code say}, or {@code any} that is installed</td><td>{@code any}</td></tr>
 * </table>
 */
public final class SpeechPlugin implements RuntimePlugin {

  /**
   * The settings.
   *
   * @param folder folder of the sound files
   * @param program what reads
   */
  record SpeechSettings(
      @Setting(value = "folder of the sound files", defaultValue = "antiphon-data/speech")
      Path folder,

      @Setting(value = "what reads: espeak-ng, espeak, flite, say, or any", defaultValue = "any")
      String program) {

    Optional<SpeechProgram> installed() {
      return program.equals("any") ? SpeechProgram.installed() : SpeechProgram.installed(program);
    }
  }

  /** Makes the plug-in; does nothing else. */
  public SpeechPlugin() {}

  @Override
  public PluginInfo info() {
    return PluginInfo.of("speech").builtFor(PluginInfo.SPI_VERSION);
  }

  @Override
  public void install(PluginRegistrar registrar) {
    registrar.speech(
        "files",
        SpeechSettings.class,
        settings -> new RecordedSpeech(settings.folder(), settings.installed()));
  }
}
