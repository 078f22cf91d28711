package dev.antiphon.runtime;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Brings the events of a thread or list to its listeners, each at its own speed (rule EVT-2).
 *
 * @param <E> the kind of event
 * @param <S> the kind of state
 */
final class Notifier<E, S> {

  /*
   * Concurrency
   * -----------
   * A listener reads the event buffer of the writer from its own position, in batches taken under the
   * writer's lock and delivered outside every lock. `isScheduled` lets one delivery of a listener run
   * at a time. `lock` guards `waiting` alone and is a leaf: nothing is called while it is held.
   *
   * Order: a listener's position only grows, so it sees events in their order, whoever delivers.
   *
   * Re-entry: a listener may send, cancel, subscribe and unsubscribe; its own later events come after
   * it has returned.
   *
   * Failure: what a listener throws is logged, and it stays subscribed (rule EVT-3).
   */
  private static final int BATCH = 256;

  /** Where events come from: the writer. */
  interface Source<E> {
    /** Returns events from a sequence number on. */
    List<E> read(long from, int atMost);

    /** Returns the sequence number of the newest event. */
    long lastSequence();
  }

  private final Source<E> source;
  private final ToLongFunction<E> sequenceOf;
  private final Supplier<S> state;
  private final Executor executor;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  private final List<StateListener> stateListeners = new CopyOnWriteArrayList<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Waiting> waiting = new ArrayList<>();

  /** What runs once every listener has got an event. */
  private record Waiting(long sequence, Runnable task) {}

  /**
   * Makes a notifier without listeners.
   *
   * @param source where events come from
   * @param sequenceOf tells the sequence number of an event
   * @param state gives the newest state, as the same object while nothing changed
   * @param executor runs deliveries
   */
  Notifier(Source<E> source, ToLongFunction<E> sequenceOf, Supplier<S> state, Executor executor) {
    this.source = source;
    this.sequenceOf = sequenceOf;
    this.state = state;
    this.executor = executor;
  }

  boolean hasListeners() {
    return !listeners.isEmpty() || !stateListeners.isEmpty();
  }

  /** Returns whether somebody listens who does not leave with the next delivery. */
  boolean hasLastingListeners() {
    return listeners.stream().anyMatch(each -> each.last == Long.MAX_VALUE)
        || stateListeners.stream().anyMatch(each -> !each.isLeaving);
  }

  /**
   * Adds a listener.
   *
   * @param from the first sequence number that it gets
   * @param opening what it gets before, or null
   */
  Listener add(long from, @Nullable E opening, Consumer<? super E> target) {
    Listener listener = new Listener(from, opening, target);
    listeners.add(listener);
    return listener;
  }

  /** Adds a listener that gets the newest state only (rule EVT-5). */
  Subscription addState(Consumer<? super S> target) {
    StateListener listener = new StateListener(target);
    stateListeners.add(listener);
    listener.wake();
    return listener;
  }

  /**
   * Ends the listening of all who listen now, each once it has got an event: the last one for it.
   */
  void endAll(long sequence) {
    for (Listener listener : listeners) {
      listener.last = sequence;
      listener.wake();
    }
    for (StateListener listener : stateListeners) {
      listener.isLeaving = true;
      listener.wake();
    }
  }

  /** Tells the listeners that there is something new. */
  void wake() {
    listeners.forEach(Listener::wake);
    stateListeners.forEach(StateListener::wake);
  }

  /** Runs a task on the executor once every listener has got an event (rule EVT-12). */
  void whenDelivered(long sequence, Runnable task) {
    lock.lock();
    try {
      waiting.add(new Waiting(sequence, task));
    } finally {
      lock.unlock();
    }
    release();
  }

  /**
   * Runs what waits although a listener has not got its events: it is taken to have fallen behind.
   */
  void giveUpWaiting(long sequence) {
    runDue(sequence);
  }

