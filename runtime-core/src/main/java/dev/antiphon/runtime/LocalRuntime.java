package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

import dev.antiphon.context.ContextMerge;
import dev.antiphon.context.ModelContext;
import dev.antiphon.context.ModelContextProvider;
import dev.antiphon.context.ModelContribution;
import dev.antiphon.memory.InMemoryApprovalRules;
import dev.antiphon.memory.InMemoryThreadHistory;
import dev.antiphon.memory.InMemoryThreadList;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.ApprovalRules;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.ContextPolicy;
import dev.antiphon.port.DictationAdapter;
import dev.antiphon.port.FeedbackAdapter;
import dev.antiphon.port.JsonCodec;
import dev.antiphon.port.RealtimeVoiceAdapter;
import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.SpeechSynthesisAdapter;
import dev.antiphon.port.SuggestionAdapter;
import dev.antiphon.port.ThreadAdapters;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.TitleGenerator;
import dev.antiphon.thread.CloseReport;
import dev.antiphon.thread.RuntimeClosedException;
import dev.antiphon.thread.Suggestion;
import dev.antiphon.tool.Tool;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A chat runtime: it owns the conversations of its users and leaves models, storage and user
 * interfaces to adapters.
 *
 * <pre>{@code
 * try (LocalRuntime runtime = LocalRuntime.builder(model).build()) {
 *   ThreadRuntime thread = runtime.threads("ada").open("holiday-plans");
 *   thread.onText(System.out::print);
 *   thread.send("What's the weather in SF?").await();
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class LocalRuntime implements AutoCloseable {

  private final Environment env;
  private final @Nullable WorkerThreads ownThreads;
  private final List<MessageInput> initialMessages;
  private final Map<String, ThreadListRuntime> lists = new ConcurrentHashMap<>();
  private final AtomicBoolean isClosing = new AtomicBoolean();
  private final RuntimeClosing closing;

  private LocalRuntime(Builder builder) {
    WorkerThreads own =
        builder.executor == null || builder.timer == null ? new WorkerThreads() : null;
    Executor executor = builder.executor != null ? builder.executor : requireNonNull(own);
    Timer timer = builder.timer != null ? builder.timer : requireNonNull(own);
    ContextRegistry contexts = new ContextRegistry();
    builder.providers.forEach(contexts::register);
    this.ownThreads = own;
    this.env = new Environment(builder, executor, timer, contexts);
    this.initialMessages = List.copyOf(builder.initialMessages);
    this.closing = new RuntimeClosing(env);
    contexts.onChange(this::contextChanged);
  }

  /**
   * Starts a runtime.
   *
   * @param model asked for replies; everything else has a default
   */
  public static Builder builder(ChatModelAdapter model) {
    return new Builder(model);
  }

  /** Returns the threads of the owner of the options, {@code local} unless set. */
  public ThreadListRuntime threads() {
    return threads(env.options().owner());
  }

  /**
   * Returns the threads of an owner.
   *
   * @param owner whose threads; 1 to 256 characters
   * @throws RuntimeClosedException after close
   */
  public ThreadListRuntime threads(String owner) {
    if (isClosing.get()) {
      throw new RuntimeClosedException("threads");
    }
    ThreadListRuntime list = lists.computeIfAbsent(
        requireNonNull(owner, "owner"), key -> new ThreadListRuntime(env, key, initialMessages));
    if (isClosing.get()) {
      // It may have come too late to be closed with the others.
      list.directory().refuseCommands();
      throw new RuntimeClosedException("threads");
    }
    list.directory().followAdapter();
    return list;
  }

  /**
   * Replaces the model; runs under way end on the old one (rule OPT-4).
   *
   * @param model asked from the next run on
   */
  public void setModel(ChatModelAdapter model) {
    env.model(requireNonNull(model, "model"));
  }

  /**
   * Replaces what makes attachments of files; those that are added already stay with the old one
   * (rule OPT-4).
   *
   * @param attachments makes attachments from now on, or {@code null}: what is supplied for each
   *     thread does, if there is something
   */
  public void setAttachments(@Nullable AttachmentAdapter attachments) {
    env.adapters().attachments(attachments);
    adaptersChanged();
  }

  /**
   * Replaces who is told what people think of messages; marks on their way go to the old one (rule
   * OPT-4).
   *
   * @param feedback told of marks from now on, or {@code null}: feedback is off
   */
  public void setFeedback(@Nullable FeedbackAdapter feedback) {
    env.adapters().feedback(feedback);
    adaptersChanged();
  }

  /**
   * Replaces who suggests what to say next; a question under way is answered by the old one (rule
   * OPT-4).
   *
   * @param suggestions asked after the next run, or {@code null}: suggestions are off
   */
  public void setSuggestions(@Nullable SuggestionAdapter suggestions) {
    env.adapters().suggestions(suggestions);
  }

  /**
   * Replaces who reads aloud; an utterance under way ends on the old one (rule OPT-4).
   *
   * @param speech asked from now on, or {@code null}: reading aloud is off
   */
  public void setSpeech(@Nullable SpeechSynthesisAdapter speech) {
    env.adapters().speech(speech);
    adaptersChanged();
  }

  /**
   * Replaces who writes down what is said; a dictation under way ends on the old one (rule OPT-4).
   *
   * @param dictation asked from now on, or {@code null}: dictation is off
   */
  public void setDictation(@Nullable DictationAdapter dictation) {
    env.adapters().dictation(dictation);
    adaptersChanged();
  }

  /**
   * Replaces who connects voice sessions; a session under way ends on the old one (rule OPT-4).
   *
   * @param voice asked from now on, or {@code null}: voice is off
   */
  public void setVoice(@Nullable RealtimeVoiceAdapter voice) {
    env.adapters().voice(voice);
    adaptersChanged();
  }

  private void adaptersChanged() {
    lists.values().forEach(list -> list.directory().adaptersChanged());
  }

  /**
   * Replaces the history, as long as no thread was opened (rule OPT-4).
   *
   * @param history where messages are kept from now on
   * @throws IllegalStateException once a thread is open; nothing is replaced then
   */
  public void setHistory(ThreadHistoryAdapter history) {
    env.histories().replace(requireNonNull(history, "history"));
  }

  /**
   * Replaces where lists of threads are kept, for all owners. Operations under way fail with
   * {@code AdapterReplacedException}; so does, until the list of the new adapter has come,
   * everything but what concerns a draft. Then drafts and threads created since survive, and of the
   * others those that the new list names; all others are closed (rules LIST-23 and LIST-24). A list
   * of an owner that could not be loaded is asked for again with {@code reload}.
   *
   * @param threadList asked from now on
   */
  public void setThreadList(RemoteThreadListAdapter threadList) {
    requireNonNull(threadList, "threadList");
    env.replaceThreadList(threadList);
    lists.values().forEach(list -> list.directory().followAdapter());
  }

  /**
   * Shows messages as a thread that can only be read, such as the nested messages of a tool call
   * (rule OPT-10). Each of its commands is refused with {@code ReadOnlyException}; nothing of it is
   * stored or loaded.
   *
   * @param key what it is called
   * @param messages the messages, as one chain; shown as they are
   * @return the thread
   * @throws dev.antiphon.tree.ImportException if two messages have the same id
   */
  public ThreadRuntime readOnly(ThreadKey key, List<Message> messages) {
    return ReadOnlyHome.show(env, key, messages);
  }

  /**
   * Adds a provider of model context.
   *
   * @param provider the provider; the same object twice counts once
   * @return takes it out again
   * @throws dev.antiphon.tool.DuplicateToolException if it gives a tool whose name is taken
   */
  public Subscription addContext(ModelContextProvider provider) {
    return env.contexts().register(requireNonNull(provider, "provider"));
  }

  /** Returns the tools, instructions and providers of all threads, to be changed at any time. */
  public ModelContextRegistry context() {
    return new ModelContextRegistry(env.contexts());
  }

  /**
   * Reads all providers and returns what a step that starts now would tell its model (rule CTX-1);
   * {@link ModelContext#summary()} tells in short what changed.
   *
   * @throws dev.antiphon.error.ChatRuntimeException naming the provider that failed
   */
  public ModelContext modelContext() {
    return ContextMerge.of(env.contexts().contributions());
  }

  private void contextChanged() {
    lists.values().forEach(list -> list.directory().contextChanged());
  }

  /** Returns the options. */
  public RuntimeOptions options() {
    return env.options();
  }

  /** Closes the runtime, as {@link #closeWithReport()} does. */
  @Override
  public void close() {
    closeWithReport();
  }

  /**
   * Closes the runtime: refuses new commands, cancels or awaits active runs by the options, flushes
   * what waits to be stored, and gives each listener its last event; returns after
   * {@code closeDeadline} at the latest. When runs are awaited, a second of it, or a quarter if
   * that is less, is kept for writing. Paused messages stay paused and can be decided after the
   * next load (rules CLOSE-1 to CLOSE-5).
   *
   * <p>May be called by any thread, listeners included, and again: a second caller waits for the
   * first and gets the same report.
   *
   * @return what was left and is in no storage
   */
  public CloseReport closeWithReport() {
    if (!isClosing.compareAndSet(false, true)) {
      return closing.awaitFirst();
    }
    try {
      return closing.close(lists.values());
    } finally {
      if (ownThreads != null) {
        ownThreads.close();
      }
    }
  }

  /** Builds a runtime; for one thread. */
  public static final class Builder {
    final ChatModelAdapter model;
    final List<ModelContextProvider> providers = new ArrayList<>();
    final List<MessageInput> initialMessages = new ArrayList<>();
    final List<Suggestion> welcomeSuggestions = new ArrayList<>();
    ThreadAdapters threadAdapters = ThreadAdapters.NONE;

    @Nullable
    ThreadHistoryAdapter history;

    private @Nullable InMemoryThreadHistory inMemory;

    @Nullable
    RemoteThreadListAdapter threadList;

    @Nullable
    TitleGenerator titles;

    @Nullable
    AttachmentAdapter attachments;

    @Nullable
    FeedbackAdapter feedback;

    @Nullable
    SuggestionAdapter suggestions;

    @Nullable
    SpeechSynthesisAdapter speech;

    @Nullable
    DictationAdapter dictation;

    @Nullable
    RealtimeVoiceAdapter voice;

    ApprovalRules approvalRules = new InMemoryApprovalRules();
    ContextPolicy contextPolicy = ContextPolicy.EVERYTHING;
    RuntimeOptions options = RuntimeOptions.DEFAULTS;
    InstantSource clock = InstantSource.system();

    @Nullable
    JsonCodec json;

    @Nullable
    IdSource ids;

    @Nullable
    Executor executor;

    @Nullable
    Timer timer;

    private Builder(ChatModelAdapter model) {
      this.model = requireNonNull(model, "model");
    }

    /**
     * Sets what reads and writes JSON; needed for tools.
     *
     * @param json the codec
     */
    public Builder json(JsonCodec json) {
      this.json = requireNonNull(json, "json");
      return this;
    }

    /**
     * Adds tools.
     *
     * @param tools the tools
     */
    public Builder tools(Tool... tools) {
      ModelContribution contribution = ModelContribution.ofTools(tools);
      return context(() -> contribution);
    }

    /**
     * Adds a system text.
     *
     * @param text the text
     */
    public Builder system(String text) {
      ModelContribution contribution = ModelContribution.ofSystem(text);
      return context(() -> contribution);
    }

    /**
     * Adds a provider of model context.
     *
     * @param provider the provider
     */
    public Builder context(ModelContextProvider provider) {
      providers.add(requireNonNull(provider, "provider"));
      return this;
    }

    /**
     * Sets where messages are kept; in memory unless set.
     *
     * @param history the history
     */
    public Builder history(ThreadHistoryAdapter history) {
      this.history = requireNonNull(history, "history");
      return this;
    }

    /**
     * Sets what supplies adapters for each thread; what is set on this builder wins over it (rule
     * OPT-6).
     *
     * @param adapters the supplier
     */
    public Builder threadAdapters(ThreadAdapters adapters) {
      this.threadAdapters = requireNonNull(adapters, "adapters");
      return this;
    }

    /**
     * Sets where the list of threads is kept; in memory unless set.
     *
     * @param threadList the list
     */
    public Builder threadList(RemoteThreadListAdapter threadList) {
      this.threadList = requireNonNull(threadList, "threadList");
      return this;
    }

    /**
     * Sets what makes the titles of threads; unless set, a title is the first text of the user,
     * shortened.
     *
     * @param titles the generator
     */
    public Builder titles(TitleGenerator titles) {
      this.titles = requireNonNull(titles, "titles");
      return this;
    }

    /**
     * Sets what makes attachments of files; files cannot be attached unless it is set or supplied
     * for a thread (rule OPT-6).
     *
     * @param attachments the adapter
     */
    public Builder attachments(AttachmentAdapter attachments) {
      this.attachments = requireNonNull(attachments, "attachments");
      return this;
    }

    /**
     * Sets who is told what people think of messages; feedback is off unless set (rule FEED-1).
     *
     * @param feedback the adapter
     */
    public Builder feedback(FeedbackAdapter feedback) {
      this.feedback = requireNonNull(feedback, "feedback");
      return this;
    }

    /**
     * Sets who suggests what to say next; suggestions are off unless set (rule SUGG-1).
     *
     * @param suggestions the adapter
     */
    public Builder suggestions(SuggestionAdapter suggestions) {
      this.suggestions = requireNonNull(suggestions, "suggestions");
      return this;
    }

    /**
     * Sets what is suggested where nothing was said yet (rule SUGG-5).
     *
     * @param suggestions what a person may want to say first
     */
    public Builder welcomeSuggestions(Suggestion... suggestions) {
      welcomeSuggestions.addAll(List.of(suggestions));
      return this;
    }

    /**
     * Sets who reads aloud; off unless set (rule SPEECH-1).
     *
     * @param speech the adapter
     */
    public Builder speech(SpeechSynthesisAdapter speech) {
      this.speech = requireNonNull(speech, "speech");
      return this;
    }

    /**
     * Sets who writes down what is said; off unless set (rule DICT-1).
     *
     * @param dictation the adapter
     */
    public Builder dictation(DictationAdapter dictation) {
      this.dictation = requireNonNull(dictation, "dictation");
      return this;
    }

    /**
     * Sets who connects voice sessions; off unless set (rule VOICE-1).
     *
     * @param voice the adapter
     */
    public Builder voice(RealtimeVoiceAdapter voice) {
      this.voice = requireNonNull(voice, "voice");
      return this;
    }

    /**
     * Sets where "always allow" and "always reject" are remembered; in memory unless set.
     *
     * @param rules the rules
     */
    public Builder approvalRules(ApprovalRules rules) {
      this.approvalRules = requireNonNull(rules, "rules");
      return this;
    }

    /**
     * Sets what of a branch a request carries; everything unless set.
     *
     * @param policy the policy
     */
    public Builder contextPolicy(ContextPolicy policy) {
      this.contextPolicy = requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Sets the messages that an empty thread begins with (rule OPT-7).
     *
     * @param messages the messages, as one chain
     */
    public Builder initialMessages(MessageInput... messages) {
      initialMessages.addAll(List.of(messages));
      return this;
    }

    /**
     * Sets the options.
     *
     * @param options the options
     */
    public Builder options(RuntimeOptions options) {
      this.options = requireNonNull(options, "options");
      return this;
    }

    /**
     * Sets the clock.
     *
     * @param clock the clock
     */
    public Builder clock(InstantSource clock) {
      this.clock = requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Sets what makes ids.
     *
     * @param ids the source
     */
    public Builder ids(IdSource ids) {
      this.ids = requireNonNull(ids, "ids");
      return this;
    }

    /**
     * Sets what runs adapters, tools, storage and listeners. It needs a thread for each that
     * blocks; the runtime never interrupts it and does not close it.
     *
     * @param executor the executor
     */
    public Builder executor(Executor executor) {
      this.executor = requireNonNull(executor, "executor");
      return this;
    }

    /**
     * Sets what runs things later; the runtime does not close it.
     *
     * @param timer the timer
     */
    public Builder timer(Timer timer) {
      this.timer = requireNonNull(timer, "timer");
      return this;
    }

    /** Returns the list that was given, else one in memory that knows the history in memory. */
    RemoteThreadListAdapter threadListOrDefault() {
      if (threadList != null) {
        return threadList;
      }
      if (history == null) {
        return new InMemoryThreadList(inMemory(), clock);
      }
      return history instanceof InMemoryThreadHistory own
          ? new InMemoryThreadList(own, clock)
          : new InMemoryThreadList(null, clock);
    }

    /** Returns the history of threads for which there is no other. */
    InMemoryThreadHistory inMemory() {
      if (inMemory == null) {
        inMemory = new InMemoryThreadHistory(clock);
      }
      return inMemory;
    }

    /**
     * Returns the runtime.
     *
     * @throws dev.antiphon.tool.DuplicateToolException if two providers give a tool of one name
     */
    public LocalRuntime build() {
      return new LocalRuntime(this);
    }
  }
}
