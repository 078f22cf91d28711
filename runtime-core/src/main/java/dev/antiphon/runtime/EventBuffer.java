package dev.antiphon.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The newest events of a thread or list, by sequence number. Listeners read from it at their own
 * speed; who asks for what is gone is told of the gap (rule EVT-4).
 *
 * <p><b>Threads.</b> Confined to the writer.
 *
 * @param <E> the kind of event
 */
final class EventBuffer<E> {

  private static final int INITIAL_CAPACITY = 16;

  private final int capacity;

  /** The last event of an earlier buffer of the thread, which is gone. */
  private final long before;

  private final ToLongFunction<E> sequence;
  private final Gap<E> gap;
  private Object[] ring;
  private long last;

  /** Makes the event that stands for those that are gone. */
  interface Gap<E> {
    /** Returns the event for a range of sequence numbers. */
    E event(long first, long last, long nowMillis);
  }

  /**
   * Makes an empty buffer.
   *
   * @param capacity how many events it keeps
   * @param before the sequence number of the last event before the first one here
   * @param sequence tells the sequence number of an event
   * @param gap makes the event for those that are gone
   */
  EventBuffer(int capacity, long before, ToLongFunction<E> sequence, Gap<E> gap) {
    this.capacity = capacity;
    this.before = before;
    this.sequence = sequence;
    this.gap = gap;
    this.last = before;
    this.ring = new Object[Math.min(capacity, INITIAL_CAPACITY)];
  }

  /** Returns the sequence number of the newest event, 0 if there was none. */
  long last() {
    return last;
  }

  /** Returns the sequence number of the oldest event that is still here. */
  long first() {
    return Math.max(before + 1, last - ring.length + 1);
  }

  void append(E event) {
    if (last - before >= ring.length && ring.length < capacity) {
      grow();
    }
    last = sequence.applyAsLong(event);
    ring[(int) (last % ring.length)] = event;
  }

  /**
   * Returns events from a sequence number on, with an overflow in place of those that are gone.
   *
   * @param from the first sequence number wanted
   * @param atMost how many
   * @param nowMillis the time of an overflow
   */
  List<E> read(long from, int atMost, long nowMillis) {
    List<E> events = new ArrayList<>();
    long next = from;
    if (next < first() && last > 0) {
      long gapEnd = first() - 1;
      events.add(gap.event(next, gapEnd, nowMillis));
      next = gapEnd + 1;
    }
    while (next <= last && events.size() < atMost) {
      events.add(at(next));
      next++;
    }
    return events;
  }

  @SuppressWarnings("unchecked") // append() puts nothing else there
  private E at(long number) {
    return (E) ring[(int) (number % ring.length)];
  }

  private void grow() {
    Object[] larger = new Object[Math.min(capacity, ring.length * 2)];
    for (long number = first(); number <= last; number++) {
      larger[(int) (number % larger.length)] = ring[(int) (number % ring.length)];
    }
    ring = larger;
  }
}
