package dev.antiphon.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class H2UrlTest {

  @Test
  @DisplayName("G1: the embedded database is opened so that a dead process loses nothing")
  void ofFile() {
    assertThat(H2Url.ofFile(Path.of("/data", "x", "..", "chat")))
        .isEqualTo(
            "jdbc:h2:file:/data/chat;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;TRACE_LEVEL_FILE=0");
  }

  @Test
  @DisplayName("a path that would end the URL is refused")
  void semicolon() {
    assertThatThrownBy(() -> H2Url.ofFile(Path.of("/data;INIT=x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("semicolon");
  }

  @Test
  @DisplayName("G1: a given URL gets WRITE_DELAY=0 and what else it leaves out")
  void completed() {
    assertThat(H2Url.checked("jdbc:h2:mem:x"))
        .isEqualTo(
            "jdbc:h2:mem:x;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;TRACE_LEVEL_FILE=0");
    assertThat(H2Url.checked("jdbc:h2:mem:x;write_delay=0;mode=Oracle;DB_CLOSE_DELAY=-1"))
        .isEqualTo(
            "jdbc:h2:mem:x;write_delay=0;mode=Oracle;DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE;DATABASE_TO_LOWER=TRUE;TRACE_LEVEL_FILE=0");
  }

  @Test
  @DisplayName("a URL that loses data, runs SQL, opens a port or writes traces is refused by name")
  void refused() {
    for (String setting : List.of(
        "WRITE_DELAY=500",
        "write_delay = 10",
        "RETENTION_TIME=0",
        "INIT=RUNSCRIPT FROM 'x.sql'",
        "init=create alias a",
        "AUTO_SERVER=TRUE",
        "AUTO_SERVER_PORT=9",
        "TRACE_LEVEL_FILE=3",
        "TRACE_LEVEL_SYSTEM_OUT=3",
        "FILE_LOCK=NO")) {
      String name = setting.split("=", 2)[0].strip();
      assertThatThrownBy(() -> H2Url.checked("jdbc:h2:mem:x;PASSWORD=hunter2;" + setting))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(name.toUpperCase(java.util.Locale.ROOT) + ",")
          .hasMessageContaining("Remove it")
          .hasMessageNotContaining("hunter2");
    }
  }

  @Test
  @DisplayName("a setting cannot hide behind a backslash")
  void backslash() {
    assertThatThrownBy(() -> H2Url.checked("jdbc:h2:mem:x;IN\\IT=create alias a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("backslash");
  }
}
