package dev.antiphon.memory;

import static java.util.Objects.requireNonNull;

import dev.antiphon.port.AttachmentStore;
import dev.antiphon.port.FileId;
import dev.antiphon.port.UnknownFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps files for as long as the process lives.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class InMemoryAttachmentStore implements AttachmentStore {

  private final Map<Place, byte[]> files = new ConcurrentHashMap<>();

  /** Makes a store without files. */
  public InMemoryAttachmentStore() {}

  @Override
  public FileId put(String owner, InputStream content) throws IOException {
    // Random and from a secure source, so nobody can guess one from another.
    FileId file = new FileId(UUID.randomUUID().toString());
    files.put(new Place(owner, file), content.readAllBytes());
    return file;
  }

  @Override
  public InputStream open(String owner, FileId file) {
    byte[] content = files.get(new Place(owner, file));
    if (content == null) {
      throw new UnknownFileException(file);
    }
    return new ByteArrayInputStream(content);
  }

  @Override
  public void delete(String owner, FileId file) {
    files.remove(new Place(owner, file));
  }

  /** Where a file is. */
  private record Place(String owner, FileId file) {
    Place {
      requireNonNull(owner, "owner");
      requireNonNull(file, "file");
    }
  }
}
