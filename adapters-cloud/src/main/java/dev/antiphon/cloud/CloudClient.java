package dev.antiphon.cloud;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to the REST API of Assistant Cloud. {@link CloudThreadHistory}, {@link CloudThreadList}
 * and the others are made with one and share what it remembers: tokens, and which row of the server
 * is which thread and message.
 *
 * <p>Calls that do no harm twice are tried again when the server is busy, down or out of reach,
 * with growing pauses and as late as {@code Retry-After} says. One that creates something is tried
 * again only after a look whether it did. A request that is refused with 401 gets a new token once.
 *
 * <p><b>Errors.</b> Every call throws {@link CloudException}, with a code for each family of
 * status.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; all calls block.
 */
public final class CloudClient {

  private final CloudTransport transport;
  private final Credentials credentials;
  private final RetryPolicy retries;
  private final Pauses pauses;
  private final ThreadRows threads;
  private final MessageRows messages;
  private final String description;

  private CloudClient(Builder builder) {
    URI base = builder.checkedBaseUrl();
    HttpClient http = builder.http != null
        ? builder.http
        : HttpClient.newBuilder().connectTimeout(builder.connectTimeout).build();
    this.transport =
        new CloudTransport(http, base, builder.timeout, builder.maxAnswerBytes, builder.clock);
    this.credentials = builder.auth.start(transport);
    this.retries = builder.retries;
    this.pauses = builder.pauses;
    this.threads = new ThreadRows(this);
    this.messages = new MessageRows(this);
    this.description = "CloudClient[" + base.getHost() + ", " + builder.auth + "]";
  }

  /**
   * Starts one.
   *
   * @param auth who calls
   */
  public static Builder builder(CloudAuth auth) {
    return new Builder(auth);
  }

  InstantSource clock() {
    return transport.clock();
  }

  CloudTransport transport() {
    return transport;
  }

  ThreadRows threads() {
    return threads;
  }

  MessageRows messages() {
    return messages;
  }

  /**
   * Sends a call, and again where that is safe.
   *
   * @return an answer of success
   * @throws CloudException if there is none
   */
  CloudAnswer send(String owner, CloudCall call) {
    return call.isRepeatable()
        ? repeat(() -> sendOnce(owner, call).orThrow())
        : sendOnce(owner, call).orThrow();
  }

  /** Does something that does no harm twice, and again if it fails in a way that may pass. */
  <T> T repeat(Supplier<T> call) {
    Attempts attempts = attempts();
    while (true) {
      try {
        return call.get();
      } catch (CloudException failure) {
        if (!attempts.pauseAfter(failure)) {
          throw failure;
        }
      }
    }
  }

  /**
   * Sends a call that creates something. If the answer is lost, looks whether it is there before it
   * is sent again.
   *
   * @param read reads the answer
   * @param lookup looks for what may have been created
   */
  <T> T create(
      String owner, CloudCall call, Function<CloudAnswer, T> read, Supplier<Optional<T>> lookup) {
    Attempts attempts = attempts();
    while (true) {
      try {
        return read.apply(sendOnce(owner, call).orThrow());
      } catch (CloudException failure) {
        boolean isTriedAgain = attempts.pauseAfter(failure);
        Optional<T> created =
            isTriedAgain || failure.mayHaveBeenDone() ? found(lookup, failure) : Optional.empty();
        if (created.isPresent()) {
          return created.get();
        }
        if (!isTriedAgain) {
          throw failure;
        }
      }
    }
  }

  private static <T> Optional<T> found(Supplier<Optional<T>> lookup, CloudException failure) {
    try {
      return lookup.get();
    } catch (CloudException unknown) {
      // Whether it is there cannot be told: then it must not be sent again.
      failure.addSuppressed(unknown);
      throw failure;
    }
  }

  private Attempts attempts() {
    return new Attempts(retries, clock(), pauses);
  }

  private CloudAnswer sendOnce(String owner, CloudCall call) {
    return authorized(owner, headers -> transport.send(call, headers));
  }

