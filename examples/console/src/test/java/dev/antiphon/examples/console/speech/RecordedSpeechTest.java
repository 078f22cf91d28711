package dev.antiphon.examples.console.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.thread.MediaStatus;
import dev.antiphon.thread.ThreadEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedSpeechTest {

  private final Path folder;
  private final List<MediaStatus> statuses = new CopyOnWriteArrayList<>();

  RecordedSpeechTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private ThreadRuntime answered(LocalRuntime runtime) throws Exception {
    ThreadRuntime thread = runtime.threads().open("t");
    thread.subscribe(event -> {
      if (event instanceof ThreadEvent.SpeechChanged changed) {
        statuses.add(changed.speech().status());
      }
    });
    thread.send("Say something").await();
    return thread;
  }

  private static LocalRuntime runtime(RecordedSpeech speech, String reply) {
    return LocalRuntime.builder((request, writer) -> writer.text(reply))
        .speech(speech)
        .build();
  }

  private void awaitStatus(MediaStatus status) {
    await().until(() -> statuses.contains(status));
  }

  @Test
  @DisplayName("SPEECH-1, SPEECH-2: a reply is read into a file with real sound")
  void realSound() throws Exception {
    SpeechProgram fake = FakeProgram.in(folder);
    SpeechProgram program = SpeechProgram.installed().orElse(fake);
    RecordedSpeech speech = new RecordedSpeech(folder.resolve("speech"), Optional.of(program));
    try (LocalRuntime runtime = runtime(speech, "Good morning. This was read aloud.")) {
      ThreadRuntime thread = answered(runtime);
      Message reply = thread.message(1);

      thread.speak(reply.id());
      awaitStatus(MediaStatus.FINISHED);

      Path file = speech.fileOf(reply.id());
      System.out.printf(
          "speech: %s wrote %d bytes to %s%n", program.name(), Files.size(file), file);
      assertThat(loudest(file)).isGreaterThan(1000);
      assertThat(seconds(file)).isBetween(0.9, 30.0);
      assertThat(statuses)
          .containsExactly(MediaStatus.STARTING, MediaStatus.RUNNING, MediaStatus.FINISHED);
      assertThat(filesIn(folder.resolve("speech"))).containsExactly(file);
    }
  }

  @Test
  @DisplayName("SPEECH-4: what was stopped leaves no file")
  void stopped() throws Exception {
    Path target = folder.resolve("speech");
    RecordedSpeech speech = new RecordedSpeech(target, Optional.of(FakeProgram.in(folder)));
    try (LocalRuntime runtime = runtime(speech, "A long reply. ".repeat(1000))) {
      ThreadRuntime thread = answered(runtime);
      thread.speak(thread.message(1).id());
      awaitStatus(MediaStatus.RUNNING);

      thread.stopSpeaking();

      await().until(() -> filesIn(target).isEmpty());
      assertThat(statuses).endsWith(MediaStatus.CANCELLED);
    }
  }

  @Test
  @DisplayName("SPEECH-3: a program that fails is named, with what it says")
  void failing() throws Exception {
    RecordedSpeech speech = new RecordedSpeech(folder, Optional.of(FakeProgram.failing()));
    try (LocalRuntime runtime = runtime(speech, "Hello")) {
      ThreadRuntime thread = answered(runtime);

      thread.speak(thread.message(1).id());

      await().until(() -> statuses.size() == 3);
      assertThat(statuses.get(2).error()).isNotNull();
      assertThat(statuses.get(2).error().message())
          .isEqualTo("fake ended with exit code 3: no voice");
      assertThat(filesIn(folder)).isEmpty();
    }
  }

  @Test
  @DisplayName("SPEECH-3: without a program the caller is told what to install")
  void noProgram() throws Exception {
    RecordedSpeech speech = new RecordedSpeech(folder.resolve("speech"), Optional.empty());
    try (LocalRuntime runtime = runtime(speech, "Hello")) {
      ThreadRuntime thread = answered(runtime);

      assertThatThrownBy(
              () -> thread.speak(thread.message(1).id()).toCompletableFuture().get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(IOException.class)
          .hasMessageContaining("espeak-ng");
      assertThat(folder.resolve("speech")).doesNotExist();
    }
  }

  @Test
  @DisplayName("an id that is no file name leads to no other folder")
  void oddIds() {
    RecordedSpeech speech = new RecordedSpeech(folder, Optional.empty());

    for (String id : List.of("../../etc/passwd", "a/b", "nul\u0000", "..", "C:\\x")) {
      Path file = speech.fileOf(new MessageId(id));

      assertThat(file.getParent()).isEqualTo(folder);
      assertThat(file.getFileName().toString()).matches("[0-9a-f-]{36}\\.wav");
    }
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static double seconds(Path file) throws Exception {
    try (AudioInputStream sound = AudioSystem.getAudioInputStream(file.toFile())) {
      return sound.getFrameLength() / sound.getFormat().getFrameRate();
    }
  }

  /** Returns the loudest sample of 16 bits. */
  private static int loudest(Path file) throws Exception {
    try (AudioInputStream sound = AudioSystem.getAudioInputStream(file.toFile())) {
      assertThat(sound.getFormat().getSampleSizeInBits()).isEqualTo(16);
      byte[] samples = sound.readAllBytes();
      int loudest = 0;
      for (int i = 0; i + 1 < samples.length; i += 2) {
        loudest = Math.max(loudest, Math.abs((samples[i + 1] << 8) | (samples[i] & 0xFF)));
      }
      return loudest;
    }
  }
}
