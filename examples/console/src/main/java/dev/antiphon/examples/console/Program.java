package dev.antiphon.examples.console;

import dev.antiphon.error.ErrorInfo;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** One run of the program, from the banner to the exit code. */
final class Program {

  private final Opening opening;
  private final String banner;
  private final StartFailure startFailure;

  /**
   * Makes a run.
   *
   * @param opening the runtime that is being started; closed at the end of the run
   * @param banner the first line
   * @param startFailure tells why it cannot start
   */
  Program(Opening opening, String banner, StartFailure startFailure) {
    this.opening = opening;
    this.banner = banner;
    this.startFailure = startFailure;
  }

  /**
   * Reads lines and does what they ask, until somebody leaves.
   *
   * @param input the lines
   * @param screen where everything is shown
   * @return the exit code
   */
  int run(Input input, Screen screen) {
    Transcript transcript = new Transcript(screen);
    Thread closer = new Thread(opening::close, "antiphon-close");
    Runtime.getRuntime().addShutdownHook(closer);
    try (opening) {
      if (!input.isInteractive()) {
        opening.opened().join();
      }
      transcript.note(banner);
      CompletableFuture<Commands> ready =
          opening.opened().thenApply(opened -> commands(opened, transcript));
      converse(input, ready, transcript);
      return 0;
    } catch (CompletionException failedStart) {
      return startFailure.tell(failedStart);
    }
  }

  private static Commands commands(Opening.Opened opened, Transcript transcript) {
    int size = opened.thread().state().messages().size();
    if (size > 0) {
      transcript.note("Thread %s goes on (%d messages); /new starts another one."
          .formatted(opened.thread().key().threadId(), size));
    }
    Chat chat = new Chat(opened.threads(), opened.thread(), transcript);
    return new Commands(chat, transcript);
  }

  private static void converse(
      Input input, CompletableFuture<Commands> ready, Transcript transcript) {
    while (true) {
      Input.Entry entry = input.next();
      Commands commands = ready.join();
      if (entry instanceof Input.Entry.End) {
        return;
      }
      guarded(transcript, () -> take(entry, commands, transcript));
      if (commands.isOver()) {
        return;
      }
      if (!input.isInteractive()) {
        guarded(transcript, commands.chat()::awaitQuiet);
      }
    }
  }

  private static void take(Input.Entry entry, Commands commands, Transcript transcript) {
    if (entry instanceof Input.Entry.Line line && !line.text().isBlank()) {
      transcript.typed(line.text().strip());
      commands.execute(line.text());
    } else if (entry instanceof Input.Entry.Interrupt && commands.chat().isRunning()) {
      commands.chat().cancel();
    }
  }

  private interface Step {
    void take() throws InterruptedException;
  }

  /** Says why something was refused; nothing was changed, and the next line can be read. */
  private static void guarded(Transcript transcript, Step step) {
    try {
      step.take();
    } catch (RefusedException refused) {
      transcript.error(String.valueOf(refused.getMessage()));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException refused) {
      transcript.error(Printable.line(ErrorInfo.from(refused).message()));
    }
  }
}
