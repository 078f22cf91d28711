package dev.antiphon.openai;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.http.client.HttpClientBuilder;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The way to a model server, on the JDK's HTTP client, to be given to any LangChain4j model that
 * takes an {@code httpClientBuilder}. One client serves any number of models; they share its
 * connections.
 *
 * <pre>{@code
 * ModelHttpClient http = ModelHttpClient.builder().build();
 * StreamingChatModel model = OllamaStreamingChatModel.builder()
 *     .httpClientBuilder(http.forLangChain4j()).baseUrl(url).modelName("llama3.2").build();
 * ChatModelAdapter adapter = new LangChain4jChatModel(model);
 * }</pre>
 *
 * <p><b>Promise.</b> A stream ends in exactly one way: complete, or with one failure. A reply that
 * stops coming fails after the idle timeout, not only one that never begins. A cancelled run closes
 * its connection at once, before the first token too.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. A {@link LangChain4jChatModel} reads on
 * the thread of its run; other callers are answered on a daemon thread of this client.
 */
public final class ModelHttpClient implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(ModelHttpClient.class.getName());

  private static final AtomicLong THREADS = new AtomicLong();

  private final HttpClient jdk;
  private final ExecutorService workers;
  private final ScheduledExecutorService timer;
  private final Duration responseTimeout;
  private final Duration idleTimeout;
  private final int maxEventBytes;
  private final InstantSource clock;

  private ModelHttpClient(Builder builder) {
    this.workers = Executors.newCachedThreadPool(daemons("antiphon-model-"));
    ScheduledThreadPoolExecutor timers =
        new ScheduledThreadPoolExecutor(1, daemons("antiphon-model-timer-"));
    timers.setRemoveOnCancelPolicy(true);
    this.timer = timers;
    // HTTP/1.1: a connection is one reply, so closing it stops that reply and no other.
    HttpClient.Builder jdkBuilder = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .executor(builder.executor == null ? workers : builder.executor)
        .connectTimeout(builder.connectTimeout);
    this.jdk = builder.configuration.apply(jdkBuilder).build();
    this.responseTimeout = builder.responseTimeout;
    this.idleTimeout = builder.idleTimeout;
    this.maxEventBytes = builder.maxEventBytes;
    this.clock = builder.clock;
  }

  private static ThreadFactory daemons(String prefix) {
    return task -> {
      Thread thread = new Thread(task, prefix + THREADS.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Starts a client. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns what LangChain4j's builders take. The timeouts that they set are not used: those of
   * this client are.
   */
  public HttpClientBuilder forLangChain4j() {
    return new ClientBuilder(this, facts -> EventFilter.NONE);
  }

  /**
   * Returns the same for models that speak OpenAI's chat completions: errors in the stream, an end
   * without finish reason and what else LangChain4j does not see are failures, and tool calls that
   * some servers send in odd ways are put in order.
   */
  public HttpClientBuilder forOpenAi() {
    return forOpenAi(false);
  }

  HttpClientBuilder forOpenAi(boolean isDoneEnough) {
    return new ClientBuilder(this, facts -> new OpenAiStream(facts, isDoneEnough));
  }

  /** Ends the client's threads; what is being read goes on to its end. */
  @Override
  public void close() {
    timer.shutdown();
    workers.shutdown();
  }

  HttpClient jdk() {
    return jdk;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  Duration responseTimeout() {
    return responseTimeout;
  }

  Duration idleTimeout() {
    return idleTimeout;
  }

  int maxEventBytes() {
    return maxEventBytes;
  }

  InstantSource clock() {
    return clock;
  }

  /** Does something on a thread of this client, or here if it has none any more. */
  void background(Runnable task) {
    try {
      workers.execute(task);
    } catch (RejectedExecutionException closed) {
      task.run();
    }
  }

  void log(String message) {
    LOG.log(System.Logger.Level.DEBUG, message);
  }

  /** Builds a client; for one thread. */
  public static final class Builder {
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration responseTimeout = Duration.ofMinutes(2);
    private Duration idleTimeout = Duration.ofSeconds(60);
    private int maxEventBytes = 1024 * 1024;
    private InstantSource clock = InstantSource.system();
    private @Nullable Executor executor;
    private UnaryOperator<HttpClient.Builder> configuration = jdk -> jdk;

    private Builder() {}

    /**
     * Sets how long connecting may take; 10 s unless set.
     *
     * @param timeout longer than 0
     */
    public Builder connectTimeout(Duration timeout) {
      this.connectTimeout = checked(timeout, "connectTimeout");
      return this;
    }

    /**
     * Sets how long the headers of an answer may take; 2 min unless set, for servers that load a
     * model first.
     *
     * @param timeout longer than 0
     */
    public Builder responseTimeout(Duration timeout) {
      this.responseTimeout = checked(timeout, "responseTimeout");
      return this;
    }

    /**
     * Sets how long nothing may come once an answer has begun; 60 s unless set. A comment that
     * keeps the connection alive counts as something.
     *
     * @param timeout longer than 0
     */
    public Builder idleTimeout(Duration timeout) {
      this.idleTimeout = checked(timeout, "idleTimeout");
      return this;
    }

    /**
     * Sets how long one line or event of a reply may be; 1 MiB unless set.
     *
     * @param bytes at least 1024
     */
    public Builder maxEventBytes(int bytes) {
      if (bytes < 1024) {
        throw new IllegalArgumentException("maxEventBytes is at least 1024, but is " + bytes + ".");
      }
      this.maxEventBytes = bytes;
      return this;
    }

    /**
     * Sets where the JDK's client does its work; daemon threads of this client unless set.
     *
     * @param executor takes short tasks, each time something comes
     */
    public Builder executor(Executor executor) {
      this.executor = requireNonNull(executor, "executor");
      return this;
    }

    /**
     * Changes the JDK's client before it is built: proxy, TLS, authenticator.
     *
     * @param configuration gets the builder as this client would use it
     */
    public Builder configure(UnaryOperator<HttpClient.Builder> configuration) {
      this.configuration = requireNonNull(configuration, "configuration");
      return this;
    }

    /** Sets the clock by which a date in {@code Retry-After} is read. */
    Builder clock(InstantSource clock) {
      this.clock = clock;
      return this;
    }

    private static Duration checked(Duration timeout, String name) {
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException(
            "%s is longer than 0, but is %s.".formatted(name, timeout));
      }
      return timeout;
    }

    /** Returns the client. */
    public ModelHttpClient build() {
      return new ModelHttpClient(this);
    }
  }

  /** Gives a LangChain4j model its view of this client. */
  private record ClientBuilder(ModelHttpClient client, Function<StreamFacts, EventFilter> filters)
      implements HttpClientBuilder {

    @Override
    public Duration connectTimeout() {
      return client.jdk.connectTimeout().orElse(client.responseTimeout);
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
      return this;
    }

    @Override
    public Duration readTimeout() {
      return client.idleTimeout;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
      return this;
    }

    @Override
    public dev.langchain4j.http.client.HttpClient build() {
      return new LangChain4jHttpClient(client, filters);
    }
  }
}
