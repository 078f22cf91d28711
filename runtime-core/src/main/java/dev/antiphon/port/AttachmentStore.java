package dev.antiphon.port;

import java.io.IOException;
import java.io.InputStream;

/**
 * Keeps the bytes of attached files, for attachment adapters that store them.
 *
 * <p><b>Promise.</b> What was put is given back byte for byte, to its owner and to nobody else. A
 * {@link #put} is all or nothing: one that throws has left no file.
 *
 * <p><b>Threads.</b> Implementations are safe for use by any number of threads; all methods may
 * block.
 *
 * <p><b>Check yours</b> by extending {@code AttachmentStoreContract} from runtime-tck.
 *
 * <p>Implemented by adapters.
 */
public interface AttachmentStore {

  /**
   * Stores a file.
   *
   * @param owner whose file; as in {@code ThreadKey}
   * @param content the bytes, read to their end and not closed
   * @return the file's id, which nobody can guess from another one
   * @throws StorageException if it cannot be stored; code {@code too-large} if there is a limit
   * @throws IOException if the content cannot be read
   */
  FileId put(String owner, InputStream content) throws IOException;

  /**
   * Opens a file from its start.
   *
   * @param owner whose file
   * @param file which one
   * @return the bytes; the caller closes it
   * @throws UnknownFileException if the owner has no such file
   * @throws StorageException if the storage cannot answer
   */
  InputStream open(String owner, FileId file);

  /**
   * Deletes a file. Deleting one that the owner does not have changes nothing.
   *
   * @param owner whose file
   * @param file which one
   * @throws StorageException if the storage cannot do it
   */
  void delete(String owner, FileId file);
}
