package dev.antiphon.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.port.ThreadConflictException;
import dev.antiphon.run.MessageNotSentException;
import dev.antiphon.run.RunResult;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.SendOptions;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.testing.LiveWorld;
import dev.antiphon.thread.LoadState;
import dev.antiphon.tree.MessageItem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoProcessesIT {

  private static final int EACH = 150;

  private final String url = TestDatabases.postgresUrl();

  @Test
  @DisplayName(
      "HIST-15, D9: two processes on one thread make one chain; who comes second is told so")
  void oneChain() throws Exception {
    int lost = 0;
    try (ChildJvm one = ChildJvm.start(ThreadSharer.class, url, "one", String.valueOf(EACH));
        ChildJvm other = ChildJvm.start(ThreadSharer.class, url, "other", String.valueOf(EACH))) {
      for (ChildJvm process : List.of(one, other)) {
        assertThat(process.readLine()).isEqualTo(ThreadSharer.READY);
      }
      for (ChildJvm process : List.of(one, other)) {
        process.writeLine("go");
      }
      lost += lostOf(one) + lostOf(other);
    }

    try (CrashStore store = CrashStore.open(url)) {
      List<MessageItem> stored = List.copyOf(
          CrashChecker.checkedTree(new JdbcThreadHistory(store.dataSource()).load(Batches.THREAD))
              .values());
      List<MessageId> parents = new ArrayList<>();
      List<MessageId> before = new ArrayList<>();
      for (int index = 1; index < stored.size(); index++) {
        parents.add(requireNonNull(stored.get(index).parentId()));
        before.add(stored.get(index - 1).message().id());
      }
      assertThat(stored).hasSize(2 * EACH);
      assertThat(parents).isEqualTo(before);
    }
    assertThat(lost).as("they did meet").isPositive();
  }

  @Test
  @DisplayName(
      "HIST-15, D7: of two who send with one key, one is stored; the other one sees it after loading again")
  void oneKey(@TempDir Path folder) throws Exception {
    Path toolLog = folder.resolve("tools.txt");
    try (CrashStore here = CrashStore.open(url);
        CrashStore there = CrashStore.open(url);
        LocalRuntime one = new CrashWorld(here.dataSource(), toolLog, CrashWorld.NOWHERE).start();
        LocalRuntime other =
            new CrashWorld(there.dataSource(), toolLog, CrashWorld.NOWHERE).start()) {
      ThreadRuntime first = loaded(one);
      ThreadRuntime second = loaded(other);

      RunResult result = send(first);
      Throwable refused = failureOf(second);
      second
          .retryLoad()
          .toCompletableFuture()
          .get(LiveWorld.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      RunResult again = send(second);

      assertThat(refused)
          .isInstanceOf(MessageNotSentException.class)
          .hasCauseInstanceOf(ThreadConflictException.class);
      assertThat(requireNonNull(again.message()).id())
          .isEqualTo(requireNonNull(result.message()).id());
      assertThat(second.state().loadState()).isEqualTo(LoadState.LOADED);
      assertThat(second.state().messages()).hasSize(2).isEqualTo(first.state().messages());
    }
  }

  private static ThreadRuntime loaded(LocalRuntime runtime) throws Exception {
    ThreadRuntime thread = runtime.threads(CrashWorld.OWNER).open(CrashScene.THREAD);
    thread.load().toCompletableFuture().get(LiveWorld.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return thread;
  }

  private static RunResult send(ThreadRuntime thread) throws Exception {
    return thread
        .send(
            MessageInput.text("count"),
            SendOptions.builder().idempotencyKey(CrashScene.KEY).build())
        .await(LiveWorld.PATIENCE);
  }

  private static Throwable failureOf(ThreadRuntime thread) {
    try {
      return new AssertionError("It was sent: " + send(thread));
    } catch (CompletionException failed) {
      return requireNonNull(failed.getCause());
    } catch (Exception failed) {
      return failed;
    }
  }

  private static int lostOf(ChildJvm child) throws Exception {
    String line = requireNonNull(child.readLine(), "the process has said nothing");
    return Integer.parseInt(line.substring("lost ".length()));
  }
}
