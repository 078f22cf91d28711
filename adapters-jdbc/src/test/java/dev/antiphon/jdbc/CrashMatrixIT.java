package dev.antiphon.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.Role;
import dev.antiphon.message.Status;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.run.RunResult;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.Run;
import dev.antiphon.runtime.SendOptions;
import dev.antiphon.runtime.Subscription;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.testing.LiveWorld;
import dev.antiphon.thread.ThreadState;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tree.MessageItem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrashMatrixIT {

  private final CrashJournal journal = new CrashJournal();
  private final Path folder;
  private final Path toolLog;

  CrashMatrixIT(@TempDir Path folder) {
    this.folder = folder;
    this.toolLog = folder.resolve("tools.txt");
  }

  @ParameterizedTest
  @EnumSource(names = "K16.*", mode = EnumSource.Mode.MATCH_NONE)
  @DisplayName(
      "K1 to K14, K21, G1, G3, G6, LOAD-6, LOAD-7: killed at any point, the thread opens and goes on")
  void everyPointOnH2(CrashPoint point) throws Exception {
    survives(point, folder.resolve("chat").toString());
  }

  @ParameterizedTest
  @EnumSource(
      names = {"K2.*", "K6.*", "K8.*", "K11.*", "K14.*"},
      mode = EnumSource.Mode.MATCH_ANY)
  @DisplayName(
      "K2, K6, K8, K11, K14, K21, G1, G3, G6, LOAD-6, LOAD-7: killed on PostgreSQL, the thread goes on")
  void somePointsOnPostgres(CrashPoint point) throws Exception {
    survives(point, TestDatabases.postgresUrl());
  }

  @ParameterizedTest
  @EnumSource(
      names = {"K5.*", "K10.*"},
      mode = EnumSource.Mode.MATCH_ANY)
  @DisplayName("K16, LOAD-6: five deaths while it is repaired leave a thread as none does")
  void repairedAgainAndAgain(CrashPoint point) throws Exception {
    String place = folder.resolve("chat").toString();
    killAt(point, place);
    for (int death = 0; death < 5; death++) {
      boolean isStored = death == 4;
      killAt(
          isStored
              ? CrashPoint.K16_AFTER_THE_REPAIR_COMMITTED
              : CrashPoint.K16_BEFORE_THE_REPAIR_COMMITS,
          place);
    }

    try (CrashStore store = CrashStore.open(place)) {
      new CrashChecker(journal, toolLog).check(store.dataSource());
      goesOn(point, store);
    }
  }

  private void survives(CrashPoint point, String place) throws Exception {
    killAt(point, place);

    try (CrashStore store = CrashStore.open(place)) {
      new CrashChecker(journal, toolLog).check(store.dataSource());
      checkLeft(point, store);
      goesOn(point, store);
      new CrashChecker(journal, toolLog).check(store.dataSource());
    }
  }

  private void killAt(CrashPoint point, String place) throws IOException {
    try (ChildJvm child =
        ChildJvm.start(CrashScene.class, place, toolLog.toString(), point.name())) {
      String line = child.readLine();
      while (line != null && !line.equals(CrashJournal.ARRIVED)) {
        journal.note(line);
        line = child.readLine();
      }
      assertThat(line).as("the process has come to %s", point).isNotNull();
      if (point != CrashPoint.K21_OUT_OF_MEMORY) {
        child.kill();
      }
      for (line = child.readLine(); line != null; line = child.readLine()) {
        journal.note(line);
      }
    }
  }

  /** Checks what the dead process left, before anything is repaired. */
  private void checkLeft(CrashPoint point, CrashStore store) throws IOException {
    List<MessageItem> left =
        List.copyOf(CrashChecker.checkedTree(new JdbcThreadHistory(store.dataSource()).load(key()))
            .values());
    if (point == CrashPoint.K1_BEFORE_THE_QUESTION_COMMITS) {
      assertThat(left).isEmpty();
      return;
    }
    assertThat(left)
        .extracting(item -> item.message().role())
        .containsExactly(Role.USER, Role.ASSISTANT);
    Message reply = left.get(1).message();
    List<ToolCallPart> calls = CrashWorld.calls(reply);
    int executions = CrashWorld.executions(toolLog).size();
    switch (point) {
      case K2_BEFORE_THE_QUESTION_IS_ACKNOWLEDGED,
          K3_BEFORE_THE_MODEL_IS_CALLED,
          K4_BEFORE_THE_FIRST_TOKEN -> assertThat(shown(reply)).isEqualTo("running: ");
      case K5_BETWEEN_TWO_CHECKPOINTS, K7_BEFORE_THE_LAST_WRITE, K21_OUT_OF_MEMORY -> {
        assertThat(reply.status()).isEqualTo(Status.RUNNING);
        assertThat(reply.text()).isNotEmpty();
        assertThat(CrashWorld.LONG_REPLY).startsWith(reply.text());
      }
      case K6_INSIDE_A_CHECKPOINT -> assertThat(shown(reply)).isEqualTo("running: ");
      case K8_AFTER_THE_LAST_WRITE ->
        assertThat(shown(reply)).isEqualTo("complete/unknown: " + CrashWorld.LONG_REPLY);
      case K9_BEFORE_THE_TOOL_STARTS -> {
        assertThat(calls).hasSize(1).noneMatch(ToolCallPart::hasResult);
        assertThat(executions).isZero();
      }
      case K10_WHILE_THE_TOOL_RUNS, K11_BEFORE_THE_RESULT_IS_STORED -> {
        assertThat(calls).hasSize(1).noneMatch(ToolCallPart::hasResult);
        assertThat(executions).isOne();
      }
      case K12_AFTER_THE_RESULT_IS_STORED -> {
        assertThat(calls).extracting(ToolCallPart::result).containsExactly("done");
        assertThat(executions).isOne();
      }
      case K13_PAUSED_FOR_A_HUMAN -> {
        assertThat(reply.status()).isEqualTo(Status.TOOL_CALLS);
        assertThat(requireNonNull(calls.get(0).approval()).approved()).isNull();
        assertThat(executions).isZero();
      }
      case K14_AFTER_THE_DECISION_IS_STORED -> {
        assertThat(requireNonNull(calls.get(0).approval()).approved()).isTrue();
        assertThat(executions).isZero();
      }
      default -> throw new AssertionError("Nothing is said of " + point);
    }
  }

  /** Opens the thread in a new process, as far as the database can tell, and goes on with it. */
  private void goesOn(CrashPoint point, CrashStore store) throws Exception {
    try (LocalRuntime runtime =
        new CrashWorld(store.dataSource(), toolLog, CrashWorld.NOWHERE).start()) {
      ThreadRuntime thread = runtime.threads(CrashWorld.OWNER).open(CrashScene.THREAD);
      thread.load().toCompletableFuture().get(LiveWorld.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (point == CrashPoint.K13_PAUSED_FOR_A_HUMAN) {
        thread.respondToToolApproval(
            thread.pendingApprovals().get(0).id(), ApprovalResponse.approve());
      }
      ThreadState settled = await(thread, state -> !state.isRunning() && isSettled(state));
      checkRepaired(point, settled);
      carryOn(point, thread, settled);

      Run retried = thread.send(
          MessageInput.text(point.question()),
          SendOptions.builder().idempotencyKey(CrashScene.KEY).build());
      RunResult next = thread.send("say something new").await(LiveWorld.PATIENCE);

      assertThat(retried.thread()).isEqualTo(key());
      assertThat(next.isSaved()).isTrue();
      assertThat(thread.state().messages().stream()
              .filter(message -> message.text().equals(point.question())))
          .as("the question is there once, however often it is sent with its key")
          .hasSize(1);
      assertThat(requireNonNull(thread.state().head()).status()).isEqualTo(Status.COMPLETE_UNKNOWN);
    }
  }

  private void checkRepaired(CrashPoint point, ThreadState state) throws IOException {
    if (point == CrashPoint.K1_BEFORE_THE_QUESTION_COMMITS) {
      assertThat(state.messages()).isEmpty();
      return;
    }
    Message reply = requireNonNull(state.head());
    List<ToolCallPart> calls = CrashWorld.calls(reply);
    int executions = CrashWorld.executions(toolLog).size();
    switch (point) {
      case K8_AFTER_THE_LAST_WRITE ->
        assertThat(shown(reply)).isEqualTo("complete/unknown: " + CrashWorld.LONG_REPLY);
      case K9_BEFORE_THE_TOOL_STARTS, K10_WHILE_THE_TOOL_RUNS, K11_BEFORE_THE_RESULT_IS_STORED -> {
        assertThat(reply.status()).isEqualTo(Status.INTERRUPTED);
        assertThat(calls).hasSize(1).noneMatch(ToolCallPart::hasResult);
      }
      case K12_AFTER_THE_RESULT_IS_STORED -> {
        assertThat(reply.status()).isEqualTo(Status.INTERRUPTED);
        assertThat(calls).extracting(ToolCallPart::result).containsExactly("done");
        assertThat(executions).isOne();
      }
      case K13_PAUSED_FOR_A_HUMAN, K14_AFTER_THE_DECISION_IS_STORED -> {
        assertThat(shown(reply)).isEqualTo("complete/unknown: " + CrashWorld.LAST_REPLY);
        assertThat(calls).extracting(ToolCallPart::result).containsExactly("done");
        assertThat(CrashWorld.executions(toolLog))
            .hasSize(1)
            .first()
            .asString()
            .contains("amount=1");
      }
      default -> {
        assertThat(reply.status()).isEqualTo(Status.INTERRUPTED);
        assertThat(CrashWorld.LONG_REPLY).startsWith(reply.text());
      }
    }
  }

  /** Does what a person would be offered: goes on with the reply, or asks for another one. */
  private void carryOn(CrashPoint point, ThreadRuntime thread, ThreadState state) throws Exception {
    Message reply = state.head();
    if (reply == null || !Status.INTERRUPTED.equals(reply.status())) {
      return;
    }
    int before = CrashWorld.executions(toolLog).size();
    if (!point.question().equals(CrashWorld.TOOL)) {
      thread.reload(reply.id()).await(LiveWorld.PATIENCE);
      assertThat(shown(requireNonNull(thread.state().head())))
          .isEqualTo("complete/unknown: " + CrashWorld.LONG_REPLY);
      return;
    }
    thread.continueRun(reply.id()).await(LiveWorld.PATIENCE);
    Message continued = thread.message(reply.id());
    boolean isKnown = point == CrashPoint.K12_AFTER_THE_RESULT_IS_STORED;
    assertThat(shown(continued)).isEqualTo("complete/unknown: " + CrashWorld.LAST_REPLY);
    assertThat(CrashWorld.calls(continued))
        .as("a call of which nobody knows what it did is told as interrupted")
        .hasSize(1)
        .allMatch(call -> call.hasResult() && call.isError() != isKnown);
    assertThat(CrashWorld.executions(toolLog)).as("and never runs again").hasSize(before);
  }

  private static ThreadState await(ThreadRuntime thread, Predicate<ThreadState> condition)
      throws Exception {
    CompletableFuture<ThreadState> found = new CompletableFuture<>();
    Subscription subscription = thread.onState(state -> {
      if (condition.test(state)) {
        found.complete(state);
      }
    });
    try {
      return condition.test(thread.state())
          ? thread.state()
          : found.get(LiveWorld.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } finally {
      subscription.close();
    }
  }

  private static boolean isSettled(ThreadState state) {
    @Nullable Message head = state.head();
    return state.messages().isEmpty()
        || (head != null
            && head.status() != null
            && head.status().isTerminal()
            && state.unsaved().isEmpty());
  }

  private static String shown(Message message) {
    return message.status() + ": " + message.text();
  }

  private static ThreadKey key() {
    return new ThreadKey(CrashWorld.OWNER, CrashScene.THREAD);
  }
}
