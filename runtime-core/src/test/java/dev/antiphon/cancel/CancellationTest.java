package dev.antiphon.cancel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CancellationTest {

  @Test
  @DisplayName("none never comes: it calls, throws what the call throws, and runs no action")
  void none() throws Exception {
    Cancellation none = Cancellation.none();

    Cancellation.Registration registration = none.onCancel(() -> {
      throw new AssertionError("it was cancelled");
    });
    registration.close();
    registration.close();

    assertThat(none.isCancelled()).isFalse();
    assertThatCode(none::throwIfCancelled).doesNotThrowAnyException();
    assertThat(none.<String>interruptibly(() -> "done")).isEqualTo("done");
    assertThatThrownBy(() -> none.interruptibly(() -> {
          throw new IOException("cut");
        }))
        .isInstanceOf(IOException.class);
    assertThat(Cancellation.none()).isSameAs(none);
  }

  @Test
  @DisplayName("what is cancelled says so by CancellationException")
  void cancelled() {
    Cancellation cancelled = new Cancellation() {
      @Override
      public boolean isCancelled() {
        return true;
      }

      @Override
      public Registration onCancel(Runnable action) {
        action.run();
        return () -> {};
      }

      @Override
      public <T> T interruptibly(Callable<T> call) {
        throw new CancellationException();
      }
    };

    assertThatThrownBy(cancelled::throwIfCancelled).isInstanceOf(CancellationException.class);
  }
}
