package dev.antiphon.examples.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README promises of the program, with the program as a process. */
class ConsoleIT {

  private static final List<String> NO_ARGUMENTS = List.of();

  private final Path directory;
  private final Path database;

  ConsoleIT(@TempDir Path directory) {
    this.directory = directory;
    this.database = directory.resolve("antiphon-data").resolve("chat.mv.db");
  }

  @Test
  @DisplayName("a question that is piped in is answered with what came through a tool call")
  void toolCall() throws Exception {
    ConsoleProcess console = run("What is 12*34?");

    assertThat(console.out().lines().skip(1))
        .containsExactly(
            "Let me use calculator.",
            "  [tool] calculator {\"expression\":\"12*34\"}",
            "  [tool] calculator = 408",
            "12*34 = 408.");
    assertThat(console.out()).contains("demonstration").doesNotContain("\u001b");
    assertThat(console.errors()).isEmpty();
    assertThat(console.exitCode()).isZero();
    assertThat(database).exists();
  }

  @Test
  @DisplayName("--plugins tells what would be in use, also if it cannot start, and touches nothing")
  void plugins() throws Exception {
    ConsoleProcess console = ConsoleProcess.run(directory, List.of("--plugins", "--model", "gone"));

    assertThat(console.out())
        .contains("Plug-ins found:")
        .contains("  model: refused. The setting antiphon.model asks for 'gone', but no plug-in")
        .contains("  history: jdbc (antiphon.history, set by ");
    assertThat(console.exitCode()).isZero();
    assertThat(database).doesNotExist();
  }

  @Test
  @DisplayName("ATT-9: an image, a text, a PDF and an archive reach the model as what they are")
  void attachments() throws Exception {
    int imageBytes = SampleFiles.image(directory.resolve("photo.png"));
    Files.writeString(directory.resolve("notes.txt"), "Buy milk.");
    SampleFiles.pdf(directory.resolve("paper.pdf"), "Under the mat.");
    SampleFiles.archive(directory.resolve("old.zip"));

    ConsoleProcess console = run(
        "/attach photo.png",
        "/attach notes.txt",
        "/attach paper.pdf",
        "/attach old.zip",
        "what did I attach?");

    assertThat(console.errors()).isEmpty();
    assertThat(console.out())
        .contains("(attached: paper.pdf; it goes with your next message)")
        .contains("You attached photo.png (an image of %d bytes), ".formatted(imageBytes)
            + "notes.txt (a text of 53 characters), paper.pdf (a text of 67 characters), "
            + "old.zip (a file of type application/zip). I am");
    try (Stream<Path> stored = Files.walk(directory.resolve("antiphon-data").resolve("files"))) {
      assertThat(stored.filter(Files::isRegularFile)).hasSize(1);
    }
  }

  @Test
  @DisplayName("ATT-1: a file that is not what it is called is refused, and leaves nothing")
  void hostileAttachment() throws Exception {
    SampleFiles.archive(directory.resolve("photo.png"));

    ConsoleProcess console = run("/attach photo.png", "/detach 1", "What is 1+1?");

    assertThat(console.out())
        .contains("By its bytes the file is application/zip")
        .endsWith("1+1 = 2.\n");
  }

  @Test
  @DisplayName("after a restart the conversation is there, and so is the version that was chosen")
  void restarts() throws Exception {
    run("What is 2*3?");

    ConsoleProcess second = run("/regenerate", "/switch 1", "/threads");
    assertThat(second.out())
        .containsSubsequence(
            "goes on (2 messages)", "> What is 2*3?", "2*3 = 6.", "(2/2)", "(1/2)", "* 1  ");

    ConsoleProcess third = run("/branches", "/switch 2");
    assertThat(third.out())
        .containsSubsequence("> What is 2*3?", "2*3 = 6.", "(1/2)", "  *1  Let me", "(2/2)");

    assertThat(run("/quit").out()).contains("(2/2)").doesNotContain("(1/2)");
  }

