package dev.antiphon.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.antiphon.message.Message;
import dev.antiphon.port.ReplyWriter;
import dev.antiphon.port.RunRequest;
import dev.antiphon.port.StorageException;
import dev.antiphon.run.MessageNotSentException;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.Run;
import dev.antiphon.runtime.RuntimeOptions;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.testing.LiveWorld;
import dev.antiphon.testing.PlainJson;
import dev.antiphon.thread.SaveState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StorageOutageIT {

  private static final int WORDS = 200;

  private final TcpProxy network;
  private final ConnectionPool pool;
  private final LocalRuntime runtime;
  private final ThreadRuntime thread;
  private final CountDownLatch isStreaming = new CountDownLatch(1);
  private final CountDownLatch isOut = new CountDownLatch(1);
  private final CountDownLatch isWritten = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  StorageOutageIT() throws IOException {
    network = new TcpProxy(TestDatabases.postgresPort());
    pool = new ConnectionPool(
        network.url(TestDatabases.postgresUrl()),
        null,
        null,
        new PoolOptions(Durability.POWER, Duration.ofSeconds(1), 4));
    runtime = LocalRuntime.builder(this::reply)
        .json(new PlainJson())
        .history(new JdbcThreadHistory(pool))
        .threadList(new JdbcThreadList(pool))
        .options(RuntimeOptions.builder()
            .checkpointInterval(Duration.ofMillis(20))
            .historyAttempts(30)
            .build())
        .build();
    thread = runtime.threads("alice").open("thread-1");
  }

  @BeforeEach
  void load() throws Exception {
    thread.load().toCompletableFuture().get(LiveWorld.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws IOException {
    network.is(TcpProxy.Network.UP);
    runtime.close();
    pool.close();
    network.close();
  }

  @Test
  @DisplayName(
      "D1, SEND-5: while the database is down nothing is sent, the text comes back, and later it can be sent")
  void downAtSend() throws Exception {
    network.is(TcpProxy.Network.DOWN);

    assertThatThrownBy(() -> thread.send("hello").await(LiveWorld.PATIENCE))
        .isInstanceOfSatisfying(MessageNotSentException.class, notSent -> {
          assertThat(notSent.getCause()).isInstanceOf(StorageException.class);
          assertThat(notSent.draft()).isNotNull();
        });
    List<Message> afterwards = thread.state().messages();
    network.is(TcpProxy.Network.UP);
    awaitStorage();

    assertThat(afterwards).isEmpty();
    assertThat(thread.send("hello").await(LiveWorld.PATIENCE).isSaved()).isTrue();
    assertThat(thread.state().messages()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"DOWN", "STALLED"})
  @DisplayName(
      "D2, D4, HIST-7: while the database is away the reply streams on, and is stored when it is back")
  void awayWhileStreaming(TcpProxy.Network outage) throws Exception {
    Run run = thread.send("long");
    assertThat(isStreaming.await(30, TimeUnit.SECONDS)).isTrue();
    network.is(outage);
    long began = System.nanoTime();
    isOut.countDown();
    assertThat(isWritten.await(30, TimeUnit.SECONDS)).isTrue();
    Duration streamed = Duration.ofNanos(System.nanoTime() - began);

    Message reply = requireNonNull(thread.state().head());
    SaveState whileAway = thread.state().saveState(reply.id());
    network.is(TcpProxy.Network.UP);
    mayEnd.countDown();

    assertThat(reply.text()).hasSize("word ".length() * (WORDS + 1));
    assertThat(streamed).as("no token waits for the storage").isLessThan(Duration.ofSeconds(1));
    assertThat(whileAway).isNotEqualTo(SaveState.SAVED);
    assertThat(run.await(LiveWorld.PATIENCE).isSaved()).isTrue();
    assertThat(thread.send("hello").await(LiveWorld.PATIENCE).isSaved()).isTrue();
    assertThat(Batches.stored(new JdbcThreadHistory(pool))).hasSize(4);
  }

  private void reply(RunRequest request, ReplyWriter reply) throws Exception {
    reply.text("word ");
    if (!request.lastUserText().equals("long")) {
      return;
    }
    isStreaming.countDown();
    isOut.await();
    for (int word = 0; word < WORDS; word++) {
      reply.text("word ");
    }
    isWritten.countDown();
    mayEnd.await();
  }

  private void awaitStorage() {
    await()
        .atMost(LiveWorld.PATIENCE)
        .ignoreException(StorageException.class)
        .until(() -> new JdbcThreadHistory(pool).load(Batches.THREAD) != null);
  }
}
