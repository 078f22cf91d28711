package dev.antiphon.openai;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A body as it comes from the wire: knows since when its reader waits, and refuses a line beyond a
 * limit, so that nobody behind it buffers one.
 *
 * <p><b>Threads.</b> One reads; others may ask how long it waits, and close.
 */
final class MeteredBody extends InputStream {

  private static final int HEAD_LENGTH = 400;

  private final InputStream source;
  private final int maxLineBytes;
  private final byte[] head = new byte[HEAD_LENGTH];
  private int headSize;
  private long lineBytes;

  /** When the reader began to wait, as System.nanoTime; 0 while it does not. */
  private volatile long waitingSince;

  /**
   * Wraps a body.
   *
   * @param source the body
   * @param maxLineBytes how long a line may be
   */
  MeteredBody(InputStream source, int maxLineBytes) {
    this.source = source;
    this.maxLineBytes = maxLineBytes;
  }

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
    long now = System.nanoTime();
    waitingSince = now == 0 ? 1 : now;
    int count;
    try {
      count = source.read(target, offset, length);
    } finally {
      waitingSince = 0;
    }
    if (count > 0) {
      keepHead(target, offset, count);
      checkLine(target, offset, count);
    }
    return count;
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
    int end = last;
    while (end >= offset && bytes[end] != '\n') {
      end--;
    }
    // Only the piece behind the last line end can grow beyond the limit unseen: a read is short.
    lineBytes = end >= offset ? last - end : lineBytes + count;
    if (lineBytes > maxLineBytes) {
      throw new TooLongException(maxLineBytes);
    }
  }

  @Override
  public int available() throws IOException {
    return source.available();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
