package dev.antiphon.jdbc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A process that is killed while it stores a file or deletes a thread. */
final class CrashErrand {

  /** What it does, and where it stands then. */
  enum Errand {
    /** It has stored two chunks of a file, and waits for the third. */
    K18_STORES_A_FILE,
    /** It has deleted a thread, but not committed. */
    K19_BEFORE_THE_DELETE_COMMITS,
    /** It has committed, and told nobody. */
    K19_AFTER_THE_DELETE_COMMITTED,
    /** It has given a thread a title, but not committed. */
    K17_BEFORE_THE_TITLE_COMMITS
  }

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final Errand errand;
  private final CrashStore store;

  private CrashErrand(Errand errand, CrashStore store) {
    this.errand = errand;
    this.store = store;
  }

  /**
   * Runs until it is killed.
   *
   * @param arguments the place of the database, and the errand
   */
  public static void main(String[] arguments) throws IOException {
    new CrashErrand(Errand.valueOf(arguments[1]), CrashStore.open(arguments[0])).go();
  }

  private void go() throws IOException {
    JdbcThreadList list = new JdbcThreadList(store.observedBy(new Deaths()));
    switch (errand) {
      case K18_STORES_A_FILE ->
        new JdbcAttachmentStore(store.dataSource())
            .put(
                Batches.THREAD.owner(),
                new SequenceInputStream(
                    new ByteArrayInputStream(new byte[2 * JdbcAttachmentStore.CHUNK_BYTES]),
                    new Never()));
      case K19_BEFORE_THE_DELETE_COMMITS, K19_AFTER_THE_DELETE_COMMITTED ->
        list.delete(Batches.THREAD);
      case K17_BEFORE_THE_TITLE_COMMITS -> list.rename(Batches.THREAD, "Keys");
    }
  }

  private int die() {
    out.println(CrashJournal.ARRIVED);
    while (true) {
      LockSupport.park();
    }
  }

  /** Bytes that never come. */
  private final class Never extends InputStream {
    @Override
    public int read() {
      return die();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return die();
    }
  }

  /** Stands before or after the commit. */
  private final class Deaths implements ObservedDataSource.Fault {
    @Override
    public @Nullable SQLException before(String act) {
      if (act.equals(ObservedDataSource.COMMIT)
          && errand != Errand.K19_AFTER_THE_DELETE_COMMITTED) {
        die();
      }
      return null;
    }

    @Override
    public @Nullable SQLException after(String act) {
      if (act.equals(ObservedDataSource.COMMIT)) {
        die();
      }
      return null;
    }
  }
}
