package dev.antiphon.tck;

import static java.util.Objects.requireNonNull;

import dev.antiphon.port.DictationAdapter;
import dev.antiphon.port.DictationSession;
import dev.antiphon.port.DictationWriter;
import java.util.concurrent.atomic.AtomicReference;

class FakeDictationContractTest extends DictationContract {

  private final AtomicReference<Ear> listening = new AtomicReference<>();

  /** Hears the first word at once, and the phrase when it is over. */
  private static final class Ear {
    private final DictationWriter writer;
    private boolean isOpen = true;

    Ear(DictationWriter writer) {
      this.writer = writer;
    }

    synchronized void hear(String words) {
      if (isOpen) {
        writer.interim(words.split(" ", -1)[0]);
        writer.transcript(words);
      }
    }

    synchronized void close() {
      isOpen = false;
    }
  }

  @Override
  protected DictationAdapter open() {
    return (request, writer) -> {
      request.cancellation().throwIfCancelled();
      Ear ear = new Ear(writer);
      request.cancellation().onCancel(ear::close);
      listening.set(ear);
      writer.running();
      return DictationSession.of(ear::close, ear::close);
    };
  }

  @Override
  protected void say(String words) {
    requireNonNull(listening.get(), "nobody is listened to").hear(words);
  }
}