  private void release() {
    long delivered = Long.MAX_VALUE;
    for (Listener listener : listeners) {
      delivered = Math.min(delivered, listener.delivered);
    }
    runDue(delivered);
  }

  private void runDue(long delivered) {
    List<Runnable> due = new ArrayList<>();
    lock.lock();
    try {
      Iterator<Waiting> each = waiting.iterator();
      while (each.hasNext()) {
        Waiting next = each.next();
        if (next.sequence <= delivered) {
          each.remove();
          due.add(next.task);
        }
      }
    } finally {
      lock.unlock();
    }
    due.forEach(executor::execute);
  }

  /**
   * Excuses the listener that this thread is delivering to: it waits for what its own return
   * brings.
   */
  void excuseCurrentThread() {
    for (Listener listener : listeners) {
      if (listener.deliverer == Thread.currentThread()) {
        listener.delivered = Long.MAX_VALUE;
      }
    }
    release();
  }

  /** One listener with its position. */
  final class Listener implements Subscription {
    private final Consumer<? super E> target;
    private final AtomicBoolean isScheduled = new AtomicBoolean();
    private @Nullable E opening;
    private long next;
    private volatile long delivered;
    private volatile long last = Long.MAX_VALUE;
    private volatile boolean isClosed;
    private volatile @Nullable Thread deliverer;

    private Listener(long from, @Nullable E opening, Consumer<? super E> target) {
      this.target = target;
      this.opening = opening;
      this.next = from;
      this.delivered = from - 1;
    }

    void wake() {
      if (!isScheduled.get() && isScheduled.compareAndSet(false, true)) {
        executor.execute(this::deliver);
      }
    }

    private void deliver() {
      deliverer = Thread.currentThread();
      try {
        E first = opening;
        if (first != null) {
          opening = null;
          give(first);
        }
        List<E> batch = source.read(next, BATCH);
        while (!batch.isEmpty() && !isClosed) {
          for (E event : batch) {
            if (isClosed || sequenceOf.applyAsLong(event) > last) {
              break;
            }
            give(event);
          }
          next = sequenceOf.applyAsLong(batch.get(batch.size() - 1)) + 1;
          delivered = next - 1;
          release();
          batch = source.read(next, BATCH);
        }
        if (next > last) {
          close();
        }
      } finally {
        deliverer = null;
      }
      long reached = next;
      isScheduled.set(false);
      if (!isClosed && source.lastSequence() >= reached) {
        wake();
      }
    }

    private void give(E event) {
      try {
        target.accept(event);
      } catch (Throwable thrown) {
        Log.warn("A listener threw", thrown);
      }
    }

    @Override
    public void close() {
      isClosed = true;
      listeners.remove(this);
      release();
    }
  }

  /** One listener of the newest state. */
  final class StateListener implements Subscription {
    private final Consumer<? super S> target;
    private final AtomicBoolean isScheduled = new AtomicBoolean();
    private volatile @Nullable S given;
    private volatile boolean isLeaving;
    private volatile boolean isClosed;

    private StateListener(Consumer<? super S> target) {
      this.target = target;
    }

    void wake() {
      if (!isScheduled.get() && isScheduled.compareAndSet(false, true)) {
        executor.execute(this::deliver);
      }
    }

    // Snapshots are the same object while nothing changed; comparing their content would cost the
    // size of the thread.
    @SuppressWarnings("ReferenceEquality")
    private void deliver() {
      S newest = state.get();
      if (!isClosed && newest != given) {
        given = newest;
        try {
          target.accept(newest);
        } catch (Throwable thrown) {
          Log.warn("A state listener threw", thrown);
        }
      }
      if (isLeaving) {
        close();
      }
      isScheduled.set(false);
      if (!isClosed && state.get() != newest) {
        wake();
      }
    }

    @Override
    public void close() {
      isClosed = true;
      stateListeners.remove(this);
    }
  }
}
