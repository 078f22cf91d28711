package dev.antiphon.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.port.ModelException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.DefaultServerSentEventParser;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, on the thread that asks.
 *
 * <p><b>Promise.</b> A stream ends in exactly one way: the listener is told that it is closed, or
 * of one failure, or, when the call is stopped, nothing. Its connection is closed then, or free for
 * the next request.
 */
final class Exchange {

  /** How long an answer may be that says no, and one that is no stream. */
  private static final int MAX_ERROR_BYTES = 64 * 1024;

  private static final int MAX_WHOLE_BYTES = 64 * 1024 * 1024;

  /** How long a reply that is complete may keep its connection: for the usage, then for the end. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final ModelHttpClient client;
  private final HttpRequest request;
  private final ModelCall call;
  private final URI target;
  private final TransportFailure failures;
  private final Secrets secrets;

  Exchange(ModelHttpClient client, HttpRequest request, ModelCall call) {
    this.client = client;
    this.request = request;
    this.call = call;
    this.target = URI.create(request.url());
    this.failures = new TransportFailure(target);
    this.secrets = Secrets.of(request.headers(), call.headers().values());
  }

  // ---- the whole answer

  /** Returns the whole answer; throws StatusException or ModelException. */
  SuccessfulHttpResponse whole() {
    Answer response = answer(false, Integer.MAX_VALUE);
    ReplyBody body = response.body();
    call.closedBy(body::close);
    try (IdleWatch watch = watch(body)) {
      checkStatus(response, body, watch);
      byte[] bytes = read(body, MAX_WHOLE_BYTES, watch);
      return SuccessfulHttpResponse.builder()
          .statusCode(response.statusCode())
          .headers(response.headers().map())
          .body(bytes)
          .build();
    } finally {
      body.close();
    }
  }

