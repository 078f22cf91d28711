package dev.antiphon.openai;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.tck.ModelBehaviour;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A scripted server that behaves as a contract asks, in the words of one wire. */
final class BehavingServer {

  private final BiFunction<ModelBehaviour, Runnable, ScriptedServer.Script> scripts;
  private CountDownLatch givenUp = new CountDownLatch(1);
  private @Nullable ScriptedServer server;
  private @Nullable ChatModelAdapter model;

  BehavingServer(BiFunction<ModelBehaviour, Runnable, ScriptedServer.Script> scripts) {
    this.scripts = scripts;
  }

  /** Opens a server; returns its URL without a path. */
  String open(ModelBehaviour... behaviours) throws Exception {
    close();
    CountDownLatch latch = new CountDownLatch(1);
    givenUp = latch;
    server = new ScriptedServer(Arrays.stream(behaviours)
        .map(behaviour -> scripts.apply(behaviour, latch::countDown))
        .toArray(ScriptedServer.Script[]::new));
    return requireNonNull(server).url().resolve("/").toString().replaceAll("/$", "");
  }

  /** Keeps the model, to be closed with the server. */
  ChatModelAdapter keep(ChatModelAdapter opened) {
    model = opened;
    return opened;
  }

  ScriptedServer.Received lastRequest() {
    return requireNonNull(server).lastRequest();
  }

  void awaitAsked() {
    await()
        .atMost(Duration.ofSeconds(ScriptedServer.PATIENCE_SECONDS))
        .until(() -> !requireNonNull(server).requests().isEmpty());
  }

  void awaitGivenUp() throws InterruptedException {
    assertThat(givenUp.await(ScriptedServer.PATIENCE_SECONDS, TimeUnit.SECONDS))
        .as("the server saw its connection closed")
        .isTrue();
  }

  /** Closes the server and its model, and fails if a script has. */
  void close() throws Exception {
    if (model instanceof AutoCloseable closeable) {
      closeable.close();
    }
    if (server != null) {
      assertThat(server.failures()).isEmpty();
      server.close();
    }
  }
}
