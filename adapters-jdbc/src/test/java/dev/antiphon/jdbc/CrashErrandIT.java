package dev.antiphon.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.jdbc.CrashErrand.Errand;
import dev.antiphon.message.Feedback;
import dev.antiphon.port.FeedbackRequest;
import dev.antiphon.port.FileId;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tck.SampleMessages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashErrandIT {

  private final List<String> places;

  CrashErrandIT(@TempDir Path folder) {
    places = List.of(folder.resolve("chat").toString(), TestDatabases.postgresUrl());
  }

  @Test
  @DisplayName(
      "K18: killed while it stores a file, a process leaves none, and room is made a day later")
  void storesAFile() throws IOException {
    for (String place : places) {
      prepare(place);
      killDuring(Errand.K18_STORES_A_FILE, place);

      try (CrashStore store = CrashStore.open(place)) {
        DataSource dataSource = store.dataSource();
        InstantSource tomorrow = InstantSource.offset(InstantSource.system(), Duration.ofHours(25));
        int complete = count(dataSource, "antiphon_file where size is not null");
        int chunksLeft = count(dataSource, "antiphon_file_chunk");
        FileId next = new JdbcAttachmentStore(dataSource, tomorrow)
            .put("alice", new ByteArrayInputStream(new byte[JdbcAttachmentStore.CHUNK_BYTES]));

        assertThat(complete).isZero();
        assertThat(chunksLeft).isEqualTo(2);
        assertThat(count(dataSource, "antiphon_file")).isOne();
        assertThat(count(dataSource, "antiphon_file_chunk")).isOne();
        assertThat(new JdbcAttachmentStore(dataSource).open("alice", next).readAllBytes())
            .hasSize(JdbcAttachmentStore.CHUNK_BYTES);
      }
    }
  }

  @Test
  @DisplayName("K19: killed while it deletes a thread, a process leaves all of it or nothing")
  void deletesAThread() throws IOException {
    for (String place : places) {
      prepare(place);
      killDuring(Errand.K19_BEFORE_THE_DELETE_COMMITS, place);
      try (CrashStore store = CrashStore.open(place)) {
        DataSource dataSource = store.dataSource();
        assertThat(new JdbcThreadList(dataSource).fetch(Batches.THREAD)).isPresent();
        assertThat(Batches.stored(new JdbcThreadHistory(dataSource))).containsExactly("q");
        assertThat(count(dataSource, "antiphon_feedback")).isOne();
      }

      killDuring(Errand.K19_AFTER_THE_DELETE_COMMITTED, place);
      try (CrashStore store = CrashStore.open(place)) {
        DataSource dataSource = store.dataSource();
        assertThat(new JdbcThreadList(dataSource).fetch(Batches.THREAD)).isEmpty();
        assertThat(count(dataSource, "antiphon_message")).isZero();
        assertThat(count(dataSource, "antiphon_feedback")).isZero();
      }
    }
  }

  @Test
  @DisplayName(
      "K17: killed while it stores a title, a process leaves the thread without one, and nothing else")
  void storesATitle() throws IOException {
    for (String place : places) {
      prepare(place);
      killDuring(Errand.K17_BEFORE_THE_TITLE_COMMITS, place);

      try (CrashStore store = CrashStore.open(place)) {
        JdbcThreadList list = new JdbcThreadList(store.dataSource());
        Optional<String> before = list.fetch(Batches.THREAD).map(record -> record.title());
        list.rename(Batches.THREAD, "Keys");

        assertThat(before).isEmpty();
        assertThat(list.fetch(Batches.THREAD).orElseThrow().title()).isEqualTo("Keys");
        assertThat(Batches.stored(new JdbcThreadHistory(store.dataSource()))).containsExactly("q");
      }
    }
  }

  private static void prepare(String place) {
    try (CrashStore store = CrashStore.open(place)) {
      DataSource dataSource = store.dataSource();
      new JdbcThreadHistory(dataSource)
          .write(Batches.THREAD, Batches.append(ThreadRevision.NEW, "q"));
      new JdbcFeedback(dataSource)
          .submit(new FeedbackRequest(
              Batches.THREAD,
              SampleMessages.user("q", "text"),
              new Feedback(Feedback.Type.POSITIVE, null)));
    }
  }

  private static void killDuring(Errand errand, String place) throws IOException {
    try (ChildJvm child = ChildJvm.start(CrashErrand.class, place, errand.name())) {
      assertThat(child.readLine()).isEqualTo(CrashJournal.ARRIVED);
      child.kill();
    }
  }

  private static int count(DataSource dataSource, String what) {
    return Jdbi.create(dataSource)
        .withHandle(handle -> handle
            .createQuery("select count(*) from " + what)
            .mapTo(Integer.class)
            .one());
  }
}
