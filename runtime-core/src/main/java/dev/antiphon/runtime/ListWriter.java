package dev.antiphon.runtime;

import dev.antiphon.thread.EventHeader;
import dev.antiphon.thread.ListEvent;
import dev.antiphon.thread.ListState;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The single writer of a thread list: the lock, the events, and the snapshot. Every room of the
 * list changes things inside {@link #apply}.
 */
final class ListWriter implements Notifier.Source<ListEvent> {

  /*
   * Concurrency
   * -----------
   * `lock` guards everything that is not final or volatile here, and the fields of all rooms of the
   * list. No command of a thread runs under it, and the writer of a thread never calls the list: each
   * tells the other in effects, which run when its own lock is free.
   */
  private final WriterLock lock;
  private final Environment env;
  private final EventBuffer<ListEvent> events;
  private final Notifier<ListEvent, ListState> notifier;
  private final LongFunction<ListState> stateAt;

  private volatile @Nullable ListState snapshot;

  /**
   * Makes the writer of a list.
   *
   * @param stateAt makes the state as of a sequence number; called under the lock
   */
  ListWriter(Environment env, LongFunction<ListState> stateAt) {
    this.env = env;
    this.stateAt = stateAt;
    this.events = new EventBuffer<>(
        env.options().eventBuffer(), 0, ListEvent::sequence, ListWriter::overflow);
    this.notifier = new Notifier<>(this, ListEvent::sequence, this::state, env.executor());
    this.lock = new WriterLock(env.executor(), notifier::wake);
  }

  /** Applies a command as a whole; its effects run when the lock is free again. */
  <T extends @Nullable Object> T apply(Supplier<T> command) {
    return lock.apply(command);
  }

  /** As {@link #apply} for a command without a result. */
  void run(Runnable command) {
    lock.apply(() -> {
      command.run();
      return true;
    });
  }

  /** Has something run when the lock is free again: short, or handed to the executor. */
  void afterwards(Runnable effect) {
    lock.afterwards(effect);
  }

  /** Has longer work run on the executor when the lock is free again. */
  void inBackground(Runnable work) {
    lock.inBackground(work);
  }

  /** Emits an event. */
  void emit(Function<EventHeader, ListEvent> event) {
    EventHeader header = new EventHeader(events.last() + 1, env.clock().millis(), null, null, null);
    events.append(event.apply(header));
    lock.hasNews();
    snapshot = null;
  }

  /** Returns the list as it is now. */
  ListState state() {
    ListState current = snapshot;
    return current != null ? current : apply(this::makeSnapshot);
  }

  private ListState makeSnapshot() {
    ListState current = snapshot;
    if (current == null) {
      current = stateAt.apply(events.last());
      snapshot = current;
    }
    return current;
  }

  /** Adds a listener that gets a snapshot and everything after it (rule EVT-6). */
  Subscription subscribe(Consumer<? super ListEvent> listener) {
    return apply(() -> {
      ListState state = makeSnapshot();
      EventHeader header =
          new EventHeader(state.sequence(), env.clock().millis(), null, null, null);
      return added(
          notifier.add(state.sequence() + 1, new ListEvent.Snapshot(header, state), listener));
    });
  }

  /** Adds a listener that gets everything from a sequence number on, if it is still here. */
  Subscription subscribe(long fromSequence, Consumer<? super ListEvent> listener) {
    return apply(() -> {
      boolean isHere = fromSequence >= events.first() && fromSequence <= events.last() + 1;
      return isHere ? added(notifier.add(fromSequence, null, listener)) : subscribe(listener);
    });
  }

  /** Adds a listener of the newest state. */
  Subscription subscribeToState(Consumer<? super ListState> listener) {
    return notifier.addState(listener);
  }

  private Subscription added(Notifier<ListEvent, ListState>.Listener listener) {
    afterwards(listener::wake);
    return listener;
  }

  @Override
  public List<ListEvent> read(long from, int atMost) {
    return lock.read(() -> events.read(from, atMost, env.clock().millis()));
  }

  @Override
  public long lastSequence() {
    return lock.read(events::last);
  }

  private static ListEvent overflow(long first, long last, long nowMillis) {
    return new ListEvent.Overflow(new EventHeader(last, nowMillis, null, null, null), first, last);
  }
}