  @Test
  @DisplayName(
      "LOAD-6: a reply that was being written when the process was killed is there, marked, and the thread works on")
  void killed() throws Exception {
    try (ConsoleProcess console =
        ConsoleProcess.start(directory, "--set", "demo.word-delay=20ms")) {
      console.type("something long");
      // More than one checkpoint interval after the first word.
      console.awaitPrinted("Sentence 10 ");
      console.kill();
    }

    ConsoleProcess next = run("What is 1+1?");
    assertThat(next.out())
        .containsSubsequence(
            "> something long",
            "Sentence 1 of 40 says",
            "(interrupted: the program ended while this was written; /regenerate writes it anew)",
            "1+1 = 2.")
        .doesNotContain("Sentence 40 of 40");
    assertThat(next.errors()).isEmpty();
    assertThat(next.exitCode()).isZero();

    assertThat(run().out()).containsSubsequence("(interrupted", "> What is 1+1?", "1+1 = 2.");
  }

  @Test
  @DisplayName("a process that is told to end stores what is there of the reply")
  void terminated() throws Exception {
    try (ConsoleProcess console =
        ConsoleProcess.start(directory, "--set", "demo.word-delay=20ms")) {
      console.type("something long");
      console.awaitPrinted("Sentence 2 ");
      console.terminate();
    }

    assertThat(run().out()).containsSubsequence("Sentence 2 ", "(cancelled)");
  }

  @Test
  @DisplayName("a model that fails in mid-stream gives one line, and what it said is kept")
  void failingModel() throws Exception {
    ConsoleProcess console = run("please fail", "/switch 99", "What is 1+1?");

    assertThat(console.out())
        .containsSubsequence(
            "I will stop in the middle of\n",
            "(failed: The demonstration failed, as it was asked to.)\n",
            "Cannot switch to version 99: no message has several versions yet.",
            "1+1 = 2.");
    assertThat(console.errors()).isEmpty();
    assertThat(run().out())
        .containsSubsequence("> please fail", "I will stop in the middle of", "(failed: ");
  }

  @Test
  @DisplayName(
      "a database file that cannot be read is one line and exit code 2, and stays as it is")
  void unreadableDatabase() throws Exception {
    byte[] noise = new byte[64 * 1024];
    new Random(1).nextBytes(noise);
    Files.createDirectories(database.getParent());
    Files.write(database, noise);

    ConsoleProcess console = run("hello");

    assertCannotStart(console, "Cannot read the database file");
    assertThat(Files.readAllBytes(database)).isEqualTo(noise);
    try (var files = Files.list(database.getParent())) {
      assertThat(files).containsExactly(database);
    }
  }

  @Test
  @DisplayName("a data folder that cannot be made is one line and exit code 2")
  void noFolder() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "no folder");

    ConsoleProcess console =
        ConsoleProcess.run(directory, List.of("--data", file.toString()), "hello");

    assertCannotStart(console, "Cannot open the database file");
  }

  @Test
  @DisplayName(
      "a database that another process has open is one line and exit code 2, and the other one works on")
  void inUse() throws Exception {
    try (ConsoleProcess first = ConsoleProcess.start(directory)) {
      first.type("What is 1+1?");
      first.awaitPrinted("1+1 = 2.");

      ConsoleProcess second = run("hello");

      assertCannotStart(second, "another process has it open");
      first.type("What is 2+2?");
      first.awaitPrinted("2+2 = 4.");
    }
  }

  @Test
  @DisplayName("a wrong setting is one line and exit code 2, before anything is made")
  void wrongSetting() throws Exception {
    assertCannotStart(
        ConsoleProcess.run(directory, List.of("--set", "demo.word-delay=soon")),
        "'demo.word-delay'");
    assertCannotStart(
        ConsoleProcess.run(directory, List.of("--model", "none")),
        "antiphon.model asks for 'none'");
    assertCannotStart(ConsoleProcess.run(directory, List.of("--data")), "'--data'");
    assertThat(database.getParent()).doesNotExist();
  }

  @Test
  @DisplayName("a file antiphon.properties in the working directory is read")
  void settingsFile() throws Exception {
    Files.writeString(directory.resolve("antiphon.properties"), "jdbc.folder=elsewhere\n");

    run("hello");

    assertThat(directory.resolve("elsewhere").resolve("chat.mv.db")).exists();
    assertThat(database).doesNotExist();
  }

  private ConsoleProcess run(String... lines) throws IOException, InterruptedException {
    return ConsoleProcess.run(directory, NO_ARGUMENTS, lines);
  }

  private static void assertCannotStart(ConsoleProcess console, String reason) {
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.errors().lines()).hasSize(1);
    assertThat(console.errors()).startsWith("chat: ").contains(reason);
    assertThat(console.out()).isEmpty();
  }
}
