package dev.antiphon.examples.console;

import dev.antiphon.attachment.AttachedText;
import dev.antiphon.port.PathFile;
import dev.antiphon.runtime.Composer;
import dev.antiphon.thread.AttachmentFile;
import dev.antiphon.thread.AttachmentStatus;
import dev.antiphon.thread.PendingAttachment;
import dev.antiphon.thread.PreparedAttachment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** The files that go with the next message of a thread. */
final class PendingFiles {

  /** How much text is attached where no adapter says more. */
  private static final int MAX_TEXT_BYTES = 1024 * 1024;

  private final Composer composer;
  private final Transcript transcript;

  /**
   * Makes it.
   *
   * @param composer what they are attached to
   * @param transcript where it is said what was done
   */
  PendingFiles(Composer composer, Transcript transcript) {
    this.composer = composer;
    this.transcript = transcript;
  }

  /**
   * Attaches a file, and waits until its adapter has looked at it. Without an adapter, texts are
   * attached as they are.
   *
   * @param given where it is
   */
  void attach(String given) {
    AttachmentFile file = fileAt(given);
    PendingAttachment attached = composer.accepts().entries().isEmpty()
        ? composer.addAttachment(textOf(file))
        : Chat.await(composer.addAttachment(file));
    if (attached.status().isError()) {
      throw new RefusedException("'%s' was not attached: %s /detach %d takes it away."
          .formatted(
              Printable.cut(attached.name()),
              Printable.line(String.valueOf(attached.status().message())),
              composer.state().attachments().size()));
    }
    transcript.note(
        "(attached: %s; it goes with your next message)".formatted(Printable.cut(attached.name())));
  }

  private static AttachmentFile fileAt(String given) {
    if (given.isEmpty()) {
      throw new RefusedException("The path is missing, as in: /attach notes.txt");
    }
    try {
      String home = System.getProperty("user.home");
      return PathFile.of(Path.of(given.startsWith("~/") ? home + given.substring(1) : given));
    } catch (InvalidPathException | IOException noFile) {
      throw new RefusedException(
          "'%s' is no file that can be read.".formatted(Printable.cut(given)));
    }
  }

  private static PreparedAttachment textOf(AttachmentFile file) {
    try (InputStream content = file.open()) {
      byte[] bytes = content.readNBytes(MAX_TEXT_BYTES + 1);
      if (bytes.length > MAX_TEXT_BYTES) {
        throw new RefusedException(
            "'%s' was not attached: it has more than %d bytes, and no adapter for files is there."
                .formatted(Printable.cut(file.name()), MAX_TEXT_BYTES));
      }
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return PreparedAttachment.builder(file.name())
          .contentType("text/plain")
          .content(List.of(AttachedText.part(file.name(), text)))
          .build();
    } catch (CharacterCodingException noText) {
      throw new RefusedException(
          "'%s' was not attached: it is no text, and no adapter for other files is there."
              .formatted(Printable.cut(file.name())));
    } catch (IOException unreadable) {
      throw new RefusedException("'%s' was not attached: it cannot be read any more."
          .formatted(Printable.cut(file.name())));
    }
  }

  /** Lists what is attached. */
  void list() {
    List<PendingAttachment> attached = composer.state().attachments();
    if (attached.isEmpty()) {
      throw new RefusedException("Nothing is attached. /attach PATH attaches a file.");
    }
    for (int i = 0; i < attached.size(); i++) {
      PendingAttachment each = attached.get(i);
      transcript.note("%2d  %s  %s  %s"
          .formatted(i + 1, Printable.cut(each.name()), each.type(), shown(each.status())));
    }
  }

  private static String shown(AttachmentStatus status) {
    if (status.isError()) {
      return "failed: " + Printable.line(String.valueOf(status.message()));
    }
    return status.isUploading() ? "uploading, %.0f %%".formatted(100 * status.progress()) : "ready";
  }

  /**
   * Takes a file away.
   *
   * @param number its place in the list, from 1
   */
  void detach(int number) {
    int count = composer.state().attachments().size();
    if (number < 1 || number > count) {
      throw new RefusedException(
          "There is no attachment %d: %d are attached. See /attachments.".formatted(number, count));
    }
    String name = composer.state().attachment(number - 1).name();
    Chat.await(composer.removeAttachment(number - 1));
    transcript.note("(taken away: %s)".formatted(Printable.cut(name)));
  }
}
