package dev.antiphon.cloud;

import java.net.http.HttpHeaders;
import java.util.Locale;

/**
 * An answer whose body still comes.
 *
 * @param call the call
 * @param status the HTTP status
 * @param headers the headers
 * @param body the body
 */
record StreamedAnswer(CloudCall call, int status, HttpHeaders headers, StreamedBody body)
    implements Answered {

  /** Returns the answer if it is a text that was asked for. */
  StreamedAnswer orThrow() {
    if (status < 200 || status >= 300) {
      throw CloudException.ofStatus(call.toString(), status, null, null);
    }
    String type = headers.firstValue("Content-Type").orElse("none");
    if (!type.toLowerCase(Locale.ROOT).matches("text/plain\\s*(;.*)?")) {
      throw CloudException.malformed(call.toString(), "the content type is not text/plain");
    }
    return this;
  }

  @Override
  public void close() {
    body.close();
  }
}
