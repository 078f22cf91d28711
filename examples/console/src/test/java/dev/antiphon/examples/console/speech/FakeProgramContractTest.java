package dev.antiphon.examples.console.speech;

import dev.antiphon.port.SpeechSynthesisAdapter;
import dev.antiphon.tck.SpeechSynthesisContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class FakeProgramContractTest extends SpeechSynthesisContract {

  private final Path folder;

  FakeProgramContractTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Override
  protected SpeechSynthesisAdapter open() {
    try {
      return new RecordedSpeech(folder, Optional.of(FakeProgram.in(folder)));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
