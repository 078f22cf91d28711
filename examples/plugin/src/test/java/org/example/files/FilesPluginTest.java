package org.example.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.guice.Antiphon;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.spi.PluginInfo;
import dev.antiphon.spi.PluginRegistrar;
import dev.antiphon.spi.Plugins;
import dev.antiphon.spi.RuntimePlugin;
import dev.antiphon.spi.Settings;
import dev.antiphon.spi.SettingsException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesPluginTest {

  @TempDir
  Path folder;

  /** A model, so that there is somebody to talk to. */
  private static final class EchoPlugin implements RuntimePlugin {
    @Override
    public PluginInfo info() {
      return PluginInfo.of("echo");
    }

    @Override
    public void install(PluginRegistrar registrar) {
      ChatModelAdapter echo = (request, reply) -> reply.text("You said: " + request.lastUserText());
      registrar.model("echo", settings -> echo);
    }
  }

  @Test
  @DisplayName("the jar offers itself: ServiceLoader finds the plug-in")
  void found() {
    assertThat(Plugins.discover().all()).extracting(PluginInfo::name).containsExactly("files");
    assertThat(Plugins.discover().broken()).isEmpty();
  }

  @Test
  @DisplayName("a conversation survives a restart")
  void restart() throws Exception {
    try (Antiphon antiphon = start(Map.of("files.folder", folder.toString()))) {
      antiphon.runtime().threads("ada").open("notes").send("Remember the milk").await();
    }

    try (Antiphon antiphon = start(Map.of("files.folder", folder.toString()))) {
      ThreadRuntime thread = antiphon.runtime().threads("ada").open("notes");
      thread.load().toCompletableFuture().join();

      assertThat(thread.state().messages())
          .extracting(message -> message.text())
          .containsExactly("Remember the milk", "You said: Remember the milk");
    }
  }

  @Test
  @DisplayName("without a folder nothing starts, and the message says which line to add")
  void noFolder() {
    assertThatThrownBy(() -> start(Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "The setting 'files.folder' (folder where threads are kept) is needed and is not set. Set it to a path: as a line files.folder=… in antiphon.properties, as environment variable FILES_FOLDER, or as -Dfiles.folder=….");
  }

  private static Antiphon start(Map<String, String> settings) {
    return Antiphon.builder(Settings.of(settings))
        .plugins(Plugins.of(new FilesPlugin(), new EchoPlugin()))
        .start();
  }
}
