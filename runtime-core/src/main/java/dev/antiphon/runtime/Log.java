package dev.antiphon.runtime;

/**
 * The runtime's log. No line holds message text, arguments, results, headers or keys (rule ERR-3),
 * so an exception is logged by its type and place, and whole only at DEBUG.
 */
final class Log {

  private static final System.Logger LOGGER = System.getLogger("dev.antiphon.runtime");

  private Log() {}

  static void warn(String what, Throwable thrown) {
    LOGGER.log(System.Logger.Level.WARNING, "{0}: {1}", what, placeOf(thrown));
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
