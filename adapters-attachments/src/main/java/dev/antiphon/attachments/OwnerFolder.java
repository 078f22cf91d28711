package dev.antiphon.attachments;

import dev.antiphon.port.FileId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The files of one owner: a folder that is named by a hash of the owner, in it folders of two
 * letters, in them files that are named by their id. What somebody else has chosen is in no path.
 */
final class OwnerFolder {

  /** Where files are written until they are whole. */
  private static final String INCOMING = "incoming";

  private static final Duration ABANDONED = Duration.ofDays(1);
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final int PREFIX = 2;

  private final Path root;
  private final Path folder;

  private OwnerFolder(Path root, Path folder) {
    this.root = root;
    this.folder = folder;
  }

  static OwnerFolder of(Path root, String owner) {
    return new OwnerFolder(root, root.resolve(hashOf(owner)));
  }

  /** Hashes the characters, not an encoding of them: no two owners may fall together. */
  private static String hashOf(String owner) {
    ByteBuffer characters = ByteBuffer.allocate(owner.length() * Character.BYTES);
    owner.chars().forEach(character -> characters.putChar((char) character));
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(characters.array()));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JVM has SHA-256.", impossible);
    }
  }

  Path path() {
    return folder;
  }

  /** Makes a file that is not seen yet. */
  FileChannel create(FileId id) throws IOException {
    Path incoming = folder.resolve(INCOMING);
    makeFolder(incoming);
    return FileChannel.open(
        incoming.resolve(id.value()),
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        ownerOnly("rw-------"));
  }

  /** Lets a file be seen, whole. */
  void publish(FileId id) throws IOException {
    Path target = pathOf(id);
    Path parent = folder.resolve(id.value().substring(0, PREFIX));
    makeFolder(parent);
    Files.move(
        folder.resolve(INCOMING).resolve(id.value()), target, StandardCopyOption.ATOMIC_MOVE);
    if (isPosix()) {
      try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }

  /** Throws away a file that was not put, wherever it got to. */
  void discard(FileId id) throws IOException {
    Files.deleteIfExists(folder.resolve(INCOMING).resolve(id.value()));
    Files.deleteIfExists(pathOf(id));
  }

  /** Returns where a file is; empty if there is none, or not inside the folder. */
  Optional<Path> find(FileId id) throws IOException {
    if (!ID.matcher(id.value()).matches()) {
      return Optional.empty();
    }
    Path path = pathOf(id);
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      boolean isInside = path.toRealPath().equals(root.toRealPath().resolve(root.relativize(path)));
      return attributes.isRegularFile() && isInside ? Optional.of(path) : Optional.empty();
    } catch (NoSuchFileException unknown) {
      return Optional.empty();
    }
  }

  /** Counts what is there, and throws away what a crash has left of files that were being put. */
  OwnerUsage count(StoreLimits limits, Instant now) throws IOException {
    discardAbandoned(folder.resolve(INCOMING), now);
    long bytes = 0;
    long files = 0;
    for (Path prefix : elementsOf(folder)) {
      if (!prefix.endsWith(INCOMING)) {
        for (Path file : elementsOf(prefix)) {
          bytes += Files.size(file);
          files++;
        }
      }
    }
    return new OwnerUsage(limits, bytes, files);
  }

  private static void discardAbandoned(Path incoming, Instant now) throws IOException {
    for (Path file : elementsOf(incoming)) {
      Instant written =
          Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
      if (written.isBefore(now.minus(ABANDONED))) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Returns what is in a folder; nothing if it is none. */
  private static List<Path> elementsOf(Path place) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> elements = Files.newDirectoryStream(place)) {
        elements.forEach(found::add);
      }
    }
    return found;
  }

  private Path pathOf(FileId id) {
    Path path = folder.resolve(id.value().substring(0, PREFIX)).resolve(id.value());
    if (!path.normalize().startsWith(folder)) {
      throw new IllegalStateException("The path of a file leads out of its folder.");
    }
    return path;
  }

  private void makeFolder(Path path) throws IOException {
    Files.createDirectories(path, ownerOnly("rwx------"));
  }

  private FileAttribute<?>[] ownerOnly(String permissions) {
    return isPosix()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private boolean isPosix() {
    return root.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
