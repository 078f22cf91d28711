package dev.antiphon.jdbc;

import static java.util.Objects.checkFromIndexSize;

import dev.antiphon.port.StorageException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file that is read chunk by chunk, each when it is needed. Not safe for use by several threads
 * at a time.
 */
final class ChunkedInputStream extends InputStream {

  private static final byte[] NOTHING = {};

  private final FileRows rows;
  private final long size;
  private long fetched;
  private int nextPlace;
  private byte @Nullable [] chunk = NOTHING;
  private int at;

  /**
   * Makes a stream at the start of a file.
   *
   * @param rows the file
   * @param size how many bytes it has
   */
  ChunkedInputStream(FileRows rows, long size) {
    this.rows = rows;
    this.size = size;
  }

  @Override
  public int read() throws IOException {
    byte[] current = current();
    if (at == current.length) {
      return -1;
    }
    return Byte.toUnsignedInt(current[at++]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    byte[] current = current();
    int count = Math.min(length, current.length - at);
    if (count == 0) {
      return -1;
    }
    System.arraycopy(current, at, target, offset, count);
    at += count;
    return count;
  }

  @Override
  public int available() throws IOException {
    return opened().length - at;
  }

  @Override
  public void close() {
    chunk = null;
  }

  /** Returns the chunk to read from; only at the end of the file nothing is left in it. */
  private byte[] current() throws IOException {
    byte[] current = opened();
    if (at < current.length || fetched == size) {
      return current;
    }
    byte[] next = fetch();
    fetched += next.length;
    nextPlace++;
    chunk = next;
    at = 0;
    return next;
  }

  private byte[] opened() throws IOException {
    if (chunk == null) {
      throw new IOException("The stream is closed.");
    }
    return chunk;
  }

  private byte[] fetch() throws IOException {
    try {
      return rows.chunk(nextPlace)
          .filter(next -> next.length > 0)
          .orElseThrow(() -> new IOException(
              "File '%s' ends after %d of %d bytes: it was deleted while it was read."
                  .formatted(rows.file(), fetched, size)));
    } catch (StorageException failed) {
      throw new IOException("File '%s' cannot be read on.".formatted(rows.file()), failed);
    }
  }
}
