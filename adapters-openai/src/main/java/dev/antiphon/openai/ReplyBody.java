package dev.antiphon.openai;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer as it comes from the wire. A connection that is cut fails behind all that
 * came before: the stream of the JDK's own forgets what was not read yet. It knows since when its
 * reader waits, and refuses a line beyond a limit, so that nobody behind it buffers one.
 *
 * <p><b>Threads.</b> The JDK's client writes, one thread reads; any may close and ask.
 */
final class ReplyBody extends InputStream implements BodySubscriber<ReplyBody> {

  private static final int HEAD_LENGTH = 400;

  /** How many deliveries may wait to be read. */
  private static final int WINDOW = 4;

  /** Something that came: bytes, or the end. */
  private record Delivery(
      List<ByteBuffer> buffers, @Nullable IOException failure) {

    static final Delivery END = new Delivery(List.of(), null);

    boolean isEnd() {
      return buffers.isEmpty();
    }
  }

  private final int maxLineBytes;
  private final CompletableFuture<ReplyBody> self = CompletableFuture.completedFuture(this);
  private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();
  private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
  private volatile boolean isClosed;

  /** When the reader began to wait, as System.nanoTime; 0 while it does not. */
  private volatile long waitingSince;

  // For the reader alone.
  private final Deque<ByteBuffer> unread = new ArrayDeque<>();
  private @Nullable Delivery end;
  private final byte[] head = new byte[HEAD_LENGTH];
  private int headSize;
  private long lineBytes;

  /**
   * Makes a body.
   *
   * @param maxLineBytes how long a line may be
   */
  ReplyBody(int maxLineBytes) {
    this.maxLineBytes = maxLineBytes;
  }

  // ---- what the JDK's client writes

  @Override
  public CompletionStage<ReplyBody> getBody() {
    return self;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription.set(given);
    if (isClosed) {
      given.cancel();
    } else {
      given.request(WINDOW);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    if (!buffers.isEmpty()) {
      deliveries.add(new Delivery(buffers, null));
    }
  }

  @Override
  public void onError(Throwable thrown) {
    deliveries.add(
        new Delivery(List.of(), thrown instanceof IOException cut ? cut : new IOException(thrown)));
  }

  @Override
  public void onComplete() {
    deliveries.add(Delivery.END);
  }

  // ---- what its reader reads

  /** Returns for how many nanoseconds the reader has been waiting; 0 if it does not. */
  long waitingNanos() {
    long since = waitingSince;
    return since == 0 ? 0 : Math.max(1, System.nanoTime() - since);
  }

  /** Returns how the body begins, in at most 200 characters. */
  String beginning() {
    String text = new String(head, 0, headSize, StandardCharsets.UTF_8).strip();
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    ByteBuffer buffer = nextBuffer();
    if (buffer == null) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(target, offset, count);
    keepHead(target, offset, count);
    checkLine(target, offset, count);
    return count;
  }

  private @Nullable ByteBuffer nextBuffer() throws IOException {
    while (true) {
      if (isClosed) {
        throw new IOException("closed");
      }
      ByteBuffer buffer = unread.peek();
      if (buffer != null && buffer.hasRemaining()) {
        return buffer;
      }
      if (buffer != null) {
        unread.poll();
      } else if (end != null || !awaitDelivery()) {
        if (end != null && end.failure() != null) {
          throw end.failure();
        }
        return null;
      }
    }
  }

  /** Waits for what comes next; returns whether it is bytes. */
  private boolean awaitDelivery() throws IOException {
    Delivery delivery = deliveries.poll();
    if (delivery == null) {
      delivery = waitForDelivery();
    }
    if (delivery.isEnd()) {
      end = delivery;
      return false;
    }
    unread.addAll(delivery.buffers());
    Flow.Subscription known = subscription.get();
    if (known != null) {
      known.request(1);
    }
    return true;
  }

  private Delivery waitForDelivery() throws IOException {
    long now = System.nanoTime();
    waitingSince = now == 0 ? 1 : now;
    try {
      return deliveries.take();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    } finally {
      waitingSince = 0;
    }
  }

  private void keepHead(byte[] bytes, int offset, int count) {
    int room = Math.min(HEAD_LENGTH - headSize, count);
    if (room > 0) {
      System.arraycopy(bytes, offset, head, headSize, room);
      headSize += room;
    }
  }

  private void checkLine(byte[] bytes, int offset, int count) throws TooLongException {
    int last = offset + count - 1;
    int lineEnd = last;
    while (lineEnd >= offset && bytes[lineEnd] != '\n') {
      lineEnd--;
    }
    // Only the piece behind the last line end can grow beyond the limit unseen: a read is short.
    lineBytes = lineEnd >= offset ? last - lineEnd : lineBytes + count;
    if (lineBytes > maxLineBytes) {
      throw new TooLongException(maxLineBytes);
    }
  }

  /** Closes the connection, unless the body has been read to its end, and wakes the reader. */
  @Override
  public void close() {
    isClosed = true;
    Flow.Subscription known = subscription.get();
    if (known != null) {
      known.cancel();
    }
    deliveries.add(new Delivery(List.of(), new IOException("closed")));
  }
}
