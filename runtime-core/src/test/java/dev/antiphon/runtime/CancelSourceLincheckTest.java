package dev.antiphon.runtime;

import dev.antiphon.cancel.Cancellation.Registration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("Lincheck instruments the classes of the whole JVM")
@Param(name = "slot", gen = IntGen.class, conf = "0:1")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
public class CancelSourceLincheckTest {

  private static final int SLOTS = 2;

  private final CancelSource source = new CancelSource(Runnable::run);
  private final AtomicInteger registered = new AtomicInteger();
  private final AtomicInteger ran = new AtomicInteger();
  private final AtomicIntegerArray kept = new AtomicIntegerArray(SLOTS);
  private final AtomicIntegerArray ranOfSlot = new AtomicIntegerArray(SLOTS);

  @Operation
  public void fire() {
    source.fire();
  }

  @Operation
  public boolean isCancelled() {
    return source.isCancelled();
  }

  @Operation
  public void register() {
    registered.incrementAndGet();
    source.onCancel(ran::incrementAndGet);
  }

  @Operation
  public void comeAndGo(@Param(name = "slot") int slot) {
    Registration registration = source.onCancel(() -> ranOfSlot.incrementAndGet(slot));
    kept.incrementAndGet(slot);
    registration.close();
  }

  /** Returns whether it was let in; its thread is never left interrupted. */
  @Operation
  public boolean interruptibly() throws Exception {
    try {
      source.interruptibly(() -> "done");
    } catch (CancellationException cancelled) {
      return false;
    }
    if (Thread.interrupted()) {
      throw new IllegalStateException("The thread is left interrupted.");
    }
    return true;
  }

  @Validate
  public void ranOnceIfCancelled() {
    int expected = source.isCancelled() ? registered.get() : 0;
    if (ran.get() != expected) {
      throw new IllegalStateException(
          "%d of %d registered actions ran".formatted(ran.get(), expected));
    }
    for (int slot = 0; slot < SLOTS; slot++) {
      if (ranOfSlot.get(slot) > kept.get(slot)) {
        throw new IllegalStateException("An action ran twice.");
      }
    }
  }

  @Test
  @DisplayName("RUN-16: whatever interleaving of cancel and registration, each action runs once")
  void everyInterleaving() {
    ModelChecks.options(15, 250).check(CancelSourceLincheckTest.class);
  }
}
