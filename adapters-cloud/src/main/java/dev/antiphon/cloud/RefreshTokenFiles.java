package dev.antiphon.cloud;

import static java.util.Objects.requireNonNull;

import dev.antiphon.spi.json.JacksonJson;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Keeps refresh tokens in a folder, one file for each owner. Where the file system has owners, only
 * the user of this process may read them. Processes that share the folder sign in and refresh one
 * after the other, with a lock on a file beside the token.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class RefreshTokenFiles implements RefreshTokenStore {

  private static final JacksonJson JSON = new JacksonJson();
  private static final Set<PosixFilePermission> MINE_ALONE =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  /** A file is locked for the whole process, so its threads need a lock of their own before it. */
  private static final KeyedLocks<Path> LOCKS = new KeyedLocks<>();

  private final Path folder;

  /**
   * Makes a store.
   *
   * @param folder the folder; made when the first token is kept
   */
  public RefreshTokenFiles(Path folder) {
    this.folder = requireNonNull(folder, "folder");
  }

  @Override
  public Optional<RefreshToken> load(String owner) {
    String text;
    try {
      text = Files.readString(fileOf(owner));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException failure) {
      throw CloudException.unauthorized(
          "the file of the refresh token cannot be read from " + folder, failure);
    }
    return parsed(text);
  }

  /** Returns the token, or empty if the file is not one of ours: it will be replaced. */
  private static Optional<RefreshToken> parsed(String text) {
    try {
      if (JSON.parse(text) instanceof Map<?, ?> map
          && map.get("token") instanceof String token
          && map.get("expires_at") instanceof String expiresAt) {
        return Optional.of(new RefreshToken(token, Instant.parse(expiresAt)));
      }
      return Optional.empty();
    } catch (IllegalArgumentException | DateTimeParseException unreadable) {
      return Optional.empty();
    }
  }

  @Override
  public void save(String owner, RefreshToken token) {
    String text = JSON.write(
        Map.of("token", token.value(), "expires_at", token.expiresAt().toString()));
    try {
      Files.createDirectories(folder);
      Path made = Files.createTempFile(folder, "token", ".new");
      try {
        write(made, text, fileOf(owner));
      } finally {
        Files.deleteIfExists(made);
      }
    } catch (IOException failure) {
      throw CloudException.unauthorized(
          "the file of the refresh token cannot be written to " + folder, failure);
    }
  }

  private static void write(Path made, String text, Path file) throws IOException {
    if (Files.getFileStore(made).supportsFileAttributeView(PosixFileAttributeView.class)) {
      Files.setPosixFilePermissions(made, MINE_ALONE);
    }
    Files.writeString(made, text);
    Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public <T> T alone(String owner, Supplier<T> signIn) {
    Path file = folder.resolve(nameOf(owner) + ".lock").toAbsolutePath().normalize();
    return LOCKS.alone(file, () -> locked(file, signIn));
  }

  private <T> T locked(Path file, Supplier<T> signIn) {
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        FileLock lock = channel.lock();
        try {
          return signIn.get();
        } finally {
          lock.release();
        }
      }
    } catch (IOException failure) {
      throw CloudException.unauthorized(
          "the refresh tokens in " + folder + " cannot be locked", failure);
    }
  }

  private Path fileOf(String owner) {
    return folder.resolve(nameOf(owner) + ".json");
  }

  /** Any owner's name as a file name that no other owner has. */
  private static String nameOf(String owner) {
    return ContentHash.of(PlainText.of(owner));
  }
}
