package dev.antiphon.testing;

import dev.antiphon.runtime.Subscription;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.thread.ThreadEvent;
import java.util.ArrayList;
import java.util.List;

/** A listener that keeps what it gets. */
public final class EventLog {

  private final List<ThreadEvent> events = new ArrayList<>();
  private final Subscription subscription;

  private EventLog(ThreadRuntime thread) {
    this.subscription = thread.subscribe(events::add);
  }

  /**
   * Starts listening.
   *
   * @param thread to what
   */
  public static EventLog of(ThreadRuntime thread) {
    return new EventLog(thread);
  }

  /** Returns everything so far. */
  public List<ThreadEvent> all() {
    return List.copyOf(events);
  }

  /** Returns the names of everything so far. */
  public List<String> names() {
    return events.stream().map(event -> event.getClass().getSimpleName()).toList();
  }

  /**
   * Returns the events of a kind.
   *
   * @param kind the kind
   * @param <E> the kind
   */
  public <E extends ThreadEvent> List<E> of(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Forgets everything so far. */
  public void clear() {
    events.clear();
  }

  /** Stops listening. */
  public void close() {
    subscription.close();
  }
}
