package dev.antiphon.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.port.FileId;
import dev.antiphon.port.StorageException;
import dev.antiphon.testing.ManualScheduler;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class JdbcAttachmentStoreTest {

  private static final int CHUNK = JdbcAttachmentStore.CHUNK_BYTES;

  private final ManualScheduler clock = new ManualScheduler();
  private final DataSource database = TestDatabases.inMemory();
  private final ObservedDataSource observed = new ObservedDataSource(database);
  private final JdbcAttachmentStore store = new JdbcAttachmentStore(observed.dataSource(), clock);

  @Test
  @DisplayName("a small file is one transaction of two statements")
  void small() throws IOException {
    store.put("alice", content(10));
    observed.takeActs();

    store.put("alice", content(CHUNK - 1));

    assertThat(observed.takeActs())
        .satisfiesExactly(
            act -> assertThat(act).startsWith("insert into antiphon_file "),
            act -> assertThat(act).startsWith("insert into antiphon_file_chunk"),
            act -> assertThat(act).isEqualTo(ObservedDataSource.COMMIT));
  }

  @Test
  @DisplayName("no transaction is open while the bytes of a large file come in")
  void large() throws IOException {
    store.put("alice", content(10));
    observed.takeActs();
    InputStream slow = new FilterInputStream(content(3 * CHUNK)) {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        List<String> acts = observed.takeActs();
        assertThat(acts.isEmpty() || acts.get(acts.size() - 1).equals(ObservedDataSource.COMMIT))
            .isTrue();
        return super.read(target, offset, length);
      }
    };

    FileId file = store.put("alice", slow);

    assertThat(store.open("alice", file).readAllBytes()).hasSize(3 * CHUNK);
  }

  @Test
  @DisplayName("a file of which something is missing is none, and nothing of it stays")
  void cutOff() {
    InputStream cut = new FilterInputStream(content(2 * CHUNK)) {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        if (read < 0) {
          assertThat(count("antiphon_file where size is not null")).isZero();
          throw new IOException("the upload was cut");
        }
        return read;
      }
    };

    assertThatThrownBy(() -> store.put("alice", cut)).hasMessage("the upload was cut");

    assertThat(count("antiphon_file")).isZero();
    assertThat(count("antiphon_file_chunk")).isZero();
  }

  @Test
  @DisplayName("K18: what nobody completed goes when its owner stores a large file a day later")
  void abandoned() throws IOException {
    store.put("alice", content(1));
    Jdbi.create(database).useHandle(handle -> {
      for (String owner : List.of("alice", "bob")) {
        handle.execute(
            "insert into antiphon_file (owner_id, file_id, created_at) values (?, 'lost', ?)",
            owner,
            clock.millis());
        handle.execute(
            "insert into antiphon_file_chunk (owner_id, file_id, place, content)"
                + " values (?, 'lost', 0, ?)",
            owner,
            new byte[] {1});
      }
    });

    clock.advance(Duration.ofHours(23));
    store.put("alice", content(CHUNK));
    int earlier = count("antiphon_file where file_id = 'lost'");
    clock.advance(Duration.ofHours(2));
    store.put("alice", content(CHUNK));

    assertThat(earlier).isEqualTo(2);
    assertThat(count("antiphon_file where file_id = 'lost' and owner_id = 'alice'"))
        .isZero();
    assertThat(count("antiphon_file_chunk where file_id = 'lost' and owner_id = 'alice'"))
        .isZero();
    assertThat(count("antiphon_file where file_id = 'lost' and owner_id = 'bob'"))
        .as("bob's goes when bob comes")
        .isOne();
  }

  @Test
  @DisplayName("a file that is deleted while it is read ends with an error, not too early")
  void deletedWhileRead() throws IOException {
    FileId file = store.put("alice", content(2 * CHUNK));
    try (InputStream stream = store.open("alice", file)) {
      stream.readNBytes(CHUNK);
      store.delete("alice", file);

      assertThatThrownBy(stream::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("after %d of %d bytes".formatted(CHUNK, 2 * CHUNK));
    }
  }

  @Test
  @DisplayName("a storage that fails while a file is read is told by the stream, with its cause")
  void failsWhileRead() throws IOException {
    FileId file = store.put("alice", content(2 * CHUNK));
    try (InputStream stream = store.open("alice", file)) {
      observed.failWith(act -> new SQLException("gone", "57014"));

      assertThatThrownBy(stream::read)
          .isInstanceOf(IOException.class)
          .hasCauseInstanceOf(StorageException.class);
    }
  }

  @Test
  @DisplayName("a storage that fails while a file is stored leaves none, or none that anybody sees")
  void failsWhileStored() throws IOException {
    store.put("alice", content(1));
    for (String where : List.of("insert into antiphon_file_chunk", "update antiphon_file")) {
      observed.failWith(act -> act.startsWith(where) ? new SQLException("refused", "HY000") : null);

      assertThatThrownBy(() -> store.put("alice", content(2 * CHUNK)))
          .isInstanceOf(StorageException.class);

      observed.failWith(act -> null);
      assertThat(count("antiphon_file")).isOne();
    }
  }

  @Test
  @DisplayName("a closed stream gives nothing more, and a thread that is interrupted reads on")
  void closedOrInterrupted() throws IOException {
    FileId file = store.put("alice", content(2 * CHUNK));
    InputStream stream = store.open("alice", file);
    Thread.currentThread().interrupt();

    int read = stream.read(new byte[CHUNK]);
    assertThat(Thread.interrupted()).isTrue();
    stream.close();

    assertThat(read).isEqualTo(CHUNK);
    assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
  }

  private int count(String what) {
    return Jdbi.create(database)
        .withHandle(handle -> handle
            .createQuery("select count(*) from " + what)
            .mapTo(Integer.class)
            .one());
  }

  private static InputStream content(int size) {
    return new ByteArrayInputStream(new byte[size]);
  }
}
