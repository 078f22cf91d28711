package dev.antiphon.openai;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.ContextPolicy;
import dev.antiphon.port.ModelException;
import dev.antiphon.port.ReplyWriter;
import dev.antiphon.port.RunRequest;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Any streaming model of LangChain4j's as a model of a runtime.
 *
 * <pre>{@code
 * LocalRuntime.builder(new LangChain4jChatModel(model))
 * }</pre>
 *
 * <p><b>Promise.</b> A reply ends in exactly one way, and only once. A failed one throws a
 * {@link ModelException} with one of its codes. A request is sent again after a failure that may
 * pass, as long as nothing of its reply was written. Whatever the thread holds, the request is one
 * that providers take.
 *
 * <p>Give the model a {@link ModelHttpClient}, and a cancel closes its connection at once, before
 * the first token too; with another transport LangChain4j can stop a reply only once it has begun.
 * The run ends at once either way.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads, as the model is.
 */
public final class LangChain4jChatModel implements ChatModelAdapter {

  private static final System.Logger LOG = System.getLogger(LangChain4jChatModel.class.getName());

  private final Function<RunRequest, StreamingChatModel> models;
  private final RequestForm form;
  private final RetryPolicy retries;
  private final Duration firstSignalTimeout;
  private final Duration idleTimeout;
  private final boolean isFinishOptional;
  private final ContextPolicy contextPolicy;
  private final @Nullable ContextPolicy overflowPolicy;
  private final Consumer<Retry> onRetry;
  private final AtomicLong dropped = new AtomicLong();

  /**
   * Makes a model with the defaults.
   *
   * @param model the model to ask
   */
  public LangChain4jChatModel(StreamingChatModel model) {
    this(builder(model));
  }

  private LangChain4jChatModel(Builder builder) {
    this.models = builder.models;
    this.form =
        builder.form != null ? builder.form : new CommonForm(builder.accepted, builder.parameters);
    this.retries = builder.retries;
    this.firstSignalTimeout = builder.firstSignalTimeout;
    this.idleTimeout = builder.idleTimeout;
    this.isFinishOptional = builder.isFinishOptional;
    this.contextPolicy = builder.contextPolicy;
    this.overflowPolicy = builder.overflowPolicy;
    this.onRetry = builder.onRetry;
  }

  /**
   * Starts a model.
   *
   * @param model the model to ask
   */
  public static Builder builder(StreamingChatModel model) {
    requireNonNull(model, "model");
    return new Builder(request -> model);
  }

  /** Starts a model that is chosen for each request, and asked in a form of its own. */
  static Builder builder(Function<RunRequest, StreamingChatModel> models, RequestForm form) {
    Builder builder = new Builder(models);
    builder.form = form;
    return builder;
  }

  @Override
  public void run(RunRequest request, ReplyWriter reply) throws Exception {
    RunRequest asked =
        request.toBuilder().messages(contextPolicy.select(request.messages())).build();
    try (RunStop stop = new RunStop(request.cancellation())) {
      ModelException failure = withRetries(asked, reply, stop);
      if (failure instanceof ContextLengthException && overflowPolicy != null) {
        RunRequest shorter =
            asked.toBuilder().messages(overflowPolicy.select(asked.messages())).build();
        if (shorter.messages().size() < asked.messages().size()) {
          failure = withRetries(shorter, reply, stop);
        }
      }
      if (failure != null) {
        throw failure;
      }
    }
  }

  private @Nullable ModelException withRetries(RunRequest request, ReplyWriter reply, RunStop stop)
      throws Exception {
    StreamingChatModel model = models.apply(request);
    Ask ask = ask(request);
    for (int attempt = 1; ; attempt++) {
      ReplyHandler handler = attempt(model, ask, request, reply, stop);
      ModelException failure = requireNonNull(handler.end()).failure();
      if (failure == null || handler.hasWritten()) {
        return failure;
      }
      Optional<Duration> delay =
          retries.delay(failure, attempt, ThreadLocalRandom.current().nextDouble());
      if (delay.isEmpty()) {
        return failure;
      }
      tell(new Retry(attempt, retries.attempts(), delay.get(), failure));
      stop.pause(delay.get());
    }
  }

  private Ask ask(RunRequest request) {
    try {
      return form.of(request);
    } catch (IllegalArgumentException refused) {
      throw new ModelException(
          ErrorInfo.PROVIDER,
          "The request cannot be put into LangChain4j's terms: %s"
              .formatted(ErrorInfo.from(refused).message()),
          false,
          refused);
    }
  }

  private ReplyHandler attempt(
      StreamingChatModel model, Ask ask, RunRequest request, ReplyWriter reply, RunStop stop)
      throws Exception {
    ModelCall call = new ModelCall(ask.headers(), ask.body());
    ReplyHandler handler =
        new ReplyHandler(reply, call, request.step(), isFinishOptional, dropped::incrementAndGet);
    stop.begins(handler);
    stop.throwIfCancelled();
    try {
      call.bound(() -> {
        model.chat(ask.chat(), handler);
        return handler;
      });
    } catch (RuntimeException thrown) {
      handler.endWith(ModelFailures.of(thrown));
    }
    if (handler.end() == null && !call.isTransported()) {
      awaitEnd(handler);
    }
    stop.throwIfCancelled();
    if (handler.end() == null) {
      handler.endWith(unfinished());
    }
    return handler;
  }

