package dev.antiphon.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.ReplyWriter;
import dev.antiphon.port.RunRequest;
import dev.antiphon.spi.Offer;
import dev.antiphon.spi.Plugins;
import dev.antiphon.spi.Port;
import dev.antiphon.spi.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AdapterStackTest {

  private final List<String> closed = new ArrayList<>();
  private final AdapterStack stack = new AdapterStack(Settings.of(Map.of()));

  @Test
  @DisplayName("adapters are closed once, the last one first")
  void order() {
    create(new Closeable("a", false), new Closeable("b", false), (request, reply) -> {});

    stack.close();
    stack.close();

    assertThat(closed).containsExactly("b", "a");
  }

  @Test
  @DisplayName("an adapter that serves two ports is closed once")
  void shared() {
    Closeable shared = new Closeable("a", false);
    create(shared, shared);

    stack.close();

    assertThat(closed).containsExactly("a");
  }

  @Test
  @DisplayName("one that fails to close keeps none of the others open")
  void failing() {
    create(new Closeable("a", true), new Closeable("b", false), new Closeable("c", true));

    assertThatThrownBy(stack::close)
        .isInstanceOf(AdapterCloseException.class)
        .hasMessageContaining(Closeable.class.getName())
        .hasRootCauseMessage("c")
        .satisfies(first -> assertThat(first.getSuppressed()).hasSize(1));
    assertThat(closed).containsExactly("c", "b", "a");
  }

  private void create(ChatModelAdapter... models) {
    Plugins plugins = Plugins.of(TestPlugin.named("test", registrar -> {
      for (int i = 0; i < models.length; i++) {
        ChatModelAdapter model = models[i];
        registrar.model("m" + i, settings -> model);
      }
    }));
    for (Offer<ChatModelAdapter> offer : plugins.offers(Port.MODEL)) {
      stack.create(offer);
    }
  }

  private final class Closeable implements ChatModelAdapter, AutoCloseable {
    private final String name;
    private final boolean fails;

    Closeable(String name, boolean fails) {
      this.name = name;
      this.fails = fails;
    }

    @Override
    public void run(RunRequest request, ReplyWriter reply) {}

    @Override
    public void close() throws IOException {
      closed.add(name);
      if (fails) {
        throw new IOException(name);
      }
    }
  }
}
