package dev.antiphon.memory;

import static java.util.Objects.requireNonNull;

import dev.antiphon.thread.AttachmentFile;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A file whose bytes are in memory: pasted, dropped, or received with a request. */
public final class InMemoryFile implements AttachmentFile {

  private final String name;
  private final @Nullable String contentType;
  private final byte[] content;

  /**
   * Makes a file.
   *
   * @param name its name, without a folder
   * @param contentType its MIME type, or {@code null} if it is not known
   * @param content its bytes; copied
   */
  public InMemoryFile(String name, @Nullable String contentType, byte[] content) {
    this.name = requireNonNull(name, "name");
    this.contentType = contentType;
    this.content = content.clone();
  }

  /**
   * Returns a file of plain text.
   *
   * @param name its name, without a folder
   * @param text its text
   */
  public static InMemoryFile text(String name, String text) {
    return new InMemoryFile(name, "text/plain", text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public @Nullable String contentType() {
    return contentType;
  }

  @Override
  public long size() {
    return content.length;
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(content);
  }

  @Override
  public String toString() {
    return "InMemoryFile[" + contentType + ", " + content.length + " bytes]";
  }
}
