package dev.antiphon.runtime;

import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.RemoteThreadListAdapter.Capability;
import dev.antiphon.thread.AdapterReplacedException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The storage of a thread list. It may be replaced: then every call under way fails at once, those
 * that have not begun never do, and late answers are dropped (rule LIST-23). Confined to the list's
 * writer.
 */
final class ListPort {

  private final ThreadDirectory list;
  private final Set<Call> calls = new LinkedHashSet<>();
  private RemoteThreadListAdapter adapter;
  private Set<Capability> abilities;
  private boolean isAwaited;

  /** A call of the storage that has not been answered. */
  static final class Call {
    private final String name;
    private final RemoteThreadListAdapter adapter;
    private final Consumer<Throwable> failure;

    private Call(String name, RemoteThreadListAdapter adapter, Consumer<Throwable> failure) {
      this.name = name;
      this.adapter = adapter;
      this.failure = failure;
    }

    /** Returns whom to ask. */
    RemoteThreadListAdapter adapter() {
      return adapter;
    }

    /** Returns what its caller gets if the adapter is replaced meanwhile. */
    AdapterReplacedException replaced() {
      return new AdapterReplacedException(name);
    }
  }

  /** What is asked of the storage. */
  interface Request<T> {
    T of(RemoteThreadListAdapter adapter);
  }

  ListPort(ThreadDirectory list, RemoteThreadListAdapter adapter, Set<Capability> abilities) {
    this.list = list;
    this.adapter = adapter;
    this.abilities = Set.copyOf(abilities);
  }

  boolean can(Capability ability) {
    return abilities.contains(ability);
  }

  /** Returns whether the list of an adapter that came later has not come yet. */
  boolean isAwaited() {
    return isAwaited;
  }

  /** Says that the list of the adapter has come. */
  void arrived() {
    isAwaited = false;
  }

  /**
   * Refuses what has to wait for the list of an adapter that came later.
   *
   * @throws AdapterReplacedException until it has come
   */
  void checkArrived(String operation) {
    if (isAwaited) {
      throw new AdapterReplacedException(operation);
    }
  }

  /**
   * Begins a call that the caller carries out, and ends with {@link #end}.
   *
   * @param failure called under the writer if the adapter is replaced before
   */
  Call begin(String name, Consumer<Throwable> failure) {
    Call call = new Call(name, adapter, failure);
    calls.add(call);
    return call;
  }

  /** Ends a call; returns false if the adapter was replaced before, and the caller was told. */
  boolean end(Call call) {
    return calls.remove(call);
  }

  /**
   * Asks the storage in the background.
   *
   * @param name what it is, for a failure
   * @param request what is asked; runs under no lock
   * @param answer takes the answer, under the writer
   * @param failure takes what was thrown, or that the adapter was replaced, under the writer
   */
  <T> void ask(String name, Request<T> request, Consumer<T> answer, Consumer<Throwable> failure) {
    Call call = begin(name, failure);
    list.writer.inBackground(() -> carryOut(call, request, answer));
  }

  private <T> void carryOut(Call call, Request<T> request, Consumer<T> answer) {
    if (!list.writer.apply(() -> calls.contains(call))) {
      return;
    }
    T answered;
    try {
      answered = request.of(call.adapter);
    } catch (Throwable thrown) {
      list.writer.run(() -> {
        if (end(call)) {
          call.failure.accept(thrown);
        }
      });
      return;
    }
    list.writer.run(() -> {
      if (end(call)) {
        answer.accept(answered);
      }
    });
  }

  /** Takes another adapter; everything asked of the old one has failed then. */
  void replace(RemoteThreadListAdapter replacement, Set<Capability> newAbilities) {
    List<Call> failed = new ArrayList<>(calls);
    calls.clear();
    adapter = replacement;
    abilities = Set.copyOf(newAbilities);
    isAwaited = true;
    failed.forEach(call -> call.failure.accept(call.replaced()));
  }
}
