package dev.antiphon.examples.console;

import java.io.IOError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * The terminal of this process: a line that can be edited, and above it text that grows, word by
 * word, while somebody types.
 *
 * <p><b>Threads.</b> One thread reads; another one may print meanwhile.
 */
final class LineTerminal implements Input, Screen, AutoCloseable {

  /*
   * Concurrency
   * -----------
   * A line that is whole is printed above the prompt. The one that still grows, `open`, is the first
   * line of the prompt itself; `displayed` says how much of it is there. When somebody presses Enter
   * below it, that much stands above for good and is cut off.
   *
   * `lock` guards `open` and `whole`. JLine's own lock may be taken under it, never the other way
   * round: what JLine calls when it begins to read looks at volatile fields only.
   */
  private static final String PROMPT = "> ";
  private static final String UPDATE = "antiphon-update";

  private final ReentrantLock lock = new ReentrantLock();
  private final Terminal terminal;
  private final LineReaderImpl reader;
  private final List<AttributedString> whole = new ArrayList<>();
  private final boolean hasColours;
  private AttributedStringBuilder open = new AttributedStringBuilder();
  private volatile Prompt prompt = new Prompt(PROMPT, 0);
  private volatile int displayed;

  /**
   * JLine closes the terminal by itself when the process is told to end, and refuses everything
   * from then on.
   */
  private volatile boolean isClosed;

  /**
   * A prompt with the line that grows above it.
   *
   * @param pattern as JLine wants it
   * @param openLength how much of the line is in it
   */
  private record Prompt(String pattern, int openLength) {}

  /**
   * Takes a terminal.
   *
   * @param terminal the terminal; closed with this
   * @param hasColours whether to use its colours
   */
  LineTerminal(Terminal terminal, boolean hasColours) {
    this.terminal = terminal;
    this.hasColours = hasColours;
    this.reader = (LineReaderImpl) LineReaderBuilder.builder()
        .terminal(terminal)
        .completer(new StringsCompleter(Commands.names()))
        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
        .build();
    reader.getWidgets().put(UPDATE, this::update);
    reader.getWidgets().put(LineReader.CALLBACK_INIT, this::showPrompt);
  }

  /**
   * Opens the terminal of this process.
   *
   * @throws IOException if there is none
   */
  static LineTerminal open() throws IOException {
    Terminal terminal = TerminalBuilder.builder()
        .system(true)
        .dumb(true)
        .encoding(StandardCharsets.UTF_8)
        .build();
    return new LineTerminal(terminal, System.getenv("NO_COLOR") == null);
  }

  /** Returns whether nothing but plain lines can be shown. */
  boolean isDumb() {
    return terminal.getType().startsWith(Terminal.TYPE_DUMB);
  }

  /**
   * Has something done when Ctrl-C is pressed while nobody reads.
   *
   * @param action short; called by a thread of JLine or of the JVM
   */
  void onInterrupt(Runnable action) {
    terminal.handle(Terminal.Signal.INT, signal -> action.run());
  }

  // ---- reading

  @Override
  public Entry next() {
    if (isClosed) {
      return new Entry.End();
    }
    try {
      return new Entry.Line(reader.readLine(PROMPT));
    } catch (UserInterruptException interrupted) {
      return new Entry.Interrupt();
    } catch (EndOfFileException ended) {
      return new Entry.End();
    } catch (IllegalStateException | IOError closed) {
      isClosed = true;
      return new Entry.End();
    } finally {
      lock.lock();
      try {
        settle();
        prompt = promptNow();
      } finally {
        lock.unlock();
      }
    }
  }

  @Override
  public boolean isInteractive() {
    return true;
  }

  // ---- printing

