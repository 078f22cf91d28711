package dev.antiphon.examples.console;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.spi.SettingsException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CompletionException;

/** Tells why the program cannot start: a line for each problem, once. Thread-safe. */
final class StartFailure {

  /** The exit code of a start that failed. */
  static final int EXIT_CODE = 2;

  private final PrintStream errors;
  private final boolean isVerbose;
  private boolean isTold;

  /**
   * Makes a teller.
   *
   * @param errors where to tell
   * @param isVerbose whether to tell the stack trace too
   */
  StartFailure(PrintStream errors, boolean isVerbose) {
    this.errors = errors;
    this.isVerbose = isVerbose;
  }

  /**
   * Tells a failure, unless one was told before.
   *
   * @param failure why the program cannot start
   * @return the exit code
   */
  synchronized int tell(Throwable failure) {
    if (!isTold) {
      isTold = true;
      Throwable cause = failure instanceof CompletionException && failure.getCause() != null
          ? failure.getCause()
          : failure;
      problems(cause).forEach(problem -> errors.println("chat: " + Printable.line(problem)));
      if (isVerbose) {
        cause.printStackTrace(errors);
      }
      errors.flush();
    }
    return EXIT_CODE;
  }

  private static List<String> problems(Throwable cause) {
    if (cause instanceof SettingsException wrong) {
      return wrong.problems();
    }
    if (cause instanceof ChatRuntimeException ours) {
      return List.of(ours.info().message());
    }
    return List.of("Cannot start: " + cause + ". With --verbose it says more.");
  }
}
