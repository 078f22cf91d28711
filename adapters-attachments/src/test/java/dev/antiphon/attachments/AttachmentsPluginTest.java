package dev.antiphon.attachments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.memory.InMemoryFile;
import dev.antiphon.message.FilePart;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.AttachmentStore;
import dev.antiphon.port.FileId;
import dev.antiphon.spi.Offer;
import dev.antiphon.spi.Plugins;
import dev.antiphon.spi.Port;
import dev.antiphon.spi.Settings;
import dev.antiphon.spi.SettingsException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachmentsPluginTest {

  private final Plugins plugins = Plugins.of(new AttachmentsPlugin());

  private AttachmentAdapter attachments(String name, Settings settings) {
    return offer(name).create(settings);
  }

  private Offer<AttachmentAdapter> offer(String name) {
    return plugins.offers(Port.ATTACHMENTS).stream()
        .filter(offer -> offer.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @DisplayName("the jar offers image, text, pdf and file, and the store folder")
  void discovered() {
    Plugins found = Plugins.discover();

    assertThat(found.offers(Port.ATTACHMENTS))
        .extracting(Offer::name)
        .containsExactly("image", "text", "pdf", "file");
    assertThat(found.offers(Port.ATTACHMENTS).stream().filter(Offer::storesFiles))
        .extracting(Offer::name)
        .containsExactly("file");
    assertThat(found.offers(Port.ATTACHMENT_STORE)).singleElement().satisfies(offer -> {
      assertThat(offer.name()).isEqualTo("folder");
      assertThat(offer.keys())
          .containsExactly(
              "attachments.folder",
              "attachments.folder-max-file-bytes",
              "attachments.folder-max-owner-bytes",
              "attachments.folder-max-owner-files");
    });
  }

  @Test
  @DisplayName("without any setting, each adapter is made with its defaults")
  void defaults() throws Exception {
    Settings none = Settings.of(Map.of());

    assertThat(Requests.add(
            attachments("image", none), new InMemoryFile("a.png", null, SampleImages.png())))
        .isNotNull();
    assertThat(Requests.text(attachments("text", none), InMemoryFile.text("a.txt", "x")))
        .contains("x");
    assertThat(Requests.text(
            attachments("pdf", none), new InMemoryFile("a.pdf", null, SamplePdfs.of("x"))))
        .contains("[page 1]\nx");
  }

  @Test
  @DisplayName("settings reach the adapters")
  void settings(@TempDir Path folder) throws Exception {
    Settings settings = Settings.of(Map.of(
        "attachments.image-max-pixels", "10",
        "attachments.text-max-characters", "3",
        "attachments.pdf-max-pages", "1",
        "attachments.pdf-isolation", "thread",
        "attachments.file-accept", ".bin, .zip",
        "attachments.folder", folder.toString(),
        "attachments.folder-max-file-bytes", "5"));

    assertThat(Requests.refusal(
                attachments("image", settings), new InMemoryFile("a.png", null, SampleImages.png()))
            .reason())
        .isEqualTo(FileRefusal.TOO_MANY_PIXELS);
    assertThat(Requests.text(attachments("text", settings), InMemoryFile.text("a.txt", "1234")))
        .contains("\n123\n[Cut here");
    assertThat(Requests.text(
            attachments("pdf", settings), new InMemoryFile("a.pdf", null, SamplePdfs.of("x", "y"))))
        .contains("[Cut here: it has more pages");
    AttachmentStore store = plugins.offers(Port.ATTACHMENT_STORE).get(0).create(settings);
    AttachmentAdapter files = offer("file").create(settings, store);
    assertThat(files.accept()).isEqualTo(".bin, .zip");
    FilePart part = (FilePart)
        Requests.add(files, InMemoryFile.text("a.bin", "12345")).content().get(0);
    try (InputStream content = store.open("alice", new FileId(part.data()))) {
      assertThat(content).hasContent("12345");
    }
    assertThat(folder).isNotEmptyDirectory();
  }

  @Test
  @DisplayName("settings that make no sense are refused when the adapter is made")
  void refused() {
    for (Map.Entry<String, String> wrong : List.of(
        Map.entry("image", "attachments.image-max-bytes=0"),
        Map.entry("image", "attachments.image-scale-to=-1"),
        Map.entry("text", "attachments.text-max-characters=many"),
        Map.entry("pdf", "attachments.pdf-isolation=none"),
        Map.entry("pdf", "attachments.pdf-max-memory=1"))) {
      String[] setting = wrong.getValue().split("=", 2);
      Settings settings = Settings.of(Map.of(setting[0], setting[1]));

      assertThatThrownBy(() -> attachments(wrong.getKey(), settings))
          .as(wrong.getValue())
          .isInstanceOf(SettingsException.class);
    }
    assertThatThrownBy(() -> offer("file")
            .create(
                Settings.of(Map.of("attachments.file-url", "https://files.example.org")),
                new FileSystemAttachmentStore(Path.of("unused"))))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("{id}");
  }

  @Test
  @DisplayName("a misspelt setting is refused with the nearest one")
  void misspelt() {
    assertThatThrownBy(
            () -> plugins.checkKeys(Settings.of(Map.of("attachments.image-max-pixel", "1"))))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("attachments.image-max-pixels");
  }
}
