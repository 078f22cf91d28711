package dev.antiphon.attachments;

import static java.util.Objects.requireNonNull;

import dev.antiphon.port.AttachmentStore;
import dev.antiphon.port.FileId;
import dev.antiphon.port.UnknownFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Keeps attached files in a folder, each owner's apart. No name, owner or other text of a user is
 * in a path: files are named by ids that nobody can guess, and links are not followed.
 *
 * <p>A file is written beside its place, forced to the disk and moved there, so that it is seen
 * whole or not at all, also after a crash. Folders and files are readable by the user of this
 * process alone, where the file system knows such rights.
 *
 * <p>Limits on what an owner has are counted when an owner is first seen, and from then on by this
 * store: several processes on one folder each see what the others added when they start.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; all methods block.
 */
public final class FileSystemAttachmentStore implements AttachmentStore {

  private static final int CHUNK = 64 * 1024;
  private static final int ID_BYTES = 16;

  private final Path root;
  private final StoreLimits limits;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final ConcurrentMap<Path, OwnerUsage> usages = new ConcurrentHashMap<>();

  /**
   * Makes a store with {@link StoreLimits#DEFAULT}.
   *
   * @param folder where the files are; made when the first one is put
   */
  public FileSystemAttachmentStore(Path folder) {
    this(folder, StoreLimits.DEFAULT);
  }

  /**
   * Makes a store.
   *
   * @param folder where the files are; made when the first one is put
   * @param limits how much is kept
   */
  public FileSystemAttachmentStore(Path folder, StoreLimits limits) {
    this(folder, limits, InstantSource.system());
  }

  FileSystemAttachmentStore(Path folder, StoreLimits limits, InstantSource clock) {
    this.root = folder.toAbsolutePath().normalize();
    this.limits = requireNonNull(limits, "limits");
    this.clock = clock;
  }

  @Override
  public FileId put(String owner, InputStream content) throws IOException {
    requireNonNull(content, "content");
    OwnerFolder folder = OwnerFolder.of(root, owner);
    OwnerUsage usage = usageOf(folder);
    FileId id = newId();
    usage.take(0, 1);
    long[] taken = new long[1];
    try {
      write(folder, id, content, usage, taken);
      publish(folder, id);
      return id;
    } catch (IOException | RuntimeException | Error failed) {
      usage.giveBack(taken[0], 1);
      discard(folder, id, failed);
      throw failed;
    }
  }

  private void write(
      OwnerFolder folder, FileId id, InputStream content, OwnerUsage usage, long[] taken)
      throws IOException {
    try (FileChannel file = created(folder, id)) {
      byte[] chunk = new byte[CHUNK];
      for (int read = content.read(chunk); read != -1; read = content.read(chunk)) {
        if (taken[0] + read > limits.maxFileBytes()) {
          throw StoreFailures.tooLarge(limits.maxFileBytes());
        }
        usage.take(read, 0);
        taken[0] += read;
        append(file, ByteBuffer.wrap(chunk, 0, read));
      }
      force(file);
    }
  }

  private static FileChannel created(OwnerFolder folder, FileId id) {
    try {
      return folder.create(id);
    } catch (IOException failed) {
      throw StoreFailures.of(failed);
    }
  }

  private static void append(FileChannel file, ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException failed) {
      throw StoreFailures.of(failed);
    }
  }

  private static void force(FileChannel file) {
    try {
      file.force(true);
    } catch (IOException failed) {
      throw StoreFailures.of(failed);
    }
  }

  private static void publish(OwnerFolder folder, FileId id) {
    try {
      folder.publish(id);
    } catch (IOException failed) {
      throw StoreFailures.of(failed);
    }
  }

  private static void discard(OwnerFolder folder, FileId id, Throwable reason) {
    try {
      folder.discard(id);
    } catch (IOException alsoFailed) {
      reason.addSuppressed(alsoFailed);
    }
  }

  @Override
  public InputStream open(String owner, FileId file) {
    try {
      Path path =
          OwnerFolder.of(root, owner).find(file).orElseThrow(() -> new UnknownFileException(file));
      return Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException deletedMeanwhile) {
      throw new UnknownFileException(file);
    } catch (IOException failed) {
      throw StoreFailures.of(failed);
    }
  }

  @Override
  public void delete(String owner, FileId file) {
    OwnerFolder folder = OwnerFolder.of(root, owner);
    try {
      Optional<Path> path = folder.find(file);
      if (path.isPresent()) {
        OwnerUsage usage = usageOf(folder);
        long size = Files.size(path.get());
        if (Files.deleteIfExists(path.get())) {
          usage.giveBack(size, 1);
        }
      }
    } catch (NoSuchFileException deletedMeanwhile) {
      // Somebody else has done what was asked for, and counted it.
    } catch (IOException failed) {
      throw StoreFailures.of(failed);
    }
  }

  private OwnerUsage usageOf(OwnerFolder folder) {
    OwnerUsage known = usages.get(folder.path());
    if (known != null) {
      return known;
    }
    try {
      OwnerUsage counted = folder.count(limits, clock.instant());
      OwnerUsage other = usages.putIfAbsent(folder.path(), counted);
      return other == null ? counted : other;
    } catch (IOException failed) {
      throw StoreFailures.of(failed);
    }
  }

  private FileId newId() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return new FileId(HexFormat.of().formatHex(bytes));
  }

  /** Tells nothing of where the files are. */
  @Override
  public String toString() {
    return "FileSystemAttachmentStore";
  }
}
