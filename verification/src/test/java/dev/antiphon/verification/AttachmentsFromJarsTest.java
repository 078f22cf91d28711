package dev.antiphon.verification;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.attachments.FileRefusal;
import dev.antiphon.attachments.FileRefusedException;
import dev.antiphon.guice.Antiphon;
import dev.antiphon.memory.InMemoryFile;
import dev.antiphon.message.Attachment;
import dev.antiphon.message.FilePart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.Message;
import dev.antiphon.message.TextPart;
import dev.antiphon.runtime.Composer;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.spi.Settings;
import dev.antiphon.thread.AttachmentRejectedException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attachments by settings alone, with each store that a jar offers. */
class AttachmentsFromJarsTest {

  @TempDir
  Path folder;

  private Settings settings(String store) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("antiphon.model", "demo");
    settings.put("antiphon.history", "jdbc");
    settings.put("antiphon.threads", "jdbc");
    settings.put("jdbc.folder", folder.toString());
    settings.put("antiphon.attachments", "image,text,file");
    settings.put("antiphon.attachment-store", store);
    settings.put("attachments.folder", folder.resolve("files").toString());
    settings.put("attachments.image-max-pixels", "100");
    return Settings.of(settings);
  }

  private static byte[] png(int side) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB), "png", png);
    return png.toByteArray();
  }

  private void attachAndSend(String store) throws Exception {
    try (Antiphon antiphon = Antiphon.start(settings(store))) {
      Composer composer = antiphon.runtime().threads("ada").open("files").composer();
      composer.addAttachment(new InMemoryFile("dot.png", "image/png", png(10)));
      composer.addAttachment(InMemoryFile.text("notes.md", "Buy milk."));
      composer.addAttachment(new InMemoryFile("data.bin", null, new byte[] {0, 1, 2, 3}));
      composer.setText("Look");
      composer.send().orElseThrow().await();
    }
  }

  private List<Attachment> attachmentsAfterRestart(String store) {
    try (Antiphon antiphon = Antiphon.start(settings(store))) {
      ThreadRuntime thread = antiphon.runtime().threads("ada").open("files");
      thread.load().toCompletableFuture().join();
      Message question = thread.state().messages().get(0);
      return question.attachments();
    }
  }

  @Test
  @DisplayName("ATT-9: an image, a text and any other file are attached, stored and there again")
  void inFolder() throws Exception {
    attachAndSend("folder");

    List<Attachment> attachments = attachmentsAfterRestart("folder");

    assertThat(attachments)
        .extracting(Attachment::name)
        .containsExactly("dot.png", "notes.md", "data.bin");
    assertThat(attachments.get(0).content().get(0)).isInstanceOf(ImagePart.class);
    assertThat(((TextPart) attachments.get(1).content().get(0)).text())
        .isEqualTo("<attachment name=\"notes.md\">\nBuy milk.\n</attachment>");
    FilePart file = (FilePart) attachments.get(2).content().get(0);
    try (Stream<Path> files = Files.walk(folder.resolve("files"))) {
      assertThat(
              files.filter(Files::isRegularFile).map(path -> path.getFileName().toString()))
          .containsExactly(file.data());
    }
  }

  @Test
  @DisplayName("ATT-11: one setting moves the files from the folder into the database")
  void inDatabase() throws Exception {
    attachAndSend("jdbc");

    List<Attachment> attachments = attachmentsAfterRestart("jdbc");

    assertThat(attachments).hasSize(3);
    assertThat(folder.resolve("files")).doesNotExist();
  }

  @Test
  @DisplayName("ATT-1, ATT-3: settings reach the adapters, and a refusal reaches who attaches")
  void refused() throws Exception {
    try (Antiphon antiphon = Antiphon.start(settings("folder"))) {
      Composer composer = antiphon.runtime().threads("ada").open("files").composer();

      Throwable thrown = composer
          .addAttachment(new InMemoryFile("large.png", "image/png", png(11)))
          .handle((added, failure) -> failure)
          .toCompletableFuture()
          .join();

      Throwable failure = thrown instanceof CompletionException ? thrown.getCause() : thrown;
      assertThat(failure)
          .isInstanceOf(AttachmentRejectedException.class)
          .hasCauseInstanceOf(FileRefusedException.class);
      assertThat(requireNonNull((FileRefusedException) failure.getCause()).reason())
          .isEqualTo(FileRefusal.TOO_MANY_PIXELS);
      assertThat(composer.state().attachments().get(0).status().isError()).isTrue();
    }
  }
}
