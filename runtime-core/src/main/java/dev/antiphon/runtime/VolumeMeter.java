package dev.antiphon.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleConsumer;

/**
 * How loud a voice session is, beside the events of the thread: it changes often and is worth
 * nothing afterwards (rule VOICE-6). A listener gets the newest value; those in between may be
 * skipped.
 *
 * <p><b>Threads.</b> Set under the writer, read by anyone; listeners are called outside every lock.
 */
final class VolumeMeter {

  private final Executor executor;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile double volume;

  VolumeMeter(Executor executor) {
    this.executor = executor;
  }

  double volume() {
    return volume;
  }

  boolean hasListeners() {
    return !listeners.isEmpty();
  }

  /** Sets what is heard now, for {@link #wake} to tell; what is no number counts as silence. */
  void set(double heard) {
    double now = heard > 0 ? Math.min(heard, 1) : 0;
    if (now != volume) {
      volume = now;
    }
  }

  /** Tells the listeners what is heard now. */
  void wake() {
    listeners.forEach(Listener::wake);
  }

  /** Adds a listener; it gets the value of the moment first. */
  Subscription add(DoubleConsumer target) {
    Listener listener = new Listener(target);
    listeners.add(listener);
    listener.wake();
    return listener;
  }

  /** One listener. */
  private final class Listener implements Subscription {
    private final DoubleConsumer target;
    private final AtomicBoolean isScheduled = new AtomicBoolean();
    private volatile double given = Double.NaN;
    private volatile boolean isClosed;

    Listener(DoubleConsumer target) {
      this.target = target;
    }

    void wake() {
      if (!isClosed && isScheduled.compareAndSet(false, true)) {
        executor.execute(this::deliver);
      }
    }

    private void deliver() {
      double newest = volume;
      if (!isClosed && newest != given) {
        given = newest;
        try {
          target.accept(newest);
        } catch (Throwable thrown) {
          Log.warn("A listener of the volume threw", thrown);
        }
      }
      isScheduled.set(false);
      if (volume != newest) {
        wake();
      }
    }

    @Override
    public void close() {
      isClosed = true;
      listeners.remove(this);
    }
  }
}
