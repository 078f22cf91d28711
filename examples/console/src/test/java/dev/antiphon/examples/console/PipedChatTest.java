package dev.antiphon.examples.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipedChatTest {

  private final PipedChat chat = PipedChat.inMemory();

  @Test
  @DisplayName("a reply shows the tool call, its result, and the text before and after")
  void toolCall() {
    assertThat(chat.say("What is 12*34?"))
        .containsExactly(
            "Let me use calculator.",
            "  [tool] calculator {\"expression\":\"12*34\"}",
            "  [tool] calculator = 408",
            "12*34 = 408.");
  }

  @Test
  @DisplayName("each line waits for the reply to the one before")
  void inOrder() {
    assertThat(chat.say("something long", "What is 1+1?", "What is 2+2?"))
        .filteredOn(line -> line.endsWith("."))
        .satisfiesExactly(
            reply -> assertThat(reply)
                .endsWith("Sentence 40 of 40 says that this demonstration goes on."),
            step -> assertThat(step).isEqualTo("Let me use calculator."),
            reply -> assertThat(reply).isEqualTo("1+1 = 2."),
            step -> assertThat(step).isEqualTo("Let me use calculator."),
            reply -> assertThat(reply).isEqualTo("2+2 = 4."));
  }

  @Test
  @DisplayName("reasoning is marked")
  void reasoning() {
    assertThat(chat.say("why?")).first().asString().startsWith("(thinking) This is where");
  }

  @Test
  @DisplayName(
      "a model that fails in mid-stream gives one line, keeps its words, and the thread works on")
  void failure() {
    assertThat(chat.say("please fail", "What is 1+1?"))
        .startsWith(
            "I will stop in the middle of",
            "(failed: The demonstration failed, as it was asked to.)")
        .endsWith("1+1 = 2.");
  }

  @Test
  @DisplayName("/regenerate makes a second version, and /switch goes back to the first")
  void versions() {
    List<String> lines = chat.say("What is 2*3?", "/regenerate", "/switch 1", "/branches");

    assertThat(lines)
        .containsSubsequence(
            "2*3 = 6.",
            "2*3 = 6.",
            "(2/2)",
            "2*3 = 6.",
            "(1/2)",
            "message 2 (assistant) has 2 versions:",
            "  *1  Let me use calculator. 2*3 = 6.",
            "   2  Let me use calculator. 2*3 = 6.");
  }

  @Test
  @DisplayName("EDIT-3: /edit sends another version of the last message, and both can be shown")
  void edit() {
    assertThat(chat.say("What is 2*3?", "/edit What is 2*4?", "/switch 1 1"))
        .containsSubsequence(
            "2*3 = 6.", "> What is 2*4? (2/2)", "2*4 = 8.", "> What is 2*3? (1/2)", "2*3 = 6.");
  }

  @Test
  @DisplayName(
      "a call that needs approval waits for /approve, and other messages are not sent before")
  void approve() {
    assertThat(chat.say("delete note 2", "hello", "/approve"))
        .containsExactly(
            "Let me use deleteNote.",
            "  [tool] deleteNote {\"number\":2}",
            "(waits for you to approve deleteNote {\"number\":2}; type /approve, or /deny with a reason)",
            "Not sent: the reply above waits for your decision. Type /approve, /deny or /cancel first.",
            "  [tool] deleteNote = {\"deleted\":\"Call the dentist\",\"left\":\"1, 3\"}",
            "Note 2 (\"Call the dentist\") is deleted. Notes left: 1, 3.");
  }

  @Test
  @DisplayName("/deny tells the model the reason")
  void deny() {
    assertThat(chat.say("delete note 2", "/deny still needed"))
        .last()
        .asString()
        .contains("still needed");
  }

  @Test
  @DisplayName("RUN-19: /cancel ends a reply that waits")
  void cancelPaused() {
    assertThat(chat.say("delete note 2", "/cancel", "What is 1+1?"))
        .contains("(cancelled)")
        .endsWith("1+1 = 2.");
  }

  @Test
  @DisplayName("ATT-10: /attach attaches a file to the next message, which shows it")
  void attach(@TempDir Path folder) throws IOException {
    Path notes = Files.writeString(folder.resolve("notes.txt"), "Buy milk.");
    Path other = Files.writeString(folder.resolve("other.txt"), "x");

    List<String> lines = chat.say(
        "/attach " + notes,
        "/attach " + other,
        "/attachments",
        "/detach 2",
        "look at this",
        "/attachments",
        "/history");

    assertThat(lines)
        .startsWith(
            "(attached: notes.txt; it goes with your next message)",
            "(attached: other.txt; it goes with your next message)",
            " 1  notes.txt  document  ready",
            " 2  other.txt  document  ready",
            "(taken away: other.txt)");
    assertThat(lines.get(5))
        .startsWith("You attached notes.txt (a text of 53 characters). I am a demonstration model");
    assertThat(lines)
        .containsSubsequence(
            "Nothing is attached. /attach PATH attaches a file.", "> look at this", "[notes.txt]");
  }

  @Test
  @DisplayName("ATT-1: what cannot be attached is said, and the next message goes without it")
  void notAttached(@TempDir Path folder) throws IOException {
    Path sound = Files.write(folder.resolve("song.mp3"), new byte[] {(byte) 0xff, (byte) 0xfb});

    List<String> lines =
        chat.say("/attach", "/attach " + folder, "/attach " + sound, "/detach 1", "What is 1+1?");

    assertThat(lines)
        .startsWith(
            "The path is missing, as in: /attach notes.txt",
            "'%s' is no file that can be read.".formatted(Printable.cut(folder.toString())),
            "'song.mp3' was not attached: it is no text, and no adapter for other files is there.",
            "There is no attachment 1: 0 are attached. See /attachments.")
        .endsWith("1+1 = 2.");
  }

  @Test
  @DisplayName("/new starts a thread, /threads lists them, and /threads N opens one")
  void threads() {
    List<String> lines =
        chat.say("What is 1+1?", "/new", "What is 2+2?", "/threads", "/threads 2", "/history");

    assertThat(lines)
        .filteredOn(line -> line.matches("[ *] [12]  .*"))
        .satisfiesExactly(
            newest -> assertThat(newest).startsWith("* 1  ").endsWith("  What is 2+2?"),
            older -> assertThat(older).startsWith("  2  "));
    assertThat(lines)
        .endsWith(
            "> What is 1+1?",
            "Let me use calculator.",
            "  [tool] calculator {\"expression\":\"1+1\"}",
            "  [tool] calculator = 2",
            "1+1 = 2.");
  }

  @Test
  @DisplayName("LIST-8: /rename gives the thread a title, which /threads shows")
  void rename() {
    List<String> lines = chat.say("What is 1+1?", "/rename  Sums of\ttwo", "/threads");

    assertThat(lines).contains("(its title is now: Sums of two)");
    assertThat(lines).last().asString().startsWith("* 1  ").endsWith("  Sums of two");
  }

  @Test
  @DisplayName("TITLE-2: /title has a title made: the first text, shortened")
  void title() {
    List<String> lines = chat.say(
        "What is 1+1? Tell me all that there is to know about it.", "/rename Sums", "/title");

    assertThat(lines)
        .endsWith("(its title is now: What is 1+1? Tell me all that there is to know...)");
  }

  @Test
  @DisplayName("LIST-16: /archive leaves the thread for a new one; /threads and /unarchive bring it"
      + " back")
  void archive() {
    List<String> lines = chat.say(
        "What is 1+1?",
        "/archive",
        "/threads",
        "/unarchive 1",
        "/threads",
        "/archive 1",
        "/threads 1",
        "/threads");

    assertThat(lines).containsSubsequence("(archived)", "(a new thread)");
    assertThat(lines)
        .filteredOn(line -> line.matches("[ *] 1  .*"))
        .satisfiesExactly(
            archived -> assertThat(archived).startsWith("  1  ").endsWith("  (archived)"),
            back -> assertThat(back).startsWith("  1  ").endsWith("  What is 1+1?"),
            opened -> assertThat(opened).startsWith("* 1  ").endsWith("  What is 1+1?"));
  }

  @Test
  @DisplayName("LIST-17: /delete deletes a thread of the list; if it is shown, a new one is shown")
  void deleteThread() {
    List<String> lines = chat.say(
        "What is 1+1?", "/new", "What is 2+2?", "/delete 2", "/threads", "/delete 1", "/threads");

    assertThat(lines).containsSubsequence("(deleted)", "(deleted)", "(a new thread)");
    assertThat(lines)
        .filteredOn(line -> line.matches("[ *] [12]  .*"))
        .satisfiesExactly(rest -> assertThat(rest).startsWith("* 1  ").endsWith("  What is 2+2?"));
    assertThat(lines).endsWith("No thread is stored yet.");
  }

  @Test
  @DisplayName("/help lists every command")
  void help() {
    assertThat(String.join("\n", chat.say("/help"))).contains(Commands.names());
  }

  @Test
  @DisplayName("/plugins tells what was found, what is in use and why")
  void plugins() {
    assertThat(chat.say("/plugins"))
        .startsWith("Plug-ins found:")
        .anyMatch(line -> line.matches("  demo.*, by '.*DemoPlugin' \\(in .*\\), offers .*"))
        .anyMatch(line -> line.startsWith("  jdbc, by "))
        .contains("  model: demo (antiphon.model, set by the value given by the program)")
        .contains("  history: memory (antiphon.history, set by the value given by the program)")
        .anyMatch(line -> line.startsWith("  demo.word-delay ("));
  }

  @Test
  @DisplayName("two slashes start a message with one, and blank lines are nothing")
  void slashes() {
    assertThat(chat.say("//help", "", "   ", "/history"))
        .contains("> /help")
        .filteredOn(line -> line.startsWith("> "))
        .hasSize(1);
  }

  @Test
  @DisplayName("what was typed cannot steer the terminal when it is shown again")
  void controlCharacters() {
    assertThat(chat.say("a\u001b[2Jb", "/history")).contains("> a\uFFFD[2Jb");
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("what cannot be done gives one line, changes nothing, and the next line is read")
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      /nope           | There is no command '/nope'. /help lists them; a message that starts with a slash is typed with two.
      /switch         | '' is no number. Give one, as in: /switch 1
      /switch 1       | Cannot switch to version 1: no message has several versions yet. /regenerate and /edit make them.
      /switch x       | 'x' is no number. Give one, as in: /switch 1
      /switch 1 2 3   | Give a version, or a message and a version, as in: /switch 2 1
      /switch 2 99    | There is no version 99 of message 2: it has 1. See /branches.
      /switch 9 1     | There is no message 9: 2 are shown. See /branches.
      /branches       | No message has several versions yet. /regenerate and /edit make them.
      /edit           | The new text is missing, as in: /edit What is 5*5?
      /threads 7      | There is no thread 7: 1 are stored. See /threads.
      /threads x      | 'x' is no number. Give one, as in: /threads 1
      /rename         | The text is missing, as in: /rename Sums
      /unarchive      | '' is no number. Give one, as in: /unarchive 2
      /delete 2       | There is no thread 2: 1 are stored. See /threads.
      /approve        | Nothing waits for your approval.
      /deny           | Nothing waits for your approval.
      /cancel         | No reply is being written, so there is nothing to cancel.
      """)
  void refusals(String line, String answer) {
    List<String> lines = chat.say("What is 2*3?", line, "/history");

    List<String> reply = List.of(
        "Let me use calculator.",
        "  [tool] calculator {\"expression\":\"2*3\"}",
        "  [tool] calculator = 6",
        "2*3 = 6.");
    assertThat(lines.subList(0, 4)).isEqualTo(reply);
    assertThat(lines.get(4)).isEqualTo(answer);
    assertThat(lines.get(5)).isEqualTo("> What is 2*3?");
    assertThat(lines.subList(6, lines.size())).isEqualTo(reply);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("in an empty thread there is nothing to work on, which is said")
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      /regenerate | There is no reply yet. Type a message first.
      /edit x     | There is no message of yours to edit yet. Type one first.
      /history    | This thread has no messages yet. Type one.
      /new        | This thread is new already. Type a message.
      /threads    | No thread is stored yet.
      /rename x   | This thread is not stored yet. Type a message first.
      /title      | This thread is not stored yet. Type a message first.
      /archive    | This thread is not stored yet. Type a message first.
      """)
  void emptyThread(String line, String answer) {
    assertThat(chat.say(line)).containsExactly(answer);
  }

  @Test
  @DisplayName("RUN-24: a call that waits is decided after a restart")
  void approvedAfterRestart(@TempDir Path folder) {
    PipedChat.in(folder).say("delete note 3");

    assertThat(PipedChat.in(folder).say("/approve"))
        .contains(
            "(waits for you to approve deleteNote {\"number\":3}; type /approve, or /deny with a reason)")
        .endsWith("Note 3 (\"Water the plants\") is deleted. Notes left: 1, 2.");
  }

  @Test
  @DisplayName("a long thread is opened with its last messages, and /history shows all")
  void longThread(@TempDir Path folder) {
    String[] lines = new String[12];
    java.util.Arrays.setAll(lines, number -> "message " + (number + 1));
    PipedChat.in(folder).say(lines);

    List<String> opened = PipedChat.in(folder).say();
    List<String> all = PipedChat.in(folder).say("/history");

    assertThat(opened)
        .contains("(4 earlier messages; /history shows them all)", "> message 3")
        .doesNotContain("> message 2");
    assertThat(all).contains("> message 1", "> message 12");
  }
}
