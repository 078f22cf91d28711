package dev.antiphon.runtime;

import dev.antiphon.thread.EventHeader;
import dev.antiphon.thread.ThreadEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest events of a thread, by sequence number. Listeners read from it at their own speed; who
 * asks for what is gone is told of the gap (rule EVT-4).
 *
 * <p><b>Threads.</b> Confined to the writer.
 */
final class EventBuffer {

  private static final int INITIAL_CAPACITY = 16;

  private final int capacity;

  /** The last event of an earlier buffer of the thread, which is gone. */
  private final long before;

  private ThreadEvent[] ring;
  private long last;

  EventBuffer(int capacity, long before) {
    this.capacity = capacity;
    this.before = before;
    this.last = before;
    this.ring = new ThreadEvent[Math.min(capacity, INITIAL_CAPACITY)];
  }

  /** Returns the sequence number of the newest event, 0 if there was none. */
  long last() {
    return last;
  }

  /** Returns the sequence number of the oldest event that is still here. */
  long first() {
    return Math.max(before + 1, last - ring.length + 1);
  }

  void append(ThreadEvent event) {
    if (last - before >= ring.length && ring.length < capacity) {
      grow();
    }
    last = event.sequence();
    ring[(int) (last % ring.length)] = event;
  }

  /**
   * Returns events from a sequence number on, with an overflow in place of those that are gone.
   *
   * @param from the first sequence number wanted
   * @param atMost how many
   * @param nowMillis the time of an overflow
   */
  List<ThreadEvent> read(long from, int atMost, long nowMillis) {
    List<ThreadEvent> events = new ArrayList<>();
    long next = from;
    if (next < first() && last > 0) {
      long gapEnd = first() - 1;
      EventHeader header = new EventHeader(gapEnd, nowMillis, null, null, null);
      events.add(new ThreadEvent.Overflow(header, next, gapEnd));
      next = gapEnd + 1;
    }
    while (next <= last && events.size() < atMost) {
      events.add(ring[(int) (next % ring.length)]);
      next++;
    }
    return events;
  }

  private void grow() {
    ThreadEvent[] larger = new ThreadEvent[Math.min(capacity, ring.length * 2)];
    for (long sequence = first(); sequence <= last; sequence++) {
      larger[(int) (sequence % larger.length)] = ring[(int) (sequence % ring.length)];
    }
    ring = larger;
  }
}