  private byte[] read(ReplyBody body, int limit, IdleWatch watch) {
    try {
      byte[] bytes = body.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw failures.malformed("it is longer than %d bytes.".formatted(limit), null);
      }
      return bytes;
    } catch (IOException cut) {
      throw watch.isExpired() ? failures.stalled(client.idleTimeout()) : failures.cut(cut);
    }
  }

  // ---- a stream

  /** Reads a stream to its end, whichever that is. */
  void stream(ServerSentEventParser parser, ServerSentEventListener listener, EventFilter filter) {
    ModelException failure = null;
    try {
      Answer response =
          answer(parser instanceof DefaultServerSentEventParser, client.maxEventBytes());
      failure = read(response, parser, new GuardedListener(listener, filter, call, failures));
    } catch (StatusException saysNo) {
      tell(listener, saysNo);
      return;
    } catch (ModelException thrown) {
      failure = thrown;
    }
    if (failure == null) {
      if (!call.isStopped()) {
        listener.onClose();
      }
    } else {
      tell(listener, failure);
    }
  }

  private void tell(ServerSentEventListener listener, RuntimeException failure) {
    if (!call.isStopped()) {
      listener.onError(failure);
    }
  }

  private @Nullable ModelException read(
      Answer response, ServerSentEventParser parser, GuardedListener listener) {
    ReplyBody body = response.body();
    call.closedBy(body::close);
    boolean isToBeReleased = false;
    try (IdleWatch watch = watch(body)) {
      checkStatus(response, body, watch);
      listener.onOpen(SuccessfulHttpResponse.builder()
          .statusCode(response.statusCode())
          .headers(response.headers().map())
          .build());
      parserFor(parser, listener, watch).parse(body, listener);
      isToBeReleased = listener.isComplete() && listener.isOver();
      return watch.isExpired() && !listener.isComplete()
          ? failures.stalled(client.idleTimeout())
          : outcome(response, body, listener);
    } finally {
      if (isToBeReleased) {
        release(body);
      } else {
        body.close();
      }
    }
  }

  private ServerSentEventParser parserFor(
      ServerSentEventParser asked, GuardedListener listener, IdleWatch watch) {
    if (!(asked instanceof DefaultServerSentEventParser)) {
      return asked;
    }
    return new EventStreamParser(
        () -> {
          if (listener.isComplete()) {
            watch.shorten(GRACE);
          }
          return listener.isOver();
        },
        client.maxEventBytes());
  }

  /** Returns what went wrong with a stream that was read, or {@code null}. */
  private @Nullable ModelException outcome(
      Answer response, ReplyBody body, GuardedListener listener) {
    if (listener.hasEvents() || listener.hasFailed()) {
      return listener.outcome();
    }
    String beginning = secrets.removedFrom(body.beginning());
    String type = response.headers().firstValue("content-type").orElse("no content type");
    return failures.noStream(type, WellFormedText.of(beginning));
  }

  // ---- the way there

  private Answer answer(boolean isEventStream, int maxLineBytes) {
    // The JDK fails the whole response if its connection is cut right behind the head, although the
    // body has its first bytes by then: so the answer begins when its head is there.
    CompletableFuture<Answer> begun = new CompletableFuture<>();
    CompletableFuture<?> sent = client.jdk().sendAsync(jdkRequest(isEventStream), head -> {
      ReplyBody body = new ReplyBody(maxLineBytes);
      begun.complete(new Answer(head.statusCode(), head.headers(), body));
      return body;
    });
    call.closedBy(() -> sent.cancel(true));
    try {
      CompletableFuture.anyOf(begun, sent).get();
      return begun.get();
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      throw failures.beforeAnswer(cause, client.responseTimeout());
    } catch (InterruptedException interrupted) {
      sent.cancel(true);
      Thread.currentThread().interrupt();
      throw failures.beforeAnswer(interrupted, client.responseTimeout());
    }
  }

  private java.net.http.HttpRequest jdkRequest(boolean isEventStream) {
    if (!request.formDataFields().isEmpty() || !request.formDataFiles().isEmpty()) {
      throw new UnsupportedFeatureException("This client sends texts, no forms.");
    }
    java.net.http.HttpRequest.Builder jdk =
        java.net.http.HttpRequest.newBuilder(target).timeout(client.responseTimeout());
    if (isEventStream) {
      jdk.setHeader("Accept", "text/event-stream, application/json");
    }
    request.headers().forEach((name, values) -> header(jdk, name, values));
    call.headers().forEach((name, value) -> header(jdk, name, List.of(value)));
    return jdk.method(
            request.method().name(),
            request.body() == null
                ? BodyPublishers.noBody()
                : BodyPublishers.ofString(call.body().apply(request.body()), UTF_8))
        .build();
  }

  /** Sets a header; the JDK's refusal would show the value. */
  private static void header(
      java.net.http.HttpRequest.Builder jdk, String name, List<String> values) {
    try {
      jdk.setHeader(name, values.get(0));
      values.stream().skip(1).forEach(value -> jdk.header(name, value));
    } catch (IllegalArgumentException refused) {
      throw new ModelException(
          ErrorInfo.PROVIDER,
          "The header '%s' cannot be sent: HTTP allows neither its name here nor line ends in its value. Check the settings."
              .formatted(WellFormedText.of(name)),
          false,
          null);
    }
  }

  private void checkStatus(Answer response, ReplyBody body, IdleWatch watch) {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return;
    }
    watch.shorten(GRACE);
    String text = secrets.removedFrom(errorBody(body));
    String who = response
        .headers()
        .firstValue("x-request-id")
        .map(id -> "%s (request %s)".formatted(failures.server(), WellFormedText.of(id)))
        .orElse(failures.server());
    Optional<Duration> wait =
        new RetryAfter(client.clock()).in(name -> response.headers().firstValue(name));
    ModelException failure =
        ProviderError.ofBody(status, text).failure(who, wait.orElse(null), null);
    throw new StatusException(status, failure);
  }

  /** Returns what is there of the body of an error: that it breaks off changes nothing. */
  private static String errorBody(ReplyBody body) {
    byte[] bytes = new byte[MAX_ERROR_BYTES];
    int size = 0;
    try {
      int count = 0;
      while (count >= 0 && size < bytes.length) {
        size += count;
        count = body.read(bytes, size, bytes.length - size);
      }
    } catch (IOException brokenOff) {
      return new String(bytes, 0, size, UTF_8) + " (broken off: " + brokenOff.getMessage() + ")";
    }
    return new String(bytes, 0, size, UTF_8);
  }

  private IdleWatch watch(ReplyBody body) {
    return new IdleWatch(client.timer(), body, client.idleTimeout(), body::close);
  }

  /** Reads what may follow a complete reply, so that its connection can be used again. */
  private void release(ReplyBody body) {
    client.background(() -> {
      IdleWatch watch = new IdleWatch(client.timer(), body, GRACE, body::close);
      try {
        body.readNBytes(MAX_ERROR_BYTES);
      } catch (IOException ended) {
        client.log("A connection was not kept after a complete reply: " + ended.getMessage());
      } finally {
        watch.close();
        body.close();
      }
    });
  }
}
