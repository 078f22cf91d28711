package dev.antiphon.tck;

import dev.antiphon.port.DictationAdapter;
import dev.antiphon.port.DictationSession;
import dev.antiphon.port.DictationWriter;
import java.util.concurrent.atomic.AtomicReference;

/** An adapter that hears what a test says, word by word. */
class EchoDictationContractTest extends DictationContract {

  private final AtomicReference<DictationWriter> listening = new AtomicReference<>();

  @Override
  protected DictationAdapter open() {
    return (request, writer) -> {
      writer.running();
      listening.set(request.cancellation().isCancelled() ? null : writer);
      return DictationSession.of(() -> listening.set(null), () -> listening.set(null));
    };
  }

  @Override
  protected void say(String words) {
    DictationWriter writer = listening.get();
    if (writer != null) {
      writer.interim(words.substring(0, words.length() / 2));
      writer.transcript(words);
    }
  }
}
