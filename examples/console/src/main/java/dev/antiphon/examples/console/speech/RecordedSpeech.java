package dev.antiphon.examples.console.speech;

import dev.antiphon.cancel.Cancellation;
import dev.antiphon.message.MessageId;
import dev.antiphon.port.MediaProgress;
import dev.antiphon.port.SpeechRequest;
import dev.antiphon.port.SpeechSynthesisAdapter;
import dev.antiphon.port.Utterance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads texts aloud into sound files: {@code ID.wav} for the message of that id. A file is there
 * once all of it is read; one that was cancelled leaves nothing. A blank text makes no file.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; a call lasts until all is read.
 */
final class RecordedSpeech implements SpeechSynthesisAdapter {

  private static final int MAX_COMPLAINT = 200;

  private final Path folder;
  private final Optional<SpeechProgram> program;
  private final SpeechSynthesisAdapter recorder = SpeechSynthesisAdapter.blocking(this::record);

  /**
   * Makes one; touches nothing before the first call.
   *
   * @param folder where the files go
   * @param program what reads; if there is none, each call says so
   */
  RecordedSpeech(Path folder, Optional<SpeechProgram> program) {
    this.folder = folder;
    this.program = program;
  }

  @Override
  public Utterance speak(SpeechRequest request, MediaProgress progress) throws Exception {
    return recorder.speak(request, progress);
  }

  /** Returns where a message is read to. */
  Path fileOf(MessageId id) {
    String name = id.value();
    boolean isPlain = name.matches("[A-Za-z0-9_-]+");
    UUID other = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    return folder.resolve((isPlain ? name : other.toString()) + ".wav");
  }

  private void record(SpeechRequest request, Runnable started)
      throws IOException, InterruptedException {
    SpeechProgram reader = program.orElseThrow(() ->
        new IOException("No speech program is installed. Install one of %s, or set speech.program."
            .formatted(SpeechProgram.knownNames())));
    if (request.text().isBlank()) {
      return;
    }
    Files.createDirectories(folder);
    Path work = Files.createTempDirectory(folder, "reading-");
    try {
      Path sound = work.resolve("sound.wav");
      if (read(reader, request, started, work, sound)) {
        Files.move(sound, fileOf(request.messageId()), StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      for (String leftover : new String[] {"text.txt", "sound.wav", "complaint.txt"}) {
        Files.deleteIfExists(work.resolve(leftover));
      }
      Files.deleteIfExists(work);
    }
  }

  /** Returns whether all was read; it was not if it was cancelled. */
  @SuppressWarnings("try") // the registration is there to be closed
  private static boolean read(
      SpeechProgram reader, SpeechRequest request, Runnable started, Path work, Path sound)
      throws IOException, InterruptedException {
    Path text = work.resolve("text.txt");
    Path complaint = work.resolve("complaint.txt");
    Files.write(text, request.text().getBytes(StandardCharsets.UTF_8));
    Process process = new ProcessBuilder(reader.command(text, sound))
        .redirectErrorStream(true)
        .redirectOutput(complaint.toFile())
        .start();
    process.getOutputStream().close();
    try (Cancellation.Registration registration =
        request.cancellation().onCancel(process::destroyForcibly)) {
      started.run();
      int exitCode = process.waitFor();
      if (request.cancellation().isCancelled()) {
        return false;
      }
      if (exitCode != 0) {
        throw new IOException("%s ended with exit code %d: %s"
            .formatted(reader.name(), exitCode, startOf(complaint)));
      }
      return true;
    }
  }

  private static String startOf(Path complaint) throws IOException {
    String text = new String(Files.readAllBytes(complaint), StandardCharsets.UTF_8).strip();
    return text.length() > MAX_COMPLAINT ? text.substring(0, MAX_COMPLAINT) : text;
  }
}
