package dev.antiphon.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.port.ModelException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of a failure, in the words of OpenAI or of those who follow it, and what
 * kind of failure that is (rule ERR-6).
 *
 * @param status the HTTP status, or the number in an event; 0 if there is none
 * @param kind its type and code in lower case, to be searched
 * @param text its message, or the beginning of whatever it sent; no secret
 */
record ProviderError(int status, String kind, String text) {

  private static final int MAX_TEXT = 1500;

  private static final Pattern TOO_LONG =
      Pattern.compile("context_length|context_window|exceed_context|context (length|window|size)"
          + "|maximum context|too many (input )?tokens|prompt is too long"
          + "|(input|prompt)\\b.{0,40}\\b(exceeds?|longer than)\\b.{0,60}\\btokens?");

  private static final Pattern FILTERED =
      Pattern.compile("content_filter|content_policy|content_management|moderation_blocked"
          + "|content management policy|responsibleaipolicy");

  private static final Pattern LIMITED =
      Pattern.compile("rate_limit|ratelimit|too_many_requests|resource_exhausted|tokens_exceeded");

  private static final Pattern NO_KEY =
      Pattern.compile("authentication|invalid_api_key|invalid_key|permission_|unauthorized");

  private static final Pattern LIMIT = Pattern.compile(
      "(?:context (?:length|window|size)[^0-9]{0,30}|n_ctx[^0-9]{1,4}|maximum[^0-9]{0,30})"
          + "\\(?([0-9]{3,9})");

  /** Statuses after which the same request may well succeed. */
  private static final Set<Integer> PASSING = Set.of(408, 409, 425);

  /**
   * Reads the body of a response.
   *
   * @param status the HTTP status
   * @param body the body or its beginning, without secrets
   */
  static ProviderError ofBody(int status, String body) {
    return WireJson.object(body)
        .flatMap(object -> in(status, object))
        .orElseGet(() -> new ProviderError(status, "", cut(body.strip())));
  }

  /**
   * Finds an error in an object: {@code error} as object or text, or a bare message.
   *
   * @param status the HTTP status, or 0 in an event
   * @param object what was sent
   */
  static Optional<ProviderError> in(int status, ObjectNode object) {
    JsonNode error = object.get("error");
    if (error instanceof ObjectNode details) {
      return Optional.of(ofDetails(status, details));
    }
    if (error != null && error.isTextual()) {
      return Optional.of(new ProviderError(status, kind(object), cut(error.asText())));
    }
    boolean isBare = status >= 400 && (object.has("message") || object.has("detail"));
    return isBare ? Optional.of(ofDetails(status, object)) : Optional.empty();
  }

  /**
   * Reads what stands where the details of an error stand.
   *
   * @param status the HTTP status, or 0 in an event
   * @param details its message, type and code
   */
  static ProviderError ofDetails(int status, ObjectNode details) {
    int number = details.path("code").asInt(details.path("status").asInt(0));
    JsonNode message = details.has("message") ? details.get("message") : details.path("detail");
    String text = message.isTextual() ? message.asText() : details.toString();
    return new ProviderError(
        status == 0 && number >= 400 && number < 600 ? number : status, kind(details), cut(text));
  }

  private static String kind(ObjectNode details) {
    String inner = details.path("innererror").path("code").asText("");
    return (details.path("type").asText("") + " " + details.path("code").asText("") + " " + inner)
        .toLowerCase(Locale.ROOT);
  }

  private static String cut(String text) {
    int end = Math.min(MAX_TEXT, text.length());
    return WellFormedText.of(text.substring(0, end)) + (end < text.length() ? "…" : "");
  }

  /**
   * Returns the failure.
   *
   * @param who the server, as a noun phrase
   * @param retryAfter how long it asks to wait, or {@code null}
   * @param cause what was behind it, or {@code null}
   */
  ModelException failure(String who, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    String said = "%s answered%s: \"%s\".".formatted(who, status == 0 ? "" : " " + status, text);
    String words = kind + " " + text.toLowerCase(Locale.ROOT);
    boolean isRefusal = status < 500;
    if (isRefusal && FILTERED.matcher(words).find()) {
      return new ModelException(
          "content-filter", said + " Its filter stopped the request.", false, cause);
    }
    if (status == 401 || status == 403 || (status == 0 && NO_KEY.matcher(kind).find())) {
      return new ModelException(
          "authentication", said + " Check the API key, and what it may do.", false, cause);
    }
    if (status == 429 || (isRefusal && LIMITED.matcher(kind).find())) {
      return limited(said, retryAfter, cause);
    }
    if (TOO_LONG.matcher(words).find()) {
      return new ContextLengthException(
          said + " Shorten the thread, or set a context policy with a token budget.",
          limitIn(words),
          cause);
    }
    return other(said, cause);
  }

  private RateLimitedException limited(
      String said, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    if (kind.contains("insufficient_quota")) {
      return new RateLimitedException(
          said + " The quota is used up; check the plan and its billing.", false, null, cause);
    }
    String wait = retryAfter == null ? "a while" : "%.1f s".formatted(retryAfter.toMillis() / 1e3);
    return new RateLimitedException(
        said + " Wait " + wait + " and try again.", true, retryAfter, cause);
  }

  private ModelException other(String said, @Nullable Throwable cause) {
    if (status == 408) {
      return new ModelException("timeout", said + " Try again.", true, cause);
    }
    boolean isRefused = status == 0
        ? kind.contains("invalid")
        : status >= 300 && status < 500 && !PASSING.contains(status);
    if (isRefused) {
      return new ModelException(
          ErrorInfo.PROVIDER,
          said + " Check the base URL, the model name and the settings of the call.",
          false,
          cause);
    }
    return new ModelException("unavailable", said + " Try again later.", true, cause);
  }

  private static @Nullable Integer limitIn(String words) {
    Matcher matcher = LIMIT.matcher(words);
    return matcher.find() ? Integer.valueOf(matcher.group(1)) : null;
  }
}