  @Override
  public void print(Tone tone, String text) {
    whileOpen(() -> {
      int from = 0;
      for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
        open.styled(styleOf(tone), text.substring(from, end));
        wrap();
        endLine();
        from = end + 1;
      }
      open.styled(styleOf(tone), text.substring(from));
      wrap();
      refresh();
    });
  }

  @Override
  public void freshLine() {
    whileOpen(() -> {
      if (!reader.isReading()) {
        settle();
      }
      if (open.length() > 0) {
        endLine();
        refresh();
      }
    });
  }

  private void whileOpen(Runnable printing) {
    lock.lock();
    try {
      if (!isClosed) {
        printing.run();
      }
    } catch (IllegalStateException closed) {
      isClosed = true;
    } finally {
      lock.unlock();
    }
  }

  private void endLine() {
    whole.add(open.toAttributedString());
    open = new AttributedStringBuilder();
  }

  /** Breaks the open line at blanks where the screen ends. */
  private void wrap() {
    int width = Math.max(terminal.getSize().getColumns(), 20) - 1;
    while (open.columnLength(terminal) > width) {
      AttributedString line = open.toAttributedString();
      int fitting = line.columnSubSequence(0, width).length();
      int blank = line.toString().lastIndexOf(' ', fitting);
      int end = blank > 0 ? blank : fitting;
      whole.add(line.subSequence(0, end));
      open = new AttributedStringBuilder();
      open.append(line.subSequence(blank > 0 ? end + 1 : end, line.length()));
    }
  }

  /** Brings the screen up to date, whether somebody is typing or not. */
  private void refresh() {
    prompt = promptNow();
    if (!isUpdated()) {
      settle();
      whole.forEach(reader::printAbove);
      whole.clear();
      prompt = promptNow();
      // Reading may have begun meanwhile; if not, it begins with this prompt.
      isUpdated();
    }
  }

  private boolean isUpdated() {
    try {
      reader.callWidget(UPDATE);
      return true;
    } catch (IllegalStateException notReading) {
      return false;
    }
  }

  /** Called by JLine under its lock, by a thread that prints. */
  private boolean update() {
    showPrompt();
    whole.forEach(reader::printAbove);
    whole.clear();
    reader.redisplay();
    terminal.flush();
    return true;
  }

  /** Called by JLine under its lock, also when it begins to read. */
  private boolean showPrompt() {
    Prompt now = prompt;
    reader.setPrompt(now.pattern());
    displayed = now.openLength();
    return true;
  }

  /** Cuts off what was in the prompt when Enter was pressed: it stays where it is. */
  private void settle() {
    int cut = displayed;
    displayed = 0;
    if (cut == 0) {
      return;
    }
    if (whole.isEmpty()) {
      AttributedString line = open.toAttributedString();
      open = new AttributedStringBuilder();
      open.append(line.subSequence(Math.min(cut, line.length()), line.length()));
    } else {
      AttributedString line = whole.get(0);
      whole.set(0, line.subSequence(Math.min(cut, line.length()), line.length()));
    }
  }

  private Prompt promptNow() {
    String line = open.length() == 0 ? "" : open.toAttributedString().toAnsi(terminal) + "\n";
    return new Prompt(line.replace("%", "%%") + PROMPT, open.length());
  }

  private AttributedStyle styleOf(Tone tone) {
    AttributedStyle plain = AttributedStyle.DEFAULT;
    if (!hasColours) {
      return plain;
    }
    return switch (tone) {
      case REPLY -> plain;
      case USER -> plain.bold();
      case REASONING -> plain.faint().italic();
      case TOOL -> plain.foreground(AttributedStyle.CYAN);
      case NOTE -> plain.faint();
      case ERROR -> plain.foreground(AttributedStyle.RED);
    };
  }

  @Override
  public void close() {
    giveBack();
  }

  /** Gives the terminal back as it was, also while another thread reads. */
  void giveBack() {
    try {
      freshLine();
      isClosed = true;
      terminal.close();
    } catch (IOException notClosed) {
      throw new UncheckedIOException("The terminal cannot be reset.", notClosed);
    }
  }
}
