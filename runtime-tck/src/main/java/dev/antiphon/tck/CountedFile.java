package dev.antiphon.tck;

import dev.antiphon.thread.AttachmentFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A file that counts how many of its streams are open. Thread-safe. */
final class CountedFile implements AttachmentFile {

  final AtomicInteger open = new AtomicInteger();
  private final AttachmentFile file;

  CountedFile(AttachmentFile file) {
    this.file = file;
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
    InputStream stream = file.open();
    open.incrementAndGet();
    AtomicBoolean isOpen = new AtomicBoolean(true);
    return new FilterInputStream(stream) {
      @Override
      public void close() throws IOException {
        if (isOpen.compareAndSet(true, false)) {
          open.decrementAndGet();
        }
        super.close();
      }
    };
  }
}
