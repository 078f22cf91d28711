package dev.antiphon.openai;

import static java.util.Objects.requireNonNull;

import dev.antiphon.context.CallSettings;
import dev.antiphon.context.ModelConfig;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.ContextPolicy;
import dev.antiphon.port.ReplyWriter;
import dev.antiphon.port.RunRequest;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.net.URI;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A model of OpenAI's, or of a server that speaks its chat completions: Ollama, vLLM, LM Studio, a
 * gateway.
 *
 * <pre>{@code
 * ChatModelAdapter model = OpenAiChatModel.builder("gpt-5-mini").apiKey(key).build();
 * ChatModelAdapter local = OpenAiChatModel.builder("llama3.2")
 *     .baseUrl(URI.create("http://localhost:11434/v1")).build();
 * }</pre>
 *
 * <p><b>Promise.</b> That of {@link LangChain4jChatModel}, cancel of the connection included. What
 * a request's model context says of key, base URL, model and settings counts over what is set here;
 * the key that is set here is sent to the base URL that is set here and to no other. The reply's
 * metadata has the model's name as {@code custom.modelName}.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class OpenAiChatModel implements ChatModelAdapter, AutoCloseable {

  /** Where OpenAI is. */
  public static final URI OPEN_AI = URI.create("https://api.openai.com/v1");

  private final ModelConfig config;
  private final @Nullable String organization;
  private final @Nullable String project;
  private final Map<String, String> headers;
  private final boolean isReasoningSent;
  private final boolean isDoneEnough;
  private final ModelHttpClient http;
  private final boolean isHttpOwned;
  private final StreamingChatModel usual;
  private final LangChain4jChatModel model;

  private OpenAiChatModel(Builder builder) {
    this.config = ModelConfig.builder()
        .baseUrl(builder.baseUrl.toString())
        .apiKey(builder.apiKey)
        .modelName(builder.modelName)
        .reasoningEffort(builder.reasoningEffort)
        .build();
    this.organization = builder.organization;
    this.project = builder.project;
    this.headers = builder.headers;
    this.isReasoningSent = builder.isReasoningSent;
    this.isDoneEnough = builder.isDoneEnough;
    this.isHttpOwned = builder.http == null || builder.isHttpOwned;
    this.http = builder.http == null ? ModelHttpClient.builder().build() : builder.http;
    this.usual = model(builder.baseUrl.toString(), builder.apiKey);
    LangChain4jChatModel.Builder inner = LangChain4jChatModel.builder(
            this::modelFor,
            new OpenAiForm(builder.accepted, builder.settings, config, builder.tokensField()))
        .retries(builder.retries)
        .onRetry(builder.onRetry)
        .contextPolicy(builder.contextPolicy);
    if (builder.overflowPolicy != null) {
      inner.whenTooLong(builder.overflowPolicy);
    }
    this.model = inner.finishReasonOptional().build();
  }

  /**
   * Starts a model.
   *
   * @param modelName its name, as the server knows it; never blank
   */
  public static Builder builder(String modelName) {
    return new Builder(modelName);
  }

  @Override
  public void run(RunRequest request, ReplyWriter reply) throws Exception {
    model.run(request, reply);
  }

  private StreamingChatModel modelFor(RunRequest request) {
    ModelConfig asked = request.context().config();
    if (asked.baseUrl() == null && asked.apiKey() == null) {
      return usual;
    }
    boolean isElsewhere = asked.baseUrl() != null && !asked.baseUrl().equals(config.baseUrl());
    String key = asked.apiKey() != null || isElsewhere ? asked.apiKey() : config.apiKey();
    return model(requireNonNull(asked.over(config).baseUrl()), key);
  }

  private StreamingChatModel model(String baseUrl, @Nullable String key) {
    return OpenAiStreamingChatModel.builder()
        .httpClientBuilder(http.forOpenAi(isDoneEnough))
        .baseUrl(baseUrl)
        .apiKey(key)
        .organizationId(organization)
        .projectId(project)
        .modelName(config.modelName())
        .customHeaders(headers)
        .returnThinking(true)
        .sendThinking(isReasoningSent)
        .build();
  }

  /** Closes its connections, unless they are those of a client that was given. */
  @Override
  public void close() {
    if (isHttpOwned) {
      http.close();
    }
  }

  @Override
  public String toString() {
    return "OpenAiChatModel[" + config.modelName() + " at " + config.baseUrl() + "]";
  }

  /** The name that a server has for the most tokens to write. */
  public enum MaxTokensField {
    /** {@code max_completion_tokens}: OpenAI's own. */
    MAX_COMPLETION_TOKENS,
    /** {@code max_tokens}: most other servers. */
    MAX_TOKENS
  }

  /** Builds a model; for one thread. */
  public static final class Builder {
    private final String modelName;
    private URI baseUrl = OPEN_AI;
    private @Nullable String apiKey;
    private @Nullable String organization;
    private @Nullable String project;
    private @Nullable String reasoningEffort;
    private Map<String, String> headers = Map.of();
    private CallSettings settings = CallSettings.NONE;
    private @Nullable MaxTokensField maxTokensField;
    private boolean isReasoningSent;
    private boolean isDoneEnough;
    private Set<MediaKind> accepted = EnumSet.allOf(MediaKind.class);
    private RetryPolicy retries = RetryPolicy.DEFAULT;
    private Consumer<Retry> onRetry = retry -> {};
    private ContextPolicy contextPolicy = ContextPolicy.EVERYTHING;
    private @Nullable ContextPolicy overflowPolicy;
    private @Nullable ModelHttpClient http;
    private boolean isHttpOwned;

    private Builder(String modelName) {
      this.modelName = requireNonNull(modelName, "modelName").strip();
      if (this.modelName.isEmpty()) {
        throw new IllegalArgumentException("A model needs a name.");
      }
    }

    /**
     * Sets where the server is; {@link OpenAiChatModel#OPEN_AI} unless set.
     *
     * @param baseUrl an http or https URL, usually one that ends in {@code /v1}
     */
    public Builder baseUrl(URI baseUrl) {
      this.baseUrl = checked(baseUrl);
      return this;
    }

    /** Refuses a URL that no server can have; it is not shown, since a key may stand in it. */
    static URI checked(URI baseUrl) {
      String scheme = baseUrl.getScheme();
      boolean isHttp = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
      boolean isPlain = baseUrl.getQuery() == null && baseUrl.getUserInfo() == null;
      if (!isHttp || baseUrl.getHost() == null || !isPlain) {
        throw new IllegalArgumentException(
            "The base URL of a model server is an http or https URL with a host, without user and query, such as http://localhost:11434/v1.");
      }
      return baseUrl;
    }

    /**
     * Sets the key; none unless set.
     *
     * @param apiKey the key, a secret, or {@code null} for servers that want none
     */
    public Builder apiKey(@Nullable String apiKey) {
      String key = apiKey == null ? "" : apiKey.strip();
      this.apiKey = key.isEmpty() ? null : key;
      return this;
    }

    /**
     * Sets the organization that pays; that of the key unless set.
     *
     * @param organization OpenAI's id of it, or {@code null}
     */
    public Builder organization(@Nullable String organization) {
      this.organization = organization;
      return this;
    }

    /**
     * Sets the project that pays; that of the key unless set.
     *
     * @param project OpenAI's id of it, or {@code null}
     */
    public Builder project(@Nullable String project) {
      this.project = project;
      return this;
    }

    /**
     * Sets how hard a reasoning model thinks, where a request says nothing.
     *
     * @param effort such as {@code low}, or {@code null}
     */
    public Builder reasoningEffort(@Nullable String effort) {
      this.reasoningEffort = effort;
      return this;
    }

    /**
     * Sets headers for each request.
     *
     * @param headers names and values; the values are secret
     */
    public Builder headers(Map<String, String> headers) {
      this.headers = Map.copyOf(headers);
      return this;
    }

    /**
     * Sets the settings of a call where a request says nothing.
     *
     * @param settings the settings; the others among them are sent as they are
     */
    public Builder settings(CallSettings settings) {
      this.settings = requireNonNull(settings, "settings");
      return this;
    }

    /**
     * Sets the name that the server has for the most tokens to write: OpenAI's own at OpenAI, else
     * {@code max_tokens}, unless set.
     *
     * @param field the name
     */
    public Builder maxTokensField(MaxTokensField field) {
      this.maxTokensField = requireNonNull(field, "field");
      return this;
    }

    /** Sends reasoning back with the messages, which some servers want between tool calls. */
    public Builder sendsReasoning() {
      this.isReasoningSent = true;
      return this;
    }

    /** Takes {@code [DONE]} for the end of a reply that has no finish reason. */
    public Builder doneIsEnough() {
      this.isDoneEnough = true;
      return this;
    }

    /**
     * Sets what the model takes beside text; everything unless set. What it does not take is named
     * in the request in words.
     *
     * @param kinds what it takes
     */
    public Builder accepts(Set<MediaKind> kinds) {
      Set<MediaKind> own = EnumSet.noneOf(MediaKind.class);
      own.addAll(kinds);
      this.accepted = own;
      return this;
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
     * Sets who is told of a retry before its wait; nobody unless set.
     *
     * @param onRetry is called on the thread of the run
     */
    public Builder onRetry(Consumer<Retry> onRetry) {
      this.onRetry = requireNonNull(onRetry, "onRetry");
      return this;
    }

    /**
     * Sets what of the messages of a request is sent, after the runtime's own policy; everything
     * unless set.
     *
     * @param policy chooses among the messages
     */
    public Builder contextPolicy(ContextPolicy policy) {
      this.contextPolicy = requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Sets what is sent, once, after the model said that a request is too long; unless set that
     * fails the run.
     *
     * @param policy chooses among the messages
     */
    public Builder whenTooLong(ContextPolicy policy) {
      this.overflowPolicy = requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Sets the way to the server; one of the model's own with default timeouts unless set.
     *
     * @param http a client, which its maker closes
     */
    public Builder http(ModelHttpClient http) {
      this.http = requireNonNull(http, "http");
      return this;
    }

    /** Sets a client that is closed with the model. */
    Builder owning(ModelHttpClient client) {
      this.http = client;
      this.isHttpOwned = true;
      return this;
    }

    private String tokensField() {
      MaxTokensField field = maxTokensField;
      if (field == null) {
        field = OPEN_AI.getHost().equals(baseUrl.getHost())
            ? MaxTokensField.MAX_COMPLETION_TOKENS
            : MaxTokensField.MAX_TOKENS;
      }
      return field.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the model. */
    public OpenAiChatModel build() {
      return new OpenAiChatModel(this);
    }
  }
}
