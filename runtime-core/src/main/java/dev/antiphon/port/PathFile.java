package dev.antiphon.port;

import static java.util.Objects.requireNonNull;

import dev.antiphon.thread.AttachmentFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of a file system that can be attached. It is read each time it is opened. */
public final class PathFile implements AttachmentFile {

  private final Path path;
  private final String name;
  private final @Nullable String contentType;
  private final long size;

  private PathFile(Path path, String name, @Nullable String contentType, long size) {
    this.path = path;
    this.name = name;
    this.contentType = contentType;
    this.size = size;
  }

  /**
   * Returns a file, of the type that the system gives it by its name. Reads its size, so it may
   * block.
   *
   * @param path where it is
   * @throws IOException if there is no readable file
   */
  public static PathFile of(Path path) throws IOException {
    return of(path, Files.probeContentType(path));
  }

  /**
   * Returns a file. Reads its size, so it may block.
   *
   * @param path where it is
   * @param contentType its MIME type, or {@code null} if it is not known
   * @throws IOException if there is no readable file
   */
  public static PathFile of(Path path, @Nullable String contentType) throws IOException {
    Path name = requireNonNull(path, "path").getFileName();
    if (name == null || !Files.isRegularFile(path) || !Files.isReadable(path)) {
      throw new NoSuchFileException(path.toString(), null, "it is no file that can be read");
    }
    return new PathFile(path, name.toString(), contentType, Files.size(path));
  }

  /** Returns where it is. */
  public Path path() {
    return path;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public @Nullable String contentType() {
    return contentType;
  }

  /** Returns its length in bytes when this was made. */
  @Override
  public long size() {
    return size;
  }

  @Override
  public InputStream open() throws IOException {
    return Files.newInputStream(path);
  }

  @Override
  public String toString() {
    return "PathFile[" + contentType + ", " + size + " bytes]";
  }
}
