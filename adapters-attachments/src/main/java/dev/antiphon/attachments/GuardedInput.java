package dev.antiphon.attachments;

import dev.antiphon.cancel.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;

/**
 * The bytes of an attached file, no more than allowed and no longer than allowed. A cancel or the
 * deadline closes the file, so that a read that hangs comes back.
 *
 * <p>For one thread.
 */
final class GuardedInput extends InputStream {

  private final InputStream source;
  private final long maxBytes;
  private final Deadline deadline;
  private final Cancellation cancellation;
  private final ReadProgress progress;
  private final Cancellation.Registration onCancel;
  private final Runnable onDeadline;
  private long count;

  GuardedInput(
      InputStream source,
      long maxBytes,
      Deadline deadline,
      Cancellation cancellation,
      ReadProgress progress) {
    this.source = source;
    this.maxBytes = maxBytes;
    this.deadline = deadline;
    this.cancellation = cancellation;
    this.progress = progress;
    this.onCancel = cancellation.onCancel(this::closeSource);
    this.onDeadline = deadline.whenPassed(this::closeSource);
  }

  /** Returns how many bytes were read. */
  long count() {
    return count;
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
      check();
      try {
        read = source.read(target, offset, length);
      } catch (IOException failed) {
        // Closing the file makes a hanging read fail: what closed it is what went wrong.
        check();
        throw failed;
      }
    } while (read == 0);
    check();
    if (read > 0) {
      count += read;
      if (count > maxBytes) {
        throw tooLarge(maxBytes);
      }
      progress.read(count);
    }
    return read;
  }

  /** Throws if the work is to stop. */
  void check() {
    if (cancellation.isCancelled()) {
      throw new CancellationException("Adding the attachment was cancelled.");
    }
    if (deadline.isPassed()) {
      throw deadline.refusal();
    }
  }

  @Override
  public void close() throws IOException {
    onCancel.close();
    onDeadline.run();
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
