package dev.antiphon.examples.console.speech;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/**
 * A speech program without a voice: a process that needs ten minutes for a long text, and gives one
 * second of a tone for a short one.
 */
final class FakeProgram {

  private static final int RATE = 8000;
  private static final int LONG = 10_000;

  private FakeProgram() {}

  /**
   * Makes one.
   *
   * @param folder where its tone is kept
   */
  static SpeechProgram in(Path folder) throws IOException {
    Path tone = folder.resolve("tone.wav");
    byte[] samples = new byte[2 * RATE];
    for (int i = 0; i < RATE; i++) {
      short sample = (short) (8000 * Math.sin(2 * Math.PI * 440 * i / RATE));
      samples[2 * i] = (byte) sample;
      samples[2 * i + 1] = (byte) (sample >> 8);
    }
    AudioFormat format = new AudioFormat(RATE, 16, 1, true, false);
    AudioSystem.write(
        new AudioInputStream(new ByteArrayInputStream(samples), format, RATE),
        AudioFileFormat.Type.WAVE,
        tone.toFile());
    String script = "[ $(wc -c < \"$1\") -gt " + LONG + " ] && exec sleep 600; cp \"$3\" \"$2\"";
    return new SpeechProgram(
        "fake", List.of("sh", "-c", script, "sh", "{text}", "{sound}", tone.toString()));
  }

  /** Makes one that complains and fails. */
  static SpeechProgram failing() {
    return new SpeechProgram("fake", List.of("sh", "-c", "echo 'no voice' >&2; exit 3"));
  }
}
