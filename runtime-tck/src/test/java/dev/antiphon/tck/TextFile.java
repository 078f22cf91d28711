package dev.antiphon.tck;

import dev.antiphon.thread.AttachmentFile;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A small text file in memory.
 *
 * @param name its name
 * @param text what is in it
 */
record TextFile(String name, String text) implements AttachmentFile {

  @Override
  public String contentType() {
    return "text/plain";
  }

  @Override
  public long size() {
    return bytes().length;
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(bytes());
  }

  private byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
