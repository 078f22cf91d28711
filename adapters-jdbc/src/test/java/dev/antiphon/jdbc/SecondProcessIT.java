package dev.antiphon.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.port.StorageException;
import dev.antiphon.port.ThreadRecord;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecondProcessIT {

  @Test
  @DisplayName("D13, ERR-6: a file that another process has open is in-use, with file and remedy")
  void inUse(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("chat");
    try (EmbeddedH2 h2 = new EmbeddedH2(file);
        ChildJvm other = ChildJvm.start(FileHolder.class, file.toString())) {
      assertThat(other.readLine()).isEqualTo("open");
      JdbcThreadList list = new JdbcThreadList(h2.dataSource());

      assertThatThrownBy(() -> list.list("alice", null))
          .isInstanceOfSatisfying(StorageException.class, refused -> {
            assertThat(refused.code()).isEqualTo("in-use");
            assertThat(refused.isRetryable()).isTrue();
            assertThat(refused)
                .hasMessageContaining(file + ".mv.db")
                .hasMessageContaining("End that process")
                .hasMessageContaining("PostgreSQL");
          });

      other.kill();
      assertThat(list.list("alice", null).threads())
          .extracting(ThreadRecord::id)
          .containsExactly("thread-1");
    }
  }
}
