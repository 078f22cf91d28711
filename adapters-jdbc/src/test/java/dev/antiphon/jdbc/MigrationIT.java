package dev.antiphon.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.antiphon.message.Feedback;
import dev.antiphon.port.FeedbackRequest;
import dev.antiphon.port.FileId;
import dev.antiphon.port.ThreadRecord;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tck.SampleMessages;
import dev.antiphon.testing.LiveWorld;
import dev.antiphon.tree.MessageItem;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class MigrationIT {

  private static final int NODES = 3;

  @Test
  @DisplayName("N10: nodes that start at once on an empty database create the tables once")
  void severalNodes() throws Exception {
    String url = TestDatabases.postgresUrl();
    List<ChildJvm> nodes = new ArrayList<>();
    for (int node = 0; node < NODES; node++) {
      nodes.add(ChildJvm.start(SchemaOpener.class, url, "thread-" + node));
    }

    for (ChildJvm node : nodes) {
      try (node) {
        assertThat(node.readLine()).isEqualTo("created");
      }
    }

    DataSource dataSource = dataSource(url);
    assertThat(new JdbcThreadList(dataSource).list(CrashWorld.OWNER, null).threads())
        .hasSize(NODES);
    assertThat(versions(dataSource)).isEqualTo(allVersions());
  }

  @Test
  @DisplayName(
      "N10: tables of the first version are brought to the newest one, with all that is in them")
  void fromTheFirstVersion() throws Exception {
    for (DataSource dataSource : List.of(TestDatabases.inMemory(), TestDatabases.postgres())) {
      migrate(dataSource, "1");
      storeAsTheFirstVersionDid(dataSource);

      JdbcThreadHistory history = new JdbcThreadHistory(dataSource);
      List<String> before = Batches.stored(history);
      history.write(Batches.THREAD, Batches.append(new ThreadRevision(1), "r"));

      assertThat(before).containsExactly("q");
      assertThat(Batches.stored(history)).containsExactly("q", "r");
      assertThat(new JdbcThreadList(dataSource).list("alice", null).threads())
          .extracting(ThreadRecord::title)
          .containsExactly("Keys");
      assertThat(versions(dataSource)).isEqualTo(allVersions());
    }
  }

  @Test
  @DisplayName(
      "K15: a node that is killed while it migrates PostgreSQL leaves the version before, whole")
  void killedOnPostgres() throws Exception {
    String url = TestDatabases.postgresUrl();
    DataSource dataSource = dataSource(url);
    migrate(dataSource, "1");
    storeAsTheFirstVersionDid(dataSource);
    try (Connection holder = dataSource.getConnection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table antiphon_thread in access share mode");
      try (ChildJvm node = ChildJvm.start(SchemaOpener.class, url, "thread-2")) {
        await().atMost(LiveWorld.PATIENCE).until(() -> isSomeoneWaiting(dataSource));
        node.kill();
      }
      holder.rollback();
    }
    List<String> afterDeath = versions(dataSource);

    List<String> stored = Batches.stored(new JdbcThreadHistory(dataSource));

    assertThat(afterDeath).containsExactly("1");
    assertThat(stored).containsExactly("q");
    assertThat(versions(dataSource)).isEqualTo(allVersions());
  }

  @Test
  @DisplayName("K15: on H2, a migration that ended after any of its statements is done again")
  void cutOffOnH2() throws Exception {
    List<String> statements = statementsOf("V2__feedback_and_files.sql");
    for (int done = 0; done <= statements.size(); done++) {
      DataSource dataSource = TestDatabases.inMemory();
      migrate(dataSource, "1");
      storeAsTheFirstVersionDid(dataSource);
      for (String statement : statements.subList(0, done)) {
        Jdbi.create(dataSource).useHandle(handle -> handle.execute(statement));
      }

      List<String> stored = Batches.stored(new JdbcThreadHistory(dataSource));

      assertThat(stored).containsExactly("q");
      assertThat(versions(dataSource)).isEqualTo(allVersions());
      assertEverythingWorks(dataSource);
    }
  }

  private static void assertEverythingWorks(DataSource dataSource) throws Exception {
    new JdbcFeedback(dataSource)
        .submit(new FeedbackRequest(
            Batches.THREAD,
            SampleMessages.user("q", "text"),
            new Feedback(Feedback.Type.POSITIVE, null)));
    JdbcAttachmentStore store = new JdbcAttachmentStore(dataSource);
    FileId file = store.put("alice", new ByteArrayInputStream(new byte[] {1}));
    assertThat(store.open("alice", file).readAllBytes()).containsExactly(1);
  }

  private static List<String> statementsOf(String file) throws Exception {
    try (var text = MigrationIT.class.getResourceAsStream("/db/antiphon/" + file)) {
      String sql = new String(requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
      return Pattern.compile(";\\s*\n")
          .splitAsStream(sql.replaceAll("(?m)^\\s*--.*$", ""))
          .map(String::strip)
          .filter(statement -> !statement.isEmpty())
          .toList();
    }
  }

  private static boolean isSomeoneWaiting(DataSource dataSource) {
    return Jdbi.create(dataSource)
        .withHandle(handle -> handle
            .createQuery("select count(*) > 0 from pg_locks where not granted"
                + " and relation = 'antiphon_thread'::regclass")
            .mapTo(Boolean.class)
            .one());
  }

  private static void migrate(DataSource dataSource, String version) {
    Flyway.configure()
        .dataSource(dataSource)
        .locations("classpath:db/antiphon")
        .table("antiphon_schema_history")
        .target(version)
        .load()
        .migrate();
  }

  private static void storeAsTheFirstVersionDid(DataSource dataSource) {
    MessageRow row =
        MessageRow.of(MessageItem.of(SampleMessages.user("q", "Where is the key?"), null));
    Jdbi.create(dataSource).useHandle(handle -> {
      handle.execute("insert into antiphon_thread (owner_id, thread_id, revision, head_state,"
          + " status, title, active_at) values ('alice', 'thread-1', 1, 'absent', 'regular',"
          + " 'Keys', 1)");
      handle.execute(
          "insert into antiphon_message (owner_id, thread_id, message_id, batch_number,"
              + " batch_place, content) values ('alice', 'thread-1', 'q', 1, 0, ?)",
          row.content());
    });
  }

  private static List<String> versions(DataSource dataSource) {
    return Jdbi.create(dataSource)
        .withHandle(handle -> handle
            .createQuery("select \"version\" from \"antiphon_schema_history\""
                + " where \"success\" = true and \"type\" = 'SQL' order by \"installed_rank\"")
            .mapTo(String.class)
            .list());
  }

  private static List<String> allVersions() {
    return IntStream.rangeClosed(1, Schema.VERSION).mapToObj(String::valueOf).toList();
  }

  private static DataSource dataSource(String url) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(url);
    return dataSource;
  }
}
