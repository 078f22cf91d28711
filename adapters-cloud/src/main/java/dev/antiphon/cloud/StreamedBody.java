package dev.antiphon.cloud;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, piece by piece while it comes; the next one is asked for when one is
 * taken.
 *
 * <p><b>Threads.</b> Pieces are taken by one thread; any thread may close it, which wakes that one.
 */
final class StreamedBody implements BodySubscriber<StreamedBody>, AutoCloseable {

  /** What came; the end has no bytes. */
  private record Signal(
      List<ByteBuffer> bytes, boolean isEnd, @Nullable Throwable failure) {}

  private static final Signal END = new Signal(List.of(), true, null);

  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();

  @Override
  public CompletionStage<StreamedBody> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription started) {
    subscription.set(started);
    started.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> pieces) {
    signals.add(new Signal(pieces, false, null));
  }

  @Override
  public void onError(Throwable failure) {
    signals.add(new Signal(List.of(), true, failure));
  }

  @Override
  public void onComplete() {
    signals.add(END);
  }

  /**
   * Waits for the next piece.
   *
   * @return empty at the end, or once it is closed
   * @throws CloudException if nothing comes in time, or the connection breaks
   */
  Optional<List<ByteBuffer>> next(String call, Duration patience) {
    Signal signal;
    try {
      signal = signals.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw CloudException.unreachable(call, interrupted);
    }
    if (signal == null) {
      throw CloudException.timeout(call, patience);
    }
    if (signal.failure() != null) {
      throw CloudException.unreachable(call, signal.failure());
    }
    if (signal.isEnd()) {
      return Optional.empty();
    }
    Flow.Subscription running = subscription.get();
    if (running != null) {
      running.request(1);
    }
    return Optional.of(signal.bytes());
  }

  @Override
  public void close() {
    Flow.Subscription running = subscription.get();
    if (running != null) {
      running.cancel();
    }
    signals.add(END);
  }
}
