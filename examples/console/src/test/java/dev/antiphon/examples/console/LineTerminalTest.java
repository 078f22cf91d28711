package dev.antiphon.examples.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A terminal made of two streams: what is typed is written into one, the other is the screen. */
class LineTerminalTest {

  private final PipedOutputStream keys = new PipedOutputStream();
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final LineTerminal terminal;

  LineTerminalTest() throws IOException {
    Terminal streams = TerminalBuilder.builder()
        .system(false)
        .streams(new PipedInputStream(keys), screen)
        .type("xterm")
        .encoding(StandardCharsets.UTF_8)
        .size(Size.of(40, 24))
        .build();
    terminal = new LineTerminal(streams, false);
  }

  @AfterEach
  void close() {
    terminal.close();
  }

  @Test
  @DisplayName("a line is read as it was typed, whatever a shell would make of it")
  void readsLines() throws Exception {
    Future<Input.Entry> entry = reading();

    type("what's 5!5 \\n 100%?\r");

    assertThat(entry.get()).isEqualTo(new Input.Entry.Line("what's 5!5 \\n 100%?"));
  }

  @Test
  @DisplayName("text grows above the prompt while somebody types, and the typed line is whole")
  void printsWhileReading() throws Exception {
    Future<Input.Entry> entry = reading();
    type("he");
    awaitOnScreen("> he");

    terminal.print(Tone.REPLY, "100% of ");
    awaitOnScreen("100% of");
    terminal.print(Tone.REPLY, "this\n");
    type("llo\r");

    assertThat(entry.get()).isEqualTo(new Input.Entry.Line("hello"));
    awaitOnScreen("100% of this");
  }

  @Test
  @DisplayName("what stood above a line that was entered is not printed again")
  void continuesAfterEnter() throws Exception {
    Future<Input.Entry> entry = reading();
    terminal.print(Tone.REPLY, "first ");
    awaitOnScreen("first ");
    type("\r");
    entry.get();
    screen.reset();

    terminal.print(Tone.REPLY, "second\n");

    awaitOnScreen("second");
    assertThat(screen()).doesNotContain("first");
  }

  @Test
  @DisplayName("long lines are broken at blanks")
  void wraps() {
    terminal.print(Tone.REPLY, "a line that is longer than the forty columns of the screen\n");

    awaitOnScreen("a line that is longer than the forty\ncolumns of the screen\n");
  }

  @Test
  @DisplayName("Ctrl-C drops the line and Ctrl-D ends the input")
  void controlKeys() throws Exception {
    Future<Input.Entry> first = reading();
    type("abc");
    awaitOnScreen("> abc");
    type("\u0003");
    assertThat(first.get()).isEqualTo(new Input.Entry.Interrupt());

    Future<Input.Entry> second = reading();
    type("\u0004");
    assertThat(second.get()).isEqualTo(new Input.Entry.End());
  }

  private Future<Input.Entry> reading() {
    int before = prompts();
    Future<Input.Entry> entry = CompletableFuture.supplyAsync(terminal::next);
    await().until(() -> prompts() > before);
    return entry;
  }

  private int prompts() {
    return screen().split("> ", -1).length;
  }

  private void type(String text) throws IOException {
    keys.write(text.getBytes(StandardCharsets.UTF_8));
    keys.flush();
  }

  private void awaitOnScreen(String text) {
    await().until(() -> screen().contains(text));
  }

  /** Returns the screen without the sequences that move the cursor. */
  private String screen() {
    return screen
        .toString(StandardCharsets.UTF_8)
        .replaceAll("\u001b\\[[0-9;?$]*[a-zA-Z]", "")
        .replaceAll("\u001b[=>]", "")
        .replace("\r", "");
  }
}
