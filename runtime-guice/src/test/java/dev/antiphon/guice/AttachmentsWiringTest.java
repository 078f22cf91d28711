package dev.antiphon.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.multibindings.Multibinder;
import dev.antiphon.message.Attachment;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.AttachmentRequest;
import dev.antiphon.spi.Plugins;
import dev.antiphon.spi.RuntimePlugin;
import dev.antiphon.spi.Settings;
import dev.antiphon.spi.SettingsException;
import dev.antiphon.thread.Capability;
import dev.antiphon.thread.PendingAttachment;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AttachmentsWiringTest {

  private final RuntimePlugin plugin = TestPlugin.named("test", registrar -> {
    registrar.model("model", settings -> (request, reply) -> reply.text("Hello"));
    registrar.attachments("images", settings -> new Accepting("image/*"));
    registrar.attachments("texts", settings -> new Accepting("text/*"));
    registrar.attachments("everything", settings -> new Accepting("*"));
  });

  /** Says what it accepts; nobody attaches anything here. */
  private record Accepting(String accept) implements AttachmentAdapter {
    @Override
    public PendingAttachment add(AttachmentRequest request, Consumer<PendingAttachment> states) {
      throw new AssertionError();
    }

    @Override
    public Attachment send(AttachmentRequest request) {
      throw new AssertionError();
    }

    @Override
    public void remove(AttachmentRequest request) {
      throw new AssertionError();
    }
  }

  private Antiphon start(Map<String, String> settings) {
    return Antiphon.builder(Settings.of(settings)).plugins(Plugins.of(plugin)).start();
  }

  private static String acceptedBy(Antiphon antiphon) {
    return antiphon.runtime().threads().main().composer().accepts().toString();
  }

  @Test
  @DisplayName("ATT-9: the attachments that settings list are asked in that order")
  void listed() {
    try (Antiphon antiphon = start(Map.of("antiphon.attachments", "texts,images"))) {
      assertThat(acceptedBy(antiphon)).isEqualTo("text/*,image/*");
    }
    try (Antiphon antiphon = start(Map.of("antiphon.attachments", "images"))) {
      assertThat(acceptedBy(antiphon)).isEqualTo("image/*");
    }
  }

  @Test
  @DisplayName("OPT-5: where none is listed, nothing can be attached")
  void none() {
    try (Antiphon antiphon = start(Map.of())) {
      assertThat(acceptedBy(antiphon)).isEmpty();
      assertThat(antiphon.runtime().threads().main().state().capabilities())
          .doesNotContain(Capability.ATTACHMENTS);
    }
  }

  @Test
  @DisplayName("ATT-9: one that accepts everything must be the last, which the failure says")
  void everythingIsLast() {
    assertThatThrownBy(() -> start(Map.of("antiphon.attachments", "everything,images")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("antiphon.attachments")
        .hasMessageContaining("1 of 2");
  }

  @Test
  @DisplayName("ATT-9: attachments that a host adds come before those that settings list")
  void added() {
    AntiphonModule module = AntiphonModule.of(
        Settings.of(Map.of("antiphon.attachments", "everything")), Plugins.of(plugin));
    AbstractModule host = new AbstractModule() {
      @Override
      protected void configure() {
        Multibinder.newSetBinder(binder(), AttachmentAdapter.class)
            .addBinding()
            .toInstance(new Accepting("audio/*"));
      }
    };

    try (Antiphon antiphon = Guice.createInjector(module, host).getInstance(Antiphon.class)) {
      assertThat(acceptedBy(antiphon)).isEqualTo("*");
      assertThat(antiphon.runtime().threads().main().state().capabilities())
          .contains(Capability.ATTACHMENTS);
    }
  }
}
