package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.ContextPolicy;
import dev.antiphon.port.JsonCodec;
import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.ThreadAdapters;
import dev.antiphon.port.TitleGenerator;
import dev.antiphon.thread.Suggestion;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What all threads of a runtime share: the ports, and the outside world made injectable. */
final class Environment {

  private final InstantSource clock;
  private final IdSource ids;
  private final Executor executor;
  private final Timer timer;
  private final RuntimeOptions options;
  private final HistoryChoice histories;
  private final ThreadAdapters threadAdapters;
  private final @Nullable TitleGenerator titles;
  private final @Nullable JsonCodec json;
  private final RuleMemory rules;
  private final ContextPolicy contextPolicy;
  private final ContextRegistry contexts;
  private final List<Suggestion> welcomeSuggestions;
  private final RunSlots slots = new RunSlots();
  private final ReplaceableAdapters adapters = new ReplaceableAdapters();

  private volatile ChatModelAdapter model;
  private final AtomicReference<ListAdapter> threadList;

  Environment(
      LocalRuntime.Builder builder, Executor executor, Timer timer, ContextRegistry contexts) {
    this.clock = builder.clock;
    this.ids = builder.ids != null ? builder.ids : new TimeOrderedIds(builder.clock);
    this.executor = executor;
    this.timer = timer;
    this.options = builder.options;
    this.histories = new HistoryChoice(builder.history, builder.inMemory());
    this.threadAdapters = builder.threadAdapters;
    this.threadList = new AtomicReference<>(new ListAdapter(0, builder.threadListOrDefault()));
    this.titles = builder.titles;
    this.json = builder.json;
    this.rules = new RuleMemory(builder.approvalRules);
    this.contextPolicy = builder.contextPolicy;
    this.contexts = contexts;
    this.model = builder.model;
    this.welcomeSuggestions = List.copyOf(builder.welcomeSuggestions);
    this.adapters.attachments(builder.attachments);
    this.adapters.feedback(builder.feedback);
    this.adapters.suggestions(builder.suggestions);
    this.adapters.speech(builder.speech);
    this.adapters.dictation(builder.dictation);
    this.adapters.voice(builder.voice);
  }

  InstantSource clock() {
    return clock;
  }

  IdSource ids() {
    return ids;
  }

  Executor executor() {
    return executor;
  }

  Timer timer() {
    return timer;
  }

  RuntimeOptions options() {
    return options;
  }

  HistoryChoice histories() {
    return histories;
  }

  ThreadAdapters threadAdapters() {
    return threadAdapters;
  }

  /** Returns where lists of threads are kept. */
  ListAdapter threadList() {
    return requireNonNull(threadList.get());
  }

  void replaceThreadList(RemoteThreadListAdapter replacement) {
    threadList.updateAndGet(before -> new ListAdapter(before.version() + 1, replacement));
  }

  /** Returns what makes titles, or null if nothing does. */
  @Nullable
  TitleGenerator titles() {
    return titles;
  }

  @Nullable
  JsonCodec json() {
    return json;
  }

  RuleMemory rules() {
    return rules;
  }

  ContextPolicy contextPolicy() {
    return contextPolicy;
  }

  ContextRegistry contexts() {
    return contexts;
  }

  /** Returns the model that a run that begins now asks (rule OPT-4). */
  ChatModelAdapter model() {
    return model;
  }

  void model(ChatModelAdapter replacement) {
    model = replacement;
  }

  /** Returns the adapters that may be absent and can be replaced (rule OPT-4). */
  ReplaceableAdapters adapters() {
    return adapters;
  }

  /** Returns what is suggested in an empty thread (rule SUGG-5). */
  List<Suggestion> welcomeSuggestions() {
    return welcomeSuggestions;
  }

  /** Counts the active runs of the runtime (rule SEND-14). */
  RunSlots slots() {
    return slots;
  }
}
