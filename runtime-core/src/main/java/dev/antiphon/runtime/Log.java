package dev.antiphon.runtime;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;

/**
 * The runtime's log. No line holds message text, arguments, results, headers or keys (rule ERR-3),
 * so an exception is logged by its type and place, and whole only at DEBUG.
 */
final class Log {

  private static final System.Logger LOGGER = System.getLogger("dev.antiphon.runtime");

  private Log() {}

  /** Logs a failure; one that is not to be shown anywhere only at DEBUG. */
  static void warn(String what, Throwable thrown) {
    boolean isSilent = thrown instanceof ChatRuntimeException ours
        && ours.info().display() == ErrorInfo.Display.SILENT;
    if (!isSilent) {
      LOGGER.log(System.Logger.Level.WARNING, "{0}: {1}", what, placeOf(thrown));
    }
    LOGGER.log(System.Logger.Level.DEBUG, what, thrown);
  }

  static void debug(String what) {
    LOGGER.log(System.Logger.Level.DEBUG, what);
  }

  private static String placeOf(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    String type = thrown.getClass().getName();
    return trace.length == 0 ? type : type + " at " + trace[0];
  }
}
