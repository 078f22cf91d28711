package dev.antiphon.cloud;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The body of an answer, read up to a limit; what is longer is not read to its end. */
final class LimitedBody {

  private final byte[] bytes;
  private final int limit;
  private final boolean isTooLong;

  private LimitedBody(byte[] bytes, int limit, boolean isTooLong) {
    this.bytes = bytes;
    this.limit = limit;
    this.isTooLong = isTooLong;
  }

  static BodyHandler<LimitedBody> handler(int limit) {
    return info -> new Reader(limit);
  }

  /** Returns the whole body; refuses one that was longer than the limit. */
  String text(String call) {
    if (isTooLong) {
      throw CloudException.answerTooLong(call, limit);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Collects what comes; called by one thread at a time, as the flow's contract says. */
  private static final class Reader implements BodySubscriber<LimitedBody> {

    private final int limit;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private final CompletableFuture<LimitedBody> body = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    Reader(int limit) {
      this.limit = limit;
    }

    @Override
    public CompletionStage<LimitedBody> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription started) {
      subscription = started;
      started.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
      for (ByteBuffer piece : pieces) {
        if (collected.size() + (long) piece.remaining() > limit) {
          stop();
          return;
        }
        byte[] copy = new byte[piece.remaining()];
        piece.get(copy);
        collected.write(copy, 0, copy.length);
      }
    }

    private void stop() {
      if (subscription != null) {
        subscription.cancel();
      }
      body.complete(new LimitedBody(new byte[0], limit, true));
    }

    @Override
    public void onError(Throwable failure) {
      body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      body.complete(new LimitedBody(collected.toByteArray(), limit, false));
    }
  }
}
