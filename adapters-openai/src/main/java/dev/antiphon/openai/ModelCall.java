package dev.antiphon.openai;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to ask a model, seen from the transport: what stops it, and what only the wire knows.
 *
 * <p>LangChain4j gives no handle before the first token. So the attempt is bound to the thread that
 * asks, and {@link ModelHttpClient} finds it there.
 *
 * <p><b>Threads.</b> {@link #stop} may come from any thread, at any time; the facts are written and
 * read on the thread that reads the reply.
 */
final class ModelCall {

  private static final ThreadLocal<@Nullable ModelCall> CURRENT = new ThreadLocal<>();

  /** What stands where a connection would be closed. */
  private enum Mark implements Runnable {
    /** There is none yet. */
    NOTHING,
    /** It was closed, for good. */
    STOPPED;

    @Override
    public void run() {}
  }

  private final AtomicReference<Runnable> closer = new AtomicReference<>(Mark.NOTHING);
  private final Map<String, String> headers;
  private final UnaryOperator<String> body;
  private final StreamFacts facts = new StreamFacts();
  private volatile boolean isTransported;

  /** A call without anything of its own. */
  ModelCall() {
    this(Map.of(), UnaryOperator.identity());
  }

  /**
   * A call that adds to its request.
   *
   * @param headers headers over those of the client; the values are secret
   * @param body changes the body before it is sent
   */
  ModelCall(Map<String, String> headers, UnaryOperator<String> body) {
    this.headers = headers;
    this.body = body;
  }

  /** Returns the call that is bound to this thread, or {@code null}. */
  static @Nullable ModelCall current() {
    return CURRENT.get();
  }

  /** Runs something on this thread, where the transport finds this call. */
  <T> T bound(Callable<T> action) throws Exception {
    ModelCall before = CURRENT.get();
    CURRENT.set(this);
    try {
      return action.call();
    } finally {
      if (before == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
    }
  }

  /** Sets what {@link #stop} closes from now on; closes it at once if the call is stopped. */
  void closedBy(Runnable closing) {
    if (closer.getAndUpdate(now -> now == Mark.STOPPED ? now : closing) == Mark.STOPPED) {
      closing.run();
    }
  }

  /** Stops the call: closes its connection, whatever it waits for. Nothing is reported of it. */
  void stop() {
    closer.getAndSet(Mark.STOPPED).run();
  }

  boolean isStopped() {
    return closer.get() == Mark.STOPPED;
  }

  /** Says that our transport carries this call: it is over when the asking method returns. */
  void transported() {
    isTransported = true;
  }

  boolean isTransported() {
    return isTransported;
  }

  Map<String, String> headers() {
    return headers;
  }

  UnaryOperator<String> body() {
    return body;
  }

  StreamFacts facts() {
    return facts;
  }
}
