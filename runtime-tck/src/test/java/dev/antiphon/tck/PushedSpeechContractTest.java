package dev.antiphon.tck;

import dev.antiphon.port.MediaProgress;
import dev.antiphon.port.SpeechSynthesisAdapter;

/** An engine that comes back at once and tells later, from a thread of its own. */
class PushedSpeechContractTest extends SpeechSynthesisContract {

  @Override
  protected SpeechSynthesisAdapter open() {
    return (request, progress) -> {
      boolean isLong = request.text().length() > 10_000;
      Thread engine = new Thread(() -> tell(progress, isLong), "engine");
      engine.setDaemon(true);
      engine.start();
      return progress::ended;
    };
  }

  private static void tell(MediaProgress progress, boolean isLong) {
    progress.running();
    if (!isLong) {
      progress.ended();
    }
  }
}
