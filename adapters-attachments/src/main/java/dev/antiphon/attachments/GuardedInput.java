package dev.antiphon.attachments;

import dev.antiphon.cancel.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The bytes of an attached file, no more than allowed and no longer than allowed. A cancel or the
 * deadline closes the file, so that a read that hangs comes back.
 *
 * <p>For one thread.
 */
final class GuardedInput extends InputStream {

  private final InputStream source;
  private final long maxBytes;
  private final ReadProgress progress;
  private final Watch watch;
  private long count;

  GuardedInput(
      InputStream source,
      long maxBytes,
      Deadline deadline,
      Cancellation cancellation,
      ReadProgress progress) {
    this.source = source;
    this.maxBytes = maxBytes;
    this.progress = progress;
    this.watch = new Watch(deadline, cancellation, this::closeSource);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) == -1 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int read;
    do {
      watch.check();
      try {
        read = source.read(target, offset, length);
      } catch (IOException failed) {
        // Closing the file makes a hanging read fail: what closed it is what went wrong.
        watch.check();
        throw failed;
      }
    } while (read == 0);
    watch.check();
    if (read > 0) {
      count += read;
      if (count > maxBytes) {
        throw tooLarge(maxBytes);
      }
      progress.read(count);
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    watch.close();
    source.close();
  }

  private void closeSource() {
    try {
      source.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static FileRefusedException tooLarge(long maxBytes) {
    return new FileRefusedException(
        FileRefusal.TOO_LARGE,
        "The file has more than the %d bytes allowed. Give a smaller one, or allow more."
            .formatted(maxBytes));
  }
}
