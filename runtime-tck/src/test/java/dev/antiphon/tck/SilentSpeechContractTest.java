package dev.antiphon.tck;

import dev.antiphon.port.SpeechSynthesisAdapter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A call that takes the time that reading would take, and can be cancelled. */
class SilentSpeechContractTest extends SpeechSynthesisContract {

  @Override
  protected SpeechSynthesisAdapter open() {
    return SpeechSynthesisAdapter.blocking((request, started) -> {
      CountDownLatch isCancelled = new CountDownLatch(1);
      request.cancellation().onCancel(isCancelled::countDown);
      started.run();
      boolean isLong = request.text().length() > 10_000;
      isCancelled.await(isLong ? 600 : 0, TimeUnit.SECONDS);
    });
  }
}
