package dev.antiphon.thread;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file that a person wants to attach: a handle on bytes that are read when an adapter asks for
 * them. Its name and type are claims of whoever gave it, never to be believed.
 *
 * <p>Implemented by applications, and here by {@code PathFile} and {@code InMemoryFile}.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; {@link #open} may block.
 */
public interface AttachmentFile {

  /** Returns its name, without a folder. */
  String name();

  /** Returns the MIME type that it is said to have, or {@code null}. */
  @Nullable
  String contentType();

  /** Returns its length in bytes as it is said to be, or -1 if nobody knows before it is read. */
  long size();

  /**
   * Opens it from its start. Each call gives a stream of its own, which the caller closes.
   *
   * @throws IOException if it cannot be read
   */
  InputStream open() throws IOException;
}
