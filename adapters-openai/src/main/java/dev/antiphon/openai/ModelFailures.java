package dev.antiphon.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.port.ModelException;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a failure of ours (rule ERR-6) of whatever a LangChain4j model throws or reports, with our
 * transport or with another one.
 */
final class ModelFailures {

  private static final String MODEL = "The model server";

  /** The statuses that stand for LangChain4j's exceptions. */
  private static final Map<Class<? extends RuntimeException>, Integer> STATUS = Map.of(
      AuthenticationException.class, 401,
      ModelNotFoundException.class, 404,
      RateLimitException.class, 429,
      InvalidRequestException.class, 400,
      InternalServerException.class, 500);

  private ModelFailures() {}

  /**
   * Returns what failed.
   *
   * @param thrown what was thrown or reported
   */
  static ModelException of(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ModelException ours) {
        return ours;
      }
      if (cause instanceof StatusException status) {
        return status.failure();
      }
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      ModelException known = known(cause, thrown);
      if (known != null) {
        return known;
      }
    }
    return new ModelException(
        ErrorInfo.PROVIDER,
        "The model failed: %s. See the cause.".formatted(ErrorInfo.from(thrown).message()),
        false,
        thrown);
  }

  private static @Nullable ModelException known(Throwable cause, Throwable thrown) {
    if (cause instanceof HttpException http) {
      return status(http.statusCode(), http, thrown);
    }
    Integer status = STATUS.get(cause.getClass());
    if (status != null && !(cause.getCause() instanceof HttpException)) {
      return status(status, cause, thrown);
    }
    if (cause instanceof ContentFilteredException) {
      return failure("content-filter", "Its filter stopped the reply", cause, thrown);
    }
    if (cause instanceof UnsupportedFeatureException) {
      return failure(ErrorInfo.PROVIDER, "The model cannot take the request", cause, thrown);
    }
    if (cause instanceof JsonProcessingException) {
      return new ModelException(
          "malformed",
          MODEL
              + " sent an answer that cannot be read: an event is not as expected. Check the base URL, and whether the server speaks this protocol.",
          false,
          thrown);
    }
    return ofConnection(cause, thrown);
  }

  private static @Nullable ModelException ofConnection(Throwable cause, Throwable thrown) {
    if (cause instanceof HttpConnectTimeoutException
        || cause instanceof ConnectException
        || cause instanceof UnresolvedModelServerException) {
      return retryable("unavailable", "cannot be reached", cause, thrown);
    }
    if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
      return retryable("timeout", "sent no answer in time", cause, thrown);
    }
    return cause instanceof IOException
        ? retryable("network", "cannot be heard any more", cause, thrown)
        : null;
  }

  private static ModelException status(int status, Throwable cause, Throwable thrown) {
    Secrets secrets = Secrets.of(Map.of(), List.of());
    String body = secrets.removedFrom(ErrorInfo.from(cause).message());
    return ProviderError.ofBody(status, body).failure(MODEL, null, thrown);
  }

  private static ModelException failure(
      String code, String what, Throwable cause, Throwable thrown) {
    return new ModelException(
        code, "%s: %s".formatted(what, ErrorInfo.from(cause).message()), false, thrown);
  }

  private static ModelException retryable(
      String code, String what, Throwable cause, Throwable thrown) {
    return new ModelException(
        code,
        "%s %s (%s). Try again.".formatted(MODEL, what, cause.getClass().getSimpleName()),
        true,
        thrown);
  }
}
