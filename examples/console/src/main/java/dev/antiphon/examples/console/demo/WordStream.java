package dev.antiphon.examples.console.demo;

import dev.antiphon.cancel.Cancellation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says texts word by word, with a pause after each; silent at once when cancelled. */
final class WordStream implements AutoCloseable {

  private static final Pattern WORD = Pattern.compile("\\s*\\S+\\s*");

  private final Duration pause;
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final Cancellation.Registration registration;

  /**
   * Starts to listen for the wish to stop.
   *
   * @param pause how long to wait after each word
   * @param cancellation the wish to stop
   */
  WordStream(Duration pause, Cancellation cancellation) {
    this.pause = pause;
    this.registration = cancellation.onCancel(cancelled::countDown);
  }

  /**
   * Says a text, or what of it is said before the wish to stop.
   *
   * @param text the text
   * @param listener gets each word, with the blanks around it
   * @throws InterruptedException never by the runtime
   */
  void say(String text, Consumer<String> listener) throws InterruptedException {
    Matcher word = WORD.matcher(text);
    while (!isCancelled() && word.find()) {
      listener.accept(word.group());
      if (!pause.isZero() && cancelled.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    }
  }

  /** Returns whether nothing is said any more. */
  boolean isCancelled() {
    return cancelled.getCount() == 0;
  }

  /** Takes the registration back. */
  @Override
  public void close() {
    registration.close();
  }
}
