package dev.antiphon.tck;

import dev.antiphon.port.SpeechSynthesisAdapter;
import java.util.concurrent.CountDownLatch;

class FakeSpeechContractTest extends SpeechSynthesisContract {

  /** A voice that needs no time for a few words, and for ever for many. */
  @Override
  protected SpeechSynthesisAdapter open() {
    return SpeechSynthesisAdapter.blocking((request, started) -> {
      CountDownLatch stopped = new CountDownLatch(1);
      request.cancellation().onCancel(stopped::countDown);
      request.cancellation().throwIfCancelled();
      started.run();
      if (request.text().length() > 100) {
        stopped.await();
      }
    });
  }
}
