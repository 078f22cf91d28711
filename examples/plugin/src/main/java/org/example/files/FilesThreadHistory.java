package org.example.files;

import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.StorageException;
import dev.antiphon.port.ThreadConflictException;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadRevision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A history in plain files: one journal for each thread, to which each batch is appended, and
 * forced to the disk, as a few lines that end with a commit. Several processes may share the
 * folder.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; different threads of a conversation do
 * not wait for each other.
 */
public final class FilesThreadHistory implements ThreadHistoryAdapter {

  private final Path folder;

  /**
   * Makes a history; touches nothing.
   *
   * @param folder where threads are kept; made when the first message is stored
   */
  public FilesThreadHistory(Path folder) {
    this.folder = folder;
  }

  @Override
  public LoadedThread load(ThreadKey thread) {
    try {
      return journalOf(thread).read(JournalContent::loaded);
    } catch (IOException failure) {
      throw storageException(thread, "read", failure);
    }
  }

  @Override
  public ThreadRevision write(ThreadKey thread, HistoryBatch batch) {
    List<String> lines = JournalLines.of(batch.entries());
    try {
      return journalOf(thread).append(lines, revision -> {
        boolean isExpected =
            batch.expected().equals(ThreadRevision.UNKNOWN) || batch.expected().equals(revision);
        if (!isExpected) {
          throw new ThreadConflictException(thread, batch.expected(), revision);
        }
      });
    } catch (IOException failure) {
      throw storageException(thread, "write", failure);
    }
  }

  private Journal journalOf(ThreadKey thread) {
    return new Journal(folder.resolve(FileNames.of(thread) + ".journal"));
  }

  /** Says what happened in the words of the port: no exception of a file system leaves it. */
  private StorageException storageException(ThreadKey thread, String what, IOException cause) {
    if (cause instanceof DamagedJournalException) {
      return new StorageException(
          "schema",
          "The file of thread '%s' in %s is damaged: %s Restore it, or move it away to begin anew."
              .formatted(thread, folder, cause.getMessage()),
          false,
          cause);
    }
    return new StorageException(
        "unavailable",
        "Cannot %s the file of thread '%s' in %s. Check that the folder is there, that it may be written and that the disk is not full."
            .formatted(what, thread, folder),
        true,
        cause);
  }
}
