package dev.antiphon.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AdapterStackTest {

  private final List<String> closed = new ArrayList<>();
  private final AdapterStack stack = new AdapterStack();

  @Test
  @DisplayName("adapters are closed once, the last one first")
  void order() {
    keep(new Closeable("a", null), new Closeable("b", null), "not to be closed");

    stack.close();
    stack.close();

    assertThat(closed).containsExactly("b", "a");
  }

  @Test
  @DisplayName("an adapter that serves two ports is closed once")
  void shared() {
    Closeable shared = new Closeable("a", null);
    keep(shared, shared);

    stack.close();

    assertThat(closed).containsExactly("a");
  }

  @Test
  @DisplayName("one that fails to close keeps none of the others open, whatever it throws")
  void failing() {
    keep(
        new Closeable("a", new IOException("a")),
        new Closeable("b", null),
        new Closeable("c", new NoClassDefFoundError("c")));

    assertThatThrownBy(stack::close)
        .isInstanceOf(AdapterCloseException.class)
        .hasMessage(
            "Could not close '%s', '%s'. The causes say why; what the adapters held may still be held."
                .formatted(Closeable.class.getName(), Closeable.class.getName()))
        .hasCause(new NoClassDefFoundError("c"))
        .satisfies(first -> assertThat(first.getSuppressed()).hasSize(1));
    assertThat(closed).containsExactly("c", "b", "a");
  }

  @Test
  @DisplayName("what cannot be closed after a failed start is told by that failure")
  void afterFailure() {
    keep(new Closeable("a", new IOException("a")));
    IllegalStateException failure = new IllegalStateException("start");

    stack.closeAfter(failure);

    assertThat(failure.getSuppressed()).singleElement().isInstanceOf(AdapterCloseException.class);
  }

  @Test
  @DisplayName("an interrupt that an adapter swallows while it closes is not lost")
  void interrupted() {
    keep(new Closeable("a", new InterruptedException("a")));

    assertThatThrownBy(stack::close).isInstanceOf(AdapterCloseException.class);

    assertThat(Thread.interrupted()).isTrue();
  }

  private void keep(Object... adapters) {
    for (Object adapter : adapters) {
      assertThat(stack.keep(adapter)).isSameAs(adapter);
    }
  }

  @SuppressWarnings("try") // one of them throws InterruptedException, which is what is tested
  private final class Closeable implements AutoCloseable {
    private final String name;
    private final @Nullable Throwable failure;

    Closeable(String name, @Nullable Throwable failure) {
      this.name = name;
      this.failure = failure;
    }

    @Override
    public void close() throws Exception {
      closed.add(name);
      if (failure instanceof Error error) {
        throw error;
      } else if (failure instanceof Exception exception) {
        throw exception;
      }
    }
  }
}
