package dev.antiphon.attachments;

import dev.antiphon.message.TextPart;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.CompositeAttachments;
import dev.antiphon.port.PathFile;
import dev.antiphon.thread.PendingAttachment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process of little memory that attaches every file of a folder and says what came of it, a line
 * each: {@code OUTCOME MILLISECONDS NAME}. The outcome is the code of a refusal, or the type.
 */
final class HostileFiles {

  private HostileFiles() {}

  /**
   * Attaches files.
   *
   * @param arguments the folder of the files, and that of the store
   */
  public static void main(String[] arguments) throws IOException {
    AttachmentAdapter adapters = CompositeAttachments.of(
        new ImageAttachments(ImageOptions.builder().scaleTo(1024).build()),
        new TextAttachments(),
        new PdfAttachments(PdfOptions.builder()
            .timeLimit(Duration.ofSeconds(4))
            .maxMemory(64)
            .maxPages(500)
            .pageImages(1)
            .build()),
        new StoredFileAttachments(new FileSystemAttachmentStore(Path.of(arguments[1]))));
    try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
      files.sorted().forEach(file -> {
        long start = System.nanoTime();
        String outcome = outcome(adapters, file);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        System.out.println(outcome + " " + millis + " " + file.getFileName());
      });
    }
  }

  private static String outcome(AttachmentAdapter adapters, Path file) {
    try {
      PendingAttachment added = Requests.add(adapters, PathFile.of(file));
      return added.contentType() + (textOf(added).contains("[Cut here: ") ? ",cut" : "");
    } catch (FileRefusedException refused) {
      return refused.info().code();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static String textOf(PendingAttachment added) {
    return added.content().get(0) instanceof TextPart text ? text.text() : "";
  }
}
