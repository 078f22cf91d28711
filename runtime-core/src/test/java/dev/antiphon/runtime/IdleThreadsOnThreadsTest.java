package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.memory.InMemoryThreadHistory;
import dev.antiphon.memory.InMemoryThreadList;
import dev.antiphon.message.Message;
import dev.antiphon.message.Role;
import dev.antiphon.run.RunResult;
import dev.antiphon.thread.ThreadEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Live runtimes that are given up all the time, on real threads. */
class IdleThreadsOnThreadsTest {

  private static final int WORKERS = 4;
  private static final int SENDS = 60;

  private final InMemoryThreadHistory history = new InMemoryThreadHistory();
  private final InMemoryThreadList list = new InMemoryThreadList(history);

  private LocalRuntime runtime(Duration idleTimeout) {
    return LocalRuntime.builder((request, reply) -> reply.text("Re: " + request.lastUserText()))
        .history(history)
        .threadList(list)
        .options(RuntimeOptions.builder().idleThreadTimeout(idleTimeout).build())
        .build();
  }

  @Test
  @DisplayName(
      "LIST-20: whatever is going on when a live runtime is given up, no command is lost, no"
          + " message is stored twice, and no two live runtimes of a thread write")
  void nothingIsLost() throws Exception {
    Queue<String> conflicts = new ConcurrentLinkedQueue<>();
    AtomicBoolean isOver = new AtomicBoolean();
    try (LocalRuntime runtime = runtime(Duration.ofMillis(1))) {
      Thread closer = new Thread(() -> closeAgainAndAgain(runtime, isOver));
      closer.start();
      together(worker -> () -> converse(runtime, worker, conflicts));
      isOver.set(true);
      closer.join();
    }

    assertThat(conflicts).isEmpty();
    try (LocalRuntime runtime = runtime(Duration.ofMinutes(1))) {
      for (int worker = 0; worker < WORKERS; worker++) {
        ThreadRuntime thread = runtime.threads("ada").open("thread-" + worker);
        thread.load().toCompletableFuture().get(30, TimeUnit.SECONDS);
        List<String> sent = thread.state().messages().stream()
            .filter(message -> message.role() == Role.USER)
            .map(Message::text)
            .toList();
        assertThat(sent).hasSize(SENDS).doesNotHaveDuplicates();
        assertThat(sent.get(SENDS - 1)).isEqualTo("message " + (SENDS - 1));
      }
    }
  }

  private static void closeAgainAndAgain(LocalRuntime runtime, AtomicBoolean isOver) {
    List<LiveThread> threads = new ArrayList<>();
    for (int worker = 0; worker < WORKERS; worker++) {
      threads.add(runtime.threads("ada").open("thread-" + worker).live());
    }
    while (!isOver.get()) {
      threads.forEach(LiveThread::closeIfIdle);
    }
  }

  private static boolean converse(LocalRuntime runtime, int worker, Queue<String> conflicts)
      throws Exception {
    SplittableRandom random = new SplittableRandom(worker);
    ThreadListRuntime threads = runtime.threads("ada");
    ThreadRuntime thread = threads.open("thread-" + worker);
    for (int i = 0; i < SENDS; i++) {
      switch (random.nextInt(4)) {
        case 0 -> thread.state();
        case 1 -> {
          thread.composer().setText("draft");
          thread.composer().setText("");
        }
        case 2 -> thread.subscribe(event -> noteConflict(event, conflicts)).close();
        default -> threads.item("thread-" + worker);
      }
      RunResult result = thread.send("message " + i).await();
      assertThat(result.text()).isEqualTo("Re: message " + i);
      assertThat(result.isSaved()).isTrue();
    }
    return true;
  }

  private static void noteConflict(ThreadEvent event, Queue<String> conflicts) {
    if (event instanceof ThreadEvent.LoadFailed failed) {
      conflicts.add(failed.error().message());
    }
  }

  private interface Workers {
    Callable<Boolean> of(int worker);
  }

  private static void together(Workers workers) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService executor = Executors.newFixedThreadPool(WORKERS);
    try {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int worker = 0; worker < WORKERS; worker++) {
        Callable<Boolean> work = workers.of(worker);
        all.add(executor.submit(() -> {
          start.await();
          return work.call();
        }));
      }
      start.countDown();
      for (Future<Boolean> each : all) {
        assertThat(each.get(60, TimeUnit.SECONDS)).isTrue();
      }
    } finally {
      executor.shutdown();
    }
  }

  @Test
  @DisplayName(
      "LIST-8, LIST-19: many threads that change, open, select and delete at once leave a list"
          + " that shows what is stored")
  void manyAtOnce() throws Exception {
    try (LocalRuntime runtime = runtime(Duration.ofMillis(1))) {
      ThreadListRuntime threads = runtime.threads("ada");
      threads.load().toCompletableFuture().get(30, TimeUnit.SECONDS);
      together(worker -> () -> shuffle(threads, worker));
      threads.reload().toCompletableFuture().get(30, TimeUnit.SECONDS);

      List<String> stored = new ArrayList<>();
      list.list("ada", null).threads().forEach(each -> stored.add(each.id()));
      List<String> shown = new ArrayList<>(threads.state().regularIds());
      shown.addAll(threads.state().archivedIds());
      assertThat(shown).containsExactlyInAnyOrderElementsOf(stored).hasSize(WORKERS);
      threads.state().regular().forEach(item -> assertThat(item.title()).isEqualTo("kept"));
    }
  }

  private static boolean shuffle(ThreadListRuntime threads, int worker) throws Exception {
    for (int i = 0; i < 10; i++) {
      String id = "gone-%d-%d".formatted(worker, i);
      threads.open(id).send("Hello").await();
      threads.switchTo(id);
      threads.rename(id, "title");
      threads.archive(id);
      threads.switchToNewThread();
      threads.delete(id).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
    String kept = "kept-" + worker;
    threads.open(kept).send("Hello").await();
    threads.rename(kept, "one");
    threads.rename(kept, "kept").toCompletableFuture().get(30, TimeUnit.SECONDS);
    return true;
  }
}
