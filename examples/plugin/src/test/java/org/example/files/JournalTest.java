package org.example.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.StorageException;
import dev.antiphon.port.StoredMessage;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tck.SampleMessages;
import dev.antiphon.tree.MessageItem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a history in files can get wrong. */
class JournalTest {

  private static final ThreadKey THREAD = new ThreadKey("alice", "thread-1");

  @TempDir
  Path folder;

  @Test
  @DisplayName(
      "a batch that broke off when a process died counts for nothing, the next one is whole")
  void tornBatch() throws IOException {
    FilesThreadHistory history = new FilesThreadHistory(folder);
    history.write(THREAD, batch("first"));
    Files.writeString(journal(), "put\t{\"id\":\"torn\",\"par", StandardOpenOption.APPEND);

    assertThat(history.load(THREAD).items()).hasSize(1);
    ThreadRevision revision = history.write(THREAD, batch("second"));

    assertThat(revision).isEqualTo(new ThreadRevision(2));
    assertThat(ids(history)).containsExactly("first", "second");
    assertThat(Files.readString(journal())).doesNotContain("torn");
  }

  @Test
  @DisplayName("a commit of half a revision is no commit")
  void tornCommit() throws IOException {
    FilesThreadHistory history = new FilesThreadHistory(folder);
    for (int round = 0; round < 12; round++) {
      history.write(THREAD, batch("m" + round));
    }
    String text = Files.readString(journal());
    Files.writeString(journal(), text.substring(0, text.length() - 2));

    ThreadRevision revision = history.write(THREAD, batch("next"));

    assertThat(revision).isEqualTo(new ThreadRevision(12));
    assertThat(ids(history)).endsWith("m10", "next").doesNotContain("m11");
  }

  @Test
  @DisplayName("a message that cannot be read hides no other")
  void damagedMessage() throws IOException {
    FilesThreadHistory history = new FilesThreadHistory(folder);
    history.write(THREAD, batch("first"));
    history.write(THREAD, batch("second"));
    String text = Files.readString(journal());
    Files.writeString(journal(), text.replaceFirst("\"role\":\"user\"", "\"role\":\"nobody\""));

    List<StoredMessage> items = history.load(THREAD).items();

    assertThat(items.get(0)).isInstanceOf(StoredMessage.Unreadable.class);
    assertThat(items.get(1)).isInstanceOf(StoredMessage.Intact.class);
  }

  @Test
  @DisplayName(
      "a journal that says mostly what is not so any more is written anew, and says the same")
  void staleJournal() throws IOException {
    FilesThreadHistory history = new FilesThreadHistory(folder);
    for (int round = 0; round < 300; round++) {
      history.write(
          THREAD,
          new HistoryBatch(
              ThreadRevision.UNKNOWN,
              List.of(new HistoryEntry.Update(
                  MessageItem.of(SampleMessages.assistant("a", "words ".repeat(round)), null)))));
    }
    long before = Files.size(journal());

    StoredMessage loaded = history.load(THREAD).items().get(0);

    assertThat(Files.size(journal())).isLessThan(before / 10);
    assertThat(history.load(THREAD).items()).containsExactly(loaded);
    assertThat(history.load(THREAD).revision()).isEqualTo(new ThreadRevision(300));
  }

  @Test
  @DisplayName("a folder that cannot be made is told with what to do")
  void noFolder() throws IOException {
    Path file = Files.write(folder.resolve("file"), "x".getBytes(StandardCharsets.UTF_8));
    FilesThreadHistory history = new FilesThreadHistory(file);

    assertThatThrownBy(() -> history.write(THREAD, batch("first")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("Check that the folder is there");
  }

  private static HistoryBatch batch(String id) {
    return new HistoryBatch(
        ThreadRevision.UNKNOWN,
        List.of(new HistoryEntry.Append(MessageItem.of(SampleMessages.user(id, "Hi"), null))));
  }

  private static List<String> ids(FilesThreadHistory history) {
    return history.load(THREAD).items().stream().map(item -> item.id().value()).toList();
  }

  private Path journal() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".journal"))
          .findFirst()
          .orElseThrow();
    }
  }
}
