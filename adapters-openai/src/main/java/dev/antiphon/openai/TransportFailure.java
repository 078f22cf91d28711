package dev.antiphon.openai;

import dev.antiphon.port.ModelException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The failures of the way to one server, each with what to do about it (rule ERR-6). */
final class TransportFailure {

  private final String server;
  private final String host;

  /**
   * Makes failures of a server.
   *
   * @param target what is asked; only its host and port are shown
   */
  TransportFailure(URI target) {
    this.server = "The model server at " + origin(target);
    this.host = String.valueOf(target.getHost());
  }

  private static String origin(URI target) {
    String port = target.getPort() < 0 ? "" : ":" + target.getPort();
    return target.getScheme() + "://" + target.getHost() + port;
  }

  /** Returns the server as a noun phrase. */
  String server() {
    return server;
  }

  /** Returns the failure of a request that got no answer. */
  ModelException beforeAnswer(Throwable thrown, Duration responseTimeout) {
    Throwable cause = isUnresolved(thrown) ? new UnknownHostException(host) : thrown;
    if (cause instanceof HttpConnectTimeoutException || isUnreachable(cause)) {
      return new ModelException(
          "unavailable",
          "%s cannot be reached (%s). Check the base URL, the network, and whether it runs."
              .formatted(server, nameOf(cause)),
          true,
          cause);
    }
    if (cause instanceof HttpTimeoutException) {
      return new ModelException(
          "timeout",
          "%s sent no answer within %s s. Try again, or allow it more time."
              .formatted(server, seconds(responseTimeout)),
          true,
          cause);
    }
    return new ModelException(
        "network",
        "The connection ended before an answer of %s (%s). Try again."
            .formatted(lowerCase(), nameOf(cause)),
        true,
        cause);
  }

  /** Returns whether the host has no address: LangChain4j drops every failure that says so. */
  private static boolean isUnresolved(Throwable failure) {
    Throwable cause = failure;
    while (cause != null && !(cause instanceof UnresolvedAddressException)) {
      cause = cause.getCause();
    }
    return cause != null;
  }

  private static boolean isUnreachable(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          || cause instanceof UnknownHostException
          || cause instanceof SSLException) {
        return true;
      }
    }
    return false;
  }

  /** Returns the failure of a reply that stops coming. */
  ModelException stalled(Duration idleTimeout) {
    return new ModelException(
        "stalled",
        "%s sent nothing for %s s in the middle of its answer. Try again, or allow it more time."
            .formatted(server, seconds(idleTimeout)),
        true,
        null);
  }

  /** Returns the failure of a reply whose connection ends before it. */
  ModelException cut(Throwable cause) {
    return new ModelException(
        "stream-cut",
        "The connection to %s ended in the middle of its answer (%s). Try again."
            .formatted(lowerCase(), nameOf(cause)),
        true,
        cause);
  }

  /** Returns the failure of a reply that ends before it is complete. */
  ModelException unfinished(String missing) {
    return new ModelException(
        "stream-cut",
        "%s ended its answer without %s, so it is not complete. Try again."
            .formatted(server, missing),
        true,
        null);
  }

  /** Returns the failure of an answer that makes no sense. */
  ModelException malformed(String problem, @Nullable Throwable cause) {
    return new ModelException(
        "malformed",
        "%s sent an answer that cannot be read: %s Check the base URL, and whether the server speaks this protocol."
            .formatted(server, problem),
        false,
        cause);
  }

  /** Returns the failure of an answer of another kind. */
  ModelException noStream(String contentType, String beginning) {
    String shown = beginning.isEmpty() ? "is empty" : "begins with \"" + beginning + "\"";
    return new ModelException(
        "malformed",
        "%s was asked for a stream of events, but its answer (%s) %s. Check the base URL, and whether the server can stream."
            .formatted(server, contentType, shown),
        false,
        null);
  }

  /** Returns the failure of what was read, whatever it is. */
  ModelException whileReading(IOException cause) {
    return cause instanceof TooLongException
        ? malformed(String.valueOf(cause.getMessage()), cause)
        : cut(cause);
  }

  private String lowerCase() {
    return "t" + server.substring(1);
  }

  private static String nameOf(Throwable cause) {
    return cause.getClass().getSimpleName();
  }

  private static String seconds(Duration time) {
    return "%.1f".formatted(time.toMillis() / 1e3);
  }
}
