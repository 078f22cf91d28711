package dev.antiphon.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Status;
import dev.antiphon.run.RunResult;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.testing.LiveWorld;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillLoopIT {

  private static final int KILLS =
      Integer.getInteger("antiphon.kills", Boolean.getBoolean("antiphon.thorough") ? 200 : 10);

  private final long seed = Long.getLong("antiphon.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Path folder;
  private final Path toolLog;
  private final CrashJournal journal = new CrashJournal();
  private final CrashChecker checker;

  KillLoopIT(@TempDir Path folder) {
    this.folder = folder;
    this.toolLog = folder.resolve("tools.txt");
    this.checker = new CrashChecker(journal, toolLog);
  }

  @Test
  @DisplayName("K5, G1, G3, G6: killed at any moment, H2 loses nothing that was acknowledged")
  void onH2() throws Exception {
    killAgainAndAgain(folder.resolve("chat").toString());
  }

  @Test
  @DisplayName(
      "K5, G1, G3, G6: killed at any moment, PostgreSQL loses nothing that was acknowledged")
  void onPostgres() throws Exception {
    killAgainAndAgain(TestDatabases.postgresUrl());
  }

  private void killAgainAndAgain(String place) throws Exception {
    int lines = 0;
    for (int life = 0; life < KILLS; life++) {
      lines += live(place, life);
      try (CrashStore store = CrashStore.open(place)) {
        checker.check(store.dataSource());
      }
    }
    try (CrashStore store = CrashStore.open(place)) {
      goesOn(store);
      checker.check(store.dataSource());
    }

    System.out.printf(
        "KillLoopIT: %d kills, %d acknowledged, 0 lost (-Dantiphon.seed=%d)%n", KILLS, lines, seed);
  }

  /** Lets a process live until it has said so much, kills it, and notes all it had said. */
  private int live(String place, int life) throws IOException {
    int killAfter = 1 + random.nextInt(400);
    int count = 0;
    try (ChildJvm child =
        ChildJvm.start(CrashLife.class, place, toolLog.toString(), String.valueOf(life))) {
      for (String line = child.readLine(); line != null; line = child.readLine()) {
        journal.note(line);
        count++;
        if (count == killAfter) {
          child.kill();
        }
      }
    }
    assertThat(count).as("seed %d", seed).isGreaterThanOrEqualTo(killAfter);
    return count;
  }

  /** Every thread opens, shows nothing as running, and takes another message. */
  private void goesOn(CrashStore store) throws Exception {
    try (LocalRuntime runtime =
        new CrashWorld(store.dataSource(), toolLog, CrashWorld.NOWHERE).start()) {
      for (int number = 0; number < CrashLife.CHATS; number++) {
        ThreadRuntime thread = runtime.threads(CrashWorld.OWNER).open(CrashLife.chat(number));
        RunResult last = thread.send("say something new").await(LiveWorld.PATIENCE);

        assertThat(last.isSaved()).isTrue();
        assertThat(thread.state().messages())
            .noneMatch(message -> Status.RUNNING.equals(message.status()));
      }
    }
  }
}
