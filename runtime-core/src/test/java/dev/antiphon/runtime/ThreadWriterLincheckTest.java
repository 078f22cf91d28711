package dev.antiphon.runtime;

import dev.antiphon.message.ThreadKey;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.thread.ThreadState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("Lincheck instruments the classes of the whole JVM")
public class ThreadWriterLincheckTest {

  private final ThreadWriter writer = new ThreadWriter(environment(), new ThreadKey("ada", "t"));
  private final List<Heard> listeners = new ArrayList<>();

  /** What one listener heard, and until when it listened. */
  private static final class Heard {
    private final List<Long> sequences = new ArrayList<>();
    private Subscription subscription = () -> {};
    private boolean isClosed;
  }

  static Environment environment() {
    LocalRuntime.Builder builder = LocalRuntime.builder((request, reply) -> {})
        .clock(() -> Instant.EPOCH)
        .ids(prefix -> prefix);
    return new Environment(
        builder, Runnable::run, (delay, task) -> () -> {}, new ContextRegistry());
  }

  /** Returns the sequence number of the event. */
  @Operation
  public long emit() {
    return writer.apply(() -> {
      writer.emit(ThreadEvent.ThreadInitialized::new);
      return writer.lastSequence();
    });
  }

  /** Returns the sequence number that the snapshot includes. */
  @Operation
  public long state() {
    return writer.state().sequence();
  }

  @Operation
  public void subscribe() {
    Heard heard = new Heard();
    synchronized (listeners) {
      listeners.add(heard);
    }
    heard.subscription = writer.subscribe(event -> heard.sequences.add(event.sequence()));
  }

  @Operation
  public void leave() {
    Heard heard;
    synchronized (listeners) {
      heard = listeners.isEmpty() ? null : listeners.get(0);
    }
    if (heard != null) {
      heard.isClosed = true;
      heard.subscription.close();
    }
  }

  @Validate
  public void everyListenerHeardEverything() {
    long last = writer.lastSequence();
    for (Heard heard : listeners) {
      List<Long> sequences = heard.sequences;
      for (int i = 1; i < sequences.size(); i++) {
        if (sequences.get(i) != sequences.get(i - 1) + 1) {
          throw new IllegalStateException("A listener heard " + sequences);
        }
      }
      boolean isComplete = !sequences.isEmpty() && sequences.get(sequences.size() - 1) == last;
      if (!heard.isClosed && !isComplete) {
        throw new IllegalStateException("A listener heard " + sequences + " of " + last);
      }
    }
    ThreadState state = writer.state();
    if (state.sequence() != last) {
      throw new IllegalStateException("The snapshot is at " + state.sequence() + " of " + last);
    }
  }

  @Test
  @DisplayName(
      "EVT-1, EVT-2, EVT-5, EVT-7: whatever interleaving of commands, snapshots and listeners,"
          + " events are heard in order and without gaps, and a snapshot is never stale")
  void everyInterleaving() {
    ModelChecks.options(15, 200).check(ThreadWriterLincheckTest.class);
  }
}
