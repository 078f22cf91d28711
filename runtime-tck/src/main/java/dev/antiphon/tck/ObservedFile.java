package dev.antiphon.tck;

import dev.antiphon.thread.AttachmentFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A file that counts what is done with it, and lets a test act while it is read. Thread-safe. */
final class ObservedFile implements AttachmentFile {

  private final AttachmentFile file;
  private final String name;
  private final OnRead onRead;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger opened = new AtomicInteger();

  /** Told before each read. */
  @FunctionalInterface
  interface OnRead {
    /** Does nothing. */
    OnRead NOTHING = before -> {};

    /**
     * Acts.
     *
     * @param before how many bytes were read before
     * @throws IOException fails the read
     */
    void reading(int before) throws IOException;
  }

  ObservedFile(AttachmentFile file, String name, OnRead onRead) {
    this.file = file;
    this.name = name;
    this.onRead = onRead;
  }

  static ObservedFile of(AttachmentFile file) {
    return new ObservedFile(file, file.name(), OnRead.NOTHING);
  }

  static ObservedFile named(AttachmentFile file, String name) {
    return new ObservedFile(file, name, OnRead.NOTHING);
  }

  static ObservedFile acting(AttachmentFile file, OnRead onRead) {
    return new ObservedFile(file, file.name(), onRead);
  }

  /** Returns how many of its streams are open. */
  int openStreams() {
    return open.get();
  }

  boolean wasOpened() {
    return opened.get() > 0;
  }

  @Override
  public String name() {
    return name;
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
    InputStream stream = file.open();
    open.incrementAndGet();
    opened.incrementAndGet();
    return new Observed(stream);
  }

  private final class Observed extends FilterInputStream {
    private final AtomicInteger closed = new AtomicInteger();
    private int count;

    Observed(InputStream stream) {
      super(stream);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) == -1 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      onRead.reading(count);
      int read = super.read(target, offset, length);
      count += Math.max(0, read);
      return read;
    }

    @Override
    public void close() throws IOException {
      if (closed.getAndIncrement() == 0) {
        open.decrementAndGet();
      }
      super.close();
    }
  }
}
