package dev.antiphon.runtime;

import dev.antiphon.cancel.Cancellation;
import dev.antiphon.thread.AttachmentFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file that an adapter reads, with two promises that nobody has to keep in mind: no more is read
 * than is allowed, whatever size the file is said to have, and nothing after a cancel.
 */
final class LimitedFile implements AttachmentFile {

  private final AttachmentFile file;
  private final long maxBytes;
  private final Cancellation cancellation;
  private volatile boolean isExceeded;

  LimitedFile(AttachmentFile file, long maxBytes, Cancellation cancellation) {
    this.file = file;
    this.maxBytes = maxBytes;
    this.cancellation = cancellation;
  }

  /** Returns whether somebody came to the limit. */
  boolean isExceeded() {
    return isExceeded;
  }

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public @Nullable String contentType() {
    return file.contentType();
  }

  @Override
  public long size() {
    return file.size();
  }

  @Override
  public InputStream open() throws IOException {
    cancellation.throwIfCancelled();
    return new Limited(file.open());
  }

  @Override
  public String toString() {
    return file.toString();
  }

  /** Counts what is read. */
  private final class Limited extends FilterInputStream {
    private long left = maxBytes;

    Limited(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      cancellation.throwIfCancelled();
      int read = in.read();
      return read < 0 ? read : counted(1, read);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      cancellation.throwIfCancelled();
      int read = in.read(into, offset, length);
      return read <= 0 ? read : counted(read, read);
    }

    @Override
    public long skip(long wanted) throws IOException {
      cancellation.throwIfCancelled();
      long skipped = in.skip(wanted);
      counted(skipped, 0);
      return skipped;
    }

    /** What was read may be read again. */
    @Override
    public boolean markSupported() {
      return false;
    }

    private int counted(long bytes, int result) throws IOException {
      left -= bytes;
      if (left < 0) {
        isExceeded = true;
        throw new IOException("The file has more than the %d bytes allowed.".formatted(maxBytes));
      }
      return result;
    }
  }
}
