package dev.antiphon.cloud;

import dev.antiphon.cancel.Cancellation;
import dev.antiphon.spi.json.JacksonJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends one request and waits for its answer, whatever that is; knows nothing of owners. */
final class CloudTransport {

  private static final JacksonJson JSON = new JacksonJson();

  /** A file may take so many times as long as another request. */
  private static final int UPLOAD_TIMES = 10;

  private final HttpClient http;
  private final String base;
  private final Duration timeout;
  private final int maxAnswerBytes;
  private final InstantSource clock;

  CloudTransport(
      HttpClient http, URI base, Duration timeout, int maxAnswerBytes, InstantSource clock) {
    String text = base.toString();
    this.http = http;
    this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    this.timeout = timeout;
    this.maxAnswerBytes = maxAnswerBytes;
    this.clock = clock;
  }

  InstantSource clock() {
    return clock;
  }

  Duration timeout() {
    return timeout;
  }

  /**
   * Sends a call to the API.
   *
   * @throws CloudException if no whole answer comes in time
   */
  CloudAnswer send(CloudCall call, Map<String, String> headers) {
    HttpResponse<LimitedBody> response = exchange(
        call.toString(),
        request(call, headers),
        LimitedBody.handler(maxAnswerBytes),
        timeout,
        Cancellation.none());
    return new CloudAnswer(
        call,
        response.statusCode(),
        response.headers(),
        response.body().text(call.toString()),
        clock.instant());
  }

  /**
   * Sends a call to the API whose answer comes piece by piece.
   *
   * @throws CloudException if no answer begins in time
   */
  StreamedAnswer stream(CloudCall call, Map<String, String> headers) {
    HttpResponse<StreamedBody> response = exchange(
        call.toString(),
        request(call, headers),
        info -> new StreamedBody(),
        timeout,
        Cancellation.none());
    return new StreamedAnswer(call, response.statusCode(), response.headers(), response.body());
  }

  private HttpRequest request(CloudCall call, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(call.uri(base)).method(call.method(), bodyOf(call));
    call.headers().forEach(request::header);
    headers.forEach(request::header);
    return request.build();
  }

  private static BodyPublisher bodyOf(CloudCall call) {
    if (call.body() == null) {
      return BodyPublishers.noBody();
    }
    try {
      return BodyPublishers.ofString(JSON.write(call.body()));
    } catch (IllegalArgumentException unwritable) {
      throw CloudException.unsendable(call.toString(), String.valueOf(unwritable.getMessage()));
    }
  }

  /**
   * Uploads a file to an address that the API gave; no header says who calls.
   *
   * @throws CloudException if it is not taken
   * @throws CancellationException if it was cancelled
   */
  void upload(URI address, String contentType, BodyPublisher content, Cancellation cancellation) {
    String call = "the upload of a file";
    if (base.startsWith("https:") && !"https".equals(address.getScheme())) {
      throw CloudException.malformed(call, "the address of the upload is not secured");
    }
    HttpRequest request = HttpRequest.newBuilder(address)
        .PUT(content)
        .header("Content-Type", contentType)
        .build();
    HttpResponse<LimitedBody> response = exchange(
        call,
        request,
        LimitedBody.handler(maxAnswerBytes),
        timeout.multipliedBy(UPLOAD_TIMES),
        cancellation);
    if (response.statusCode() / 100 != 2) {
      throw CloudException.ofStatus(call, response.statusCode(), null, null);
    }
  }

  private <B> HttpResponse<B> exchange(
      String call,
      HttpRequest request,
      BodyHandler<B> handler,
      Duration patience,
      Cancellation cancellation) {
    // The request's own timeout would end with the headers; this one covers the body as well.
    CompletableFuture<HttpResponse<B>> answer = http.sendAsync(request, handler);
    Cancellation.Registration registration = cancellation.onCancel(() -> answer.cancel(true));
    try {
      return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      answer.cancel(true);
      throw CloudException.timeout(call, patience);
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      throw CloudException.unreachable(call, cause);
    } catch (InterruptedException interrupted) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw CloudException.unreachable(call, interrupted);
    } finally {
      registration.close();
    }
  }
}
