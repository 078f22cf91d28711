package dev.antiphon.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.Attachment;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.AttachmentRequest;
import dev.antiphon.port.AttachmentStore;
import dev.antiphon.port.FileId;
import dev.antiphon.port.UnknownFileException;
import dev.antiphon.thread.PendingAttachment;
import java.io.InputStream;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StoringOfferTest {

  private static final Settings SETTINGS = Settings.of(Map.of("files.prefix", "x"));

  record FilesSettings(
      @Setting("what each name starts with") String prefix) {}

  /** An adapter that tells what it was made of. */
  record Stored(String prefix, AttachmentStore store) implements AttachmentAdapter {
    @Override
    public String accept() {
      return "*";
    }

    @Override
    public PendingAttachment add(AttachmentRequest request, Consumer<PendingAttachment> states) {
      return request.attachment();
    }

    @Override
    public Attachment send(AttachmentRequest request) {
      return request.attachment().toAttachment();
    }

    @Override
    public void remove(AttachmentRequest request) {}
  }

  /** A store without files. */
  record Empty() implements AttachmentStore {
    @Override
    public FileId put(String owner, InputStream content) {
      return new FileId("none");
    }

    @Override
    public InputStream open(String owner, FileId file) {
      throw new UnknownFileException(file);
    }

    @Override
    public void delete(String owner, FileId file) {}
  }

  /** Offers both, as two jars would. */
  private static final class FilesPlugin implements RuntimePlugin {
    @Override
    public PluginInfo info() {
      return PluginInfo.of("files");
    }

    @Override
    public void install(PluginRegistrar registrar) {
      registrar.storedAttachments(
          "stored", FilesSettings.class, (settings, store) -> new Stored(settings.prefix(), store));
      registrar.attachments("plain", settings -> new Stored("", new Empty()));
      registrar.attachmentStore("empty", settings -> new Empty());
    }
  }

  private final Plugins plugins = Plugins.of(new FilesPlugin());

  @Test
  @DisplayName("attachments that store files are made with the store that is in use")
  void madeWithStore() {
    AttachmentStore store = plugins.offers(Port.ATTACHMENT_STORE).get(0).create(SETTINGS);
    Offer<AttachmentAdapter> offer = plugins.offers(Port.ATTACHMENTS).get(0);

    AttachmentAdapter made = offer.create(SETTINGS, store);

    assertThat(offer.storesFiles()).isTrue();
    assertThat(offer.keys()).containsExactly("files.prefix");
    assertThat(made).isEqualTo(new Stored("x", store));
  }

  @Test
  @DisplayName("attachments that store files cannot be made without a store, others can")
  void needsStore() {
    Offer<AttachmentAdapter> storing = plugins.offers(Port.ATTACHMENTS).get(0);
    Offer<AttachmentAdapter> plain = plugins.offers(Port.ATTACHMENTS).get(1);

    assertThat(plain.storesFiles()).isFalse();
    assertThat(plain.create(SETTINGS)).isNotNull();
    assertThat(plain.create(SETTINGS, new Empty())).isNotNull();
    assertThatThrownBy(() -> storing.create(SETTINGS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("attachments 'stored'")
        .hasMessageContaining("Give the store");
  }

  @Test
  @DisplayName("the settings that choose attachments and their store are known keys")
  void keysAreKnown() {
    Settings settings = Settings.of(Map.of(
        "antiphon.attachments", "plain,stored",
        "antiphon.attachment-store", "empty",
        "files.prefix", "x"));

    plugins.checkKeys(settings);

    assertThatThrownBy(() -> plugins.checkKeys(Settings.of(Map.of("antiphon.atachments", "plain"))))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("antiphon.attachments");
  }
}
