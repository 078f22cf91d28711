package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** A gate that looks and decides under two locks, to see that the settings find such a thing. */
@Isolated("Lincheck instruments the classes of the whole JVM")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
public class PlantedRaceLincheckTest {

  private final ReentrantLock lock = new ReentrantLock();
  private boolean isDecided;

  /** Returns whether this decision was the first one. */
  @Operation
  public boolean decide() {
    if (read()) {
      return false;
    }
    lock.lock();
    try {
      isDecided = true;
    } finally {
      lock.unlock();
    }
    return true;
  }

  private boolean read() {
    lock.lock();
    try {
      return isDecided;
    } finally {
      lock.unlock();
    }
  }

  @Test
  @DisplayName("a race that is planted is found, with the interleaving that shows it")
  void isFound() {
    assertThatThrownBy(() -> ModelChecks.options(10, 200).check(PlantedRaceLincheckTest.class))
        .isInstanceOf(LincheckAssertionError.class)
        .hasMessageContaining("Invalid execution results")
        .hasMessageContaining("decide(): true");
  }
}
