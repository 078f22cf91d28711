package dev.antiphon.tck;

import dev.antiphon.thread.AttachmentFile;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A file like another one, whose bytes cannot be read. */
final class UnreadableFile implements AttachmentFile {

  private final AttachmentFile file;

  UnreadableFile(AttachmentFile file) {
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
    throw new IOException("The disk is broken.");
  }
}
