package dev.antiphon.examples.console;

import dev.antiphon.error.ErrorInfo;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One run of the program, from the banner to the exit code. */
final class Program {

  private final Opening opening;
  private final String banner;
  private final StartFailure startFailure;
  private volatile @Nullable CompletableFuture<Commands> ready;

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
    try (opening) {
      if (!input.isInteractive()) {
        opening.opened().join();
      }
      transcript.note(banner);
      CompletableFuture<Commands> starting =
          opening.opened().thenApply(opened -> commands(opened, transcript));
      ready = starting;
      converse(input, starting, transcript);
      return 0;
    } catch (CompletionException failedStart) {
      return startFailure.tell(failedStart);
    }
  }

  /** Cancels the reply that is being written, if there is one. May be called by any thread. */
  void interrupt() {
    CompletableFuture<Commands> now = ready;
    if (now != null && now.isDone() && !now.isCompletedExceptionally()) {
      cancelReply(now.join().chat());
    }
  }

  private static void cancelReply(Chat chat) {
    if (chat.isRunning()) {
      chat.cancel();
    }
  }

  private static Commands commands(Opening.Opened opened, Transcript transcript) {
    int size = opened.thread().state().messages().size();
    if (size > 0) {
      transcript.note("Thread %s goes on (%d messages); /new starts another one."
          .formatted(opened.thread().key().threadId(), size));
    }
    Chat chat = new Chat(opened.threads(), opened.thread(), transcript);
    return new Commands(chat, opened.antiphon().report(), transcript);
  }

  private static void converse(
      Input input, CompletableFuture<Commands> ready, Transcript transcript) {
    if (!input.isInteractive()) {
      guarded(transcript, ready.join().chat()::awaitQuiet);
    }
    while (true) {
      Input.Entry entry = input.next();
      Commands commands = ready.join();
      guarded(transcript, () -> take(entry, commands));
      if (entry instanceof Input.Entry.End || commands.isOver()) {
        commands
            .chat()
            .unsent()
            .forEach(text -> transcript.error("Not sent: " + Printable.cut(text)));
        return;
      }
      if (!input.isInteractive()) {
        guarded(transcript, commands.chat()::awaitQuiet);
      }
    }
  }

  private static void take(Input.Entry entry, Commands commands) {
    if (entry instanceof Input.Entry.Line line && !line.text().isBlank()) {
      commands.execute(line.text());
    } else if (entry instanceof Input.Entry.Interrupt) {
      cancelReply(commands.chat());
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
