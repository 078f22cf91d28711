package dev.antiphon.runtime;

import dev.antiphon.port.ApprovalRules;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.ContextPolicy;
import dev.antiphon.port.JsonCodec;
import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadHistoryAdapter.Capability;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What all threads of a runtime share: the ports, and the outside world made injectable. */
final class Environment {

  private final InstantSource clock;
  private final IdSource ids;
  private final Executor executor;
  private final Timer timer;
  private final RuntimeOptions options;
  private final ThreadHistoryAdapter history;
  private final Set<Capability> historyCapabilities;
  private final RemoteThreadListAdapter threadList;
  private final @Nullable JsonCodec json;
  private final ApprovalRules approvalRules;
  private final ContextPolicy contextPolicy;
  private final ContextRegistry contexts;
  private final AtomicInteger activeRuns = new AtomicInteger();

  private volatile ChatModelAdapter model;

  Environment(
      LocalRuntime.Builder builder, Executor executor, Timer timer, ContextRegistry contexts) {
    this.clock = builder.clock;
    this.ids = builder.ids != null ? builder.ids : new TimeOrderedIds(builder.clock);
    this.executor = executor;
    this.timer = timer;
    this.options = builder.options;
    this.history = builder.history;
    this.historyCapabilities = Set.copyOf(builder.history.capabilities());
    this.threadList = builder.threadListOrDefault();
    this.json = builder.json;
    this.approvalRules = builder.approvalRules;
    this.contextPolicy = builder.contextPolicy;
    this.contexts = contexts;
    this.model = builder.model;
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

  ThreadHistoryAdapter history() {
    return history;
  }

  /** Returns whether the history can do something; asked once, so it can be told under a lock. */
  boolean historyCan(Capability capability) {
    return historyCapabilities.contains(capability);
  }

  RemoteThreadListAdapter threadList() {
    return threadList;
  }

  @Nullable
  JsonCodec json() {
    return json;
  }

  ApprovalRules approvalRules() {
    return approvalRules;
  }

  ContextPolicy contextPolicy() {
    return contextPolicy;
  }

  ContextRegistry contexts() {
    return contexts;
  }

  /** Returns the model that a step that starts now asks (rule OPT-4). */
  ChatModelAdapter model() {
    return model;
  }

  void model(ChatModelAdapter replacement) {
    model = replacement;
  }

  /** Counts the active runs of the runtime (rule SEND-14). */
  AtomicInteger activeRuns() {
    return activeRuns;
  }
}
