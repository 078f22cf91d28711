package dev.antiphon.examples.console.speech;

import dev.antiphon.port.SpeechSynthesisAdapter;
import dev.antiphon.tck.SpeechSynthesisContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** With the synthesizer of this machine; where none is installed, with the fake. */
class InstalledProgramContractTest extends SpeechSynthesisContract {

  private final Path folder;

  InstalledProgramContractTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Override
  protected SpeechSynthesisAdapter open() {
    try {
      SpeechProgram fake = FakeProgram.in(folder);
      return new RecordedSpeech(folder, SpeechProgram.installed().or(() -> Optional.of(fake)));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