  /**
   * Makes a request with a token, and once more with a new one if it is refused.
   *
   * @param request makes the request with the given headers
   */
  <A extends Answered> A authorized(String owner, Function<Map<String, String>, A> request) {
    Map<String, String> headers = credentials.headers(owner);
    A answer = request.apply(headers);
    if (answer.status() == 401 && credentials.refused(owner, headers)) {
      answer.close();
      Map<String, String> newHeaders = credentials.headers(owner);
      answer = request.apply(newHeaders);
    }
    credentials.answered(owner, answer.headers().firstValue("Authorization"));
    return answer;
  }

  static void checkBaseUrl(URI url) {
    boolean isHttp =
        "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
    if (!isHttp
        || url.getHost() == null
        || url.getUserInfo() != null
        || url.getQuery() != null
        || url.getFragment() != null) {
      throw new IllegalArgumentException(
          "The base URL of Assistant Cloud is an http or https URL of a host, without user, query and fragment.");
    }
  }

  static void checkPositive(String name, Duration duration) {
    requireNonNull(duration, name);
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(
          "The %s is longer than no time, not %s.".formatted(name, duration));
    }
  }

  /** Names the server and the kind of credentials, never a key or token. */
  @Override
  public String toString() {
    return description;
  }

  /** Builds a client; for one thread. */
  public static final class Builder {

    private static final URI FOR_API_KEYS = URI.create("https://backend.assistant-api.com");

    private final CloudAuth auth;
    private @Nullable URI baseUrl;
    private @Nullable HttpClient http;
    private Duration timeout = Duration.ofSeconds(30);
    private Duration connectTimeout = Duration.ofSeconds(10);
    private RetryPolicy retries = RetryPolicy.DEFAULT;
    private int maxAnswerBytes = 64 << 20;
    private InstantSource clock = InstantSource.system();
    private Pauses pauses = Pauses.SLEEPING;

    private Builder(CloudAuth auth) {
      this.auth = requireNonNull(auth, "auth");
    }

    /**
     * Sets where the server is, such as {@code https://proj-….assistant-api.com}. With an API key
     * it may be left out.
     *
     * @param url an http or https URL without query
     */
    public Builder baseUrl(URI url) {
      this.baseUrl = requireNonNull(url, "url");
      return this;
    }

    /**
     * Sets how long one request may take, from its sending to the end of the answer; 30 seconds
     * unless set. A file that is uploaded may take ten times as long; of a title, each piece has
     * this time.
     *
     * @param duration more than no time
     */
    public Builder timeout(Duration duration) {
      checkPositive("timeout", duration);
      this.timeout = duration;
      return this;
    }

    /**
     * Sets how long connecting may take; 10 seconds unless set. Not used with a client of yours.
     *
     * @param duration more than no time
     */
    public Builder connectTimeout(Duration duration) {
      checkPositive("connect timeout", duration);
      this.connectTimeout = duration;
      return this;
    }

    /**
     * Sets how often a call is tried at most, the first time included; 3 unless set.
     *
     * @param attempts 1 or more
     */
    public Builder attempts(int attempts) {
      this.retries = retries.withAttempts(attempts);
      return this;
    }

    /**
     * Sets how long all tries of a call together may take; no try begins later. 60 seconds unless
     * set.
     *
     * @param duration more than no time
     */
    public Builder deadline(Duration duration) {
      this.retries = retries.withDeadline(duration);
      return this;
    }

    /**
     * Sets the HTTP client, which may have a proxy or certificates of its own. It should not follow
     * redirects: a token would go to another server.
     *
     * @param client the client; not closed
     */
    public Builder httpClient(HttpClient client) {
      this.http = requireNonNull(client, "client");
      return this;
    }

    Builder clock(InstantSource newClock) {
      this.clock = newClock;
      return this;
    }

    Builder pauses(Pauses newPauses) {
      this.pauses = newPauses;
      return this;
    }

    Builder maxAnswerBytes(int bytes) {
      this.maxAnswerBytes = bytes;
      return this;
    }

    private URI checkedBaseUrl() {
      URI url = baseUrl != null ? baseUrl : auth.isApiKey() ? FOR_API_KEYS : null;
      if (url == null) {
        throw new IllegalArgumentException(
            "Without an API key the base URL must be set, such as https://proj-….assistant-api.com.");
      }
      checkBaseUrl(url);
      return url;
    }

    /**
     * Returns the client. No request is made yet.
     *
     * @throws IllegalArgumentException if the base URL is missing or no http or https URL
     */
    public CloudClient build() {
      return new CloudClient(this);
    }
  }
}
