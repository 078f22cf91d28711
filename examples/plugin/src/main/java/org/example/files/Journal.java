package org.example.files;

import dev.antiphon.port.ThreadRevision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The file of one thread. It only grows: each batch is appended with a last line {@code commit N},
 * and what has no such line behind it, because a process died, counts for nothing. When much of it
 * is out of date it is written anew.
 */
final class Journal {

  /** A lock file keeps other processes out, but not other threads of this one: these do. */
  private static final ReentrantLock[] LOCKS =
      Stream.generate(ReentrantLock::new).limit(256).toArray(ReentrantLock[]::new);

  private static final int LONGEST_COMMIT = "commit\t9223372036854775807\n".length();

  private final Path file;

  Journal(Path file) {
    this.file = file.toAbsolutePath().normalize();
  }

  /** Gives what was committed to a function. */
  <T> T read(Function<JournalContent, T> reader) throws IOException {
    if (!Files.exists(file)) {
      return reader.apply(new JournalContent());
    }
    return locked(() -> {
      JournalContent content = content();
      if (content.isMostlyStale()) {
        replace(content);
      }
      return reader.apply(content);
    });
  }

  /** Appends a batch, unless the check of the revision that the thread is at throws. */
  ThreadRevision append(List<String> lines, Consumer<ThreadRevision> check) throws IOException {
    Files.createDirectories(file.getParent());
    return locked(() -> {
      ThreadRevision revision = revision();
      check.accept(revision);
      append(lines, revision.next());
      return revision.next();
    });
  }

  private void append(List<String> lines, ThreadRevision revision) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long committed = channel.size();
      ByteBuffer bytes = ByteBuffer.wrap(bytes(lines, revision));
      try {
        channel.position(committed);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(false);
      } catch (IOException failure) {
        channel.truncate(committed);
        throw failure;
      }
    }
  }

  private static byte[] bytes(List<String> lines, ThreadRevision revision) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String line : lines) {
      bytes.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    bytes.writeBytes(("commit\t" + revision + "\n").getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }

  /** Returns the revision of the last line; a batch that broke off is cut away first. */
  private ThreadRevision revision() throws IOException {
    if (!Files.exists(file)) {
      return ThreadRevision.NEW;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int length = (int) Math.min(channel.size(), LONGEST_COMMIT);
      ByteBuffer end = ByteBuffer.allocate(length);
      channel.read(end, channel.size() - length);
      String text = new String(end.array(), StandardCharsets.ISO_8859_1);
      int last = text.lastIndexOf("commit\t");
      boolean isWhole =
          text.endsWith("\n") && last >= 0 && (last == 0 || text.charAt(last - 1) == '\n');
      if (isWhole) {
        return new ThreadRevision(Long.parseLong(text.substring(last + 7).strip()));
      }
    }
    JournalContent content = content();
    replace(content);
    return content.revision();
  }

  private JournalContent content() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length;
    // A last line without an end is not whole: "commit 1" may have been going to be "commit 12".
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    JournalContent content = new JournalContent();
    for (String line :
        (Iterable<String>) new String(bytes, 0, end, StandardCharsets.UTF_8).lines()::iterator) {
      content.take(line);
    }
    return content;
  }

  private void replace(JournalContent content) throws IOException {
    Path fresh = Files.createTempFile(file.getParent(), "fresh", ".tmp");
    try {
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(bytes(content.lines(), content.revision()));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(false);
      }
      move(fresh);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private void move(Path fresh) throws IOException {
    try {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException notHere) {
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Something that is done while nobody else reads or writes the file. */
  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T locked(Work<T> work) throws IOException {
    ReentrantLock lock = LOCKS[Math.floorMod(file.hashCode(), LOCKS.length)];
    lock.lock();
    try (FileChannel channel = FileChannel.open(
            file.resolveSibling(file.getFileName() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
        FileLock others = channel.lock()) {
      if (!others.isValid()) {
        throw new IOException("The lock on " + file + " was lost.");
      }
      return work.run();
    } finally {
      lock.unlock();
    }
  }
}
