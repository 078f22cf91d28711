package dev.antiphon.cloud;

import dev.antiphon.spi.json.JacksonJson;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came back of a call.
 *
 * @param call the call
 * @param status the HTTP status
 * @param headers the headers
 * @param body the body; empty if there is none
 * @param receivedAt when it came
 */
record CloudAnswer(CloudCall call, int status, HttpHeaders headers, String body, Instant receivedAt)
    implements Answered {

  private static final JacksonJson JSON = new JacksonJson();

  @Override
  public void close() {
    // It was read to its end.
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** Returns the answer if it is one of success. */
  CloudAnswer orThrow() {
    if (!isSuccess()) {
      throw failure();
    }
    return this;
  }

  /** Returns what an answer that is not one of success stands for. */
  CloudException failure() {
    return CloudException.ofStatus(call.toString(), status, serverCode(), retryAfter());
  }

  /** Returns the body as a JSON object. */
  AnswerFields fields() {
    Object value;
    try {
      value = JSON.parse(body);
    } catch (IllegalArgumentException unreadable) {
      throw CloudException.malformed(call.toString(), "the body is no JSON");
    }
    return AnswerFields.of(call.toString(), "the body", value);
  }

  /** Returns the short name that the server gives the failure, if it looks like one. */
  private @Nullable String serverCode() {
    try {
      return JSON.parse(body) instanceof Map<?, ?> fields
              && fields.get("error") instanceof String code
              && code.matches("[A-Za-z0-9_.-]{1,64}")
          ? code
          : null;
    } catch (IllegalArgumentException noJson) {
      return null;
    }
  }

  private @Nullable Duration retryAfter() {
    String value = headers.firstValue("Retry-After").orElse("").strip();
    if (value.matches("[0-9]{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    try {
      Instant at =
          ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(receivedAt, at);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeParseException none) {
      return null;
    }
  }

  @Override
  public String toString() {
    return "CloudAnswer[" + call + ", " + status + ", " + body.length() + " characters]";
  }
}