  /** Waits for a model that answers on a thread of its own. */
  private void awaitEnd(ReplyHandler handler) throws InterruptedException {
    if (!handler.await(firstSignalTimeout.toNanos(), idleTimeout.toNanos())) {
      boolean hasBegun = handler.hasSignals();
      Duration limit = hasBegun ? idleTimeout : firstSignalTimeout;
      handler.endWith(new ModelException(
          hasBegun ? "stalled" : "timeout",
          "The model said nothing for %.1f s. Try again, or allow it more time."
              .formatted(limit.toMillis() / 1e3),
          true,
          null));
    }
  }

  private static ModelException unfinished() {
    return new ModelException(
        "stream-cut",
        "The model ended its reply without saying that it is complete. Try again.",
        true,
        null);
  }

  private void tell(Retry retry) {
    LOG.log(
        System.Logger.Level.INFO,
        "Attempt {0} of {1} to ask the model failed ({2}); the next one comes in {3} ms",
        retry.attempt(),
        retry.attempts(),
        retry.failure().code(),
        retry.delay().toMillis());
    onRetry.accept(retry);
  }

  /** Returns how many signals came behind the end of a reply, and were dropped. */
  long droppedSignals() {
    return dropped.get();
  }

  /** Builds a model; for one thread. */
  public static final class Builder {
    private final Function<RunRequest, StreamingChatModel> models;
    private @Nullable RequestForm form;
    private Set<MediaKind> accepted = EnumSet.allOf(MediaKind.class);
    private BiFunction<RunRequest, ChatRequestParameters, ChatRequestParameters> parameters =
        (request, common) -> common;
    private RetryPolicy retries = RetryPolicy.DEFAULT;
    private Duration firstSignalTimeout = Duration.ofMinutes(2);
    private Duration idleTimeout = Duration.ofSeconds(60);
    private boolean isFinishOptional;
    private ContextPolicy contextPolicy = ContextPolicy.EVERYTHING;
    private @Nullable ContextPolicy overflowPolicy;
    private Consumer<Retry> onRetry = retry -> {};

    private Builder(Function<RunRequest, StreamingChatModel> models) {
      this.models = models;
    }

    /**
     * Sets when a request is sent again; {@link RetryPolicy#DEFAULT} unless set.
     *
     * @param retries the policy
     */
    public Builder retries(RetryPolicy retries) {
      this.retries = requireNonNull(retries, "retries");
      return this;
    }

    /**
     * Sets who is told of a retry before its wait; nobody unless set. What it throws fails the run.
     *
     * @param onRetry is called on the thread of the run
     */
    public Builder onRetry(Consumer<Retry> onRetry) {
      this.onRetry = requireNonNull(onRetry, "onRetry");
      return this;
    }

    /**
     * Sets what the model takes beside text; everything unless set. What it does not take is named
     * in the request in words.
     *
     * @param kinds what it takes
     */
    public Builder accepts(MediaKind... kinds) {
      Set<MediaKind> set = EnumSet.noneOf(MediaKind.class);
      set.addAll(Set.of(kinds));
      this.accepted = set;
      return this;
    }

    /**
     * Changes the parameters of each request: for those that only one provider knows.
     *
     * @param change gets the request and the parameters that every model has
     */
    public Builder parameters(
        BiFunction<RunRequest, ChatRequestParameters, ChatRequestParameters> change) {
      this.parameters = requireNonNull(change, "change");
      return this;
    }

    /**
     * Sets how long a model that has no {@link ModelHttpClient} may say nothing: 2 min before its
     * first word and 60 s after that unless set.
     *
     * @param first longer than 0
     * @param between longer than 0
     */
    public Builder silence(Duration first, Duration between) {
      if (first.isNegative() || first.isZero() || between.isNegative() || between.isZero()) {
        throw new IllegalArgumentException(
            "A silence is longer than 0, but these are %s and %s.".formatted(first, between));
      }
      this.firstSignalTimeout = first;
      this.idleTimeout = between;
      return this;
    }

    /** Takes a reply without finish reason for complete; unless set it is cut off. */
    public Builder finishReasonOptional() {
      this.isFinishOptional = true;
      return this;
    }

    /**
     * Sets what of the messages of a request is sent, after the runtime's own policy; everything
     * unless set. A token budget fits a model whose context is small.
     *
     * @param policy chooses among the messages
     */
    public Builder contextPolicy(ContextPolicy policy) {
      this.contextPolicy = requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Sets what is sent, once, after the model said that a request is too long; unless set that
     * fails the run. What is stored does not change.
     *
     * @param policy chooses among the messages
     */
    public Builder whenTooLong(ContextPolicy policy) {
      this.overflowPolicy = requireNonNull(policy, "policy");
      return this;
    }

    /** Returns the model. */
    public LangChain4jChatModel build() {
      return new LangChain4jChatModel(this);
    }
  }
}
