package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.ReplyWriter;
import dev.antiphon.port.RunRequest;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.FaultyHistory;
import dev.antiphon.testing.PlainJson;
import dev.antiphon.testing.Stages;
import dev.antiphon.testing.TestTools;
import dev.antiphon.thread.CloseReport;
import dev.antiphon.thread.Draft;
import dev.antiphon.thread.QueueItem;
import dev.antiphon.thread.RuntimeClosedException;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.thread.ThreadLeftovers;
import dev.antiphon.tool.ApprovalResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The end of a runtime on real threads: what is waited for takes real time. */
class RuntimeClosingTest {

  private static final ChatModelAdapter ECHO =
      (request, reply) -> reply.text("Re: " + request.lastUserText());

  private final FaultyHistory history = new FaultyHistory();

  private LocalRuntime runtime(
      ChatModelAdapter model, UnaryOperator<RuntimeOptions.Builder> options) {
    return LocalRuntime.builder(model)
        .history(history)
        .json(new PlainJson())
        .tools(TestTools.tool("wipe", (arguments, call) -> "wiped").needsApproval())
        .options(options.apply(RuntimeOptions.builder()).build())
        .build();
  }

  private LocalRuntime runtime(ChatModelAdapter model) {
    return runtime(model, options -> options);
  }

  /** A model that waits in the middle of its reply. */
  private static final class Waiting implements ChatModelAdapter {
    private final CountDownLatch isAsked = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @Override
    public void run(RunRequest request, ReplyWriter reply) throws Exception {
      reply.text("Once");
      isAsked.countDown();
      mayEnd.await();
      reply.text(" upon a time");
    }
  }

  @Test
  @DisplayName("CLOSE-1: close refuses new commands, and cancels what runs")
  void cancels() throws Exception {
    Waiting model = new Waiting();
    LocalRuntime runtime = runtime(model);
    ThreadRuntime thread = runtime.threads("ada").open("t");
    Run run = thread.send("Tell me a story");
    model.isAsked.await();

    runtime.close();
    model.mayEnd.countDown();

    assertThat(run.await().outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(requireNonNull(thread.state().head()).text()).isEqualTo("Once");
    assertThatThrownBy(() -> thread.send("Again")).isInstanceOf(RuntimeClosedException.class);
    assertThatThrownBy(() -> runtime.threads("bob")).isInstanceOf(RuntimeClosedException.class);
  }

  @Test
  @DisplayName("CLOSE-1: with AWAIT it waits for runs, and refuses new commands meanwhile")
  void awaits() throws Exception {
    Waiting model = new Waiting();
    LocalRuntime runtime = runtime(model, options -> options.closeMode(CloseMode.AWAIT));
    ThreadRuntime thread = runtime.threads("ada").open("t");
    Run run = thread.send("Tell me a story");
    model.isAsked.await();
    CompletableFuture<Throwable> refusal = new CompletableFuture<>();
    thread.subscribe(event -> {
      if (event instanceof ThreadEvent.TextDelta delta && delta.delta().equals(" upon a time")) {
        refusal.complete(catchThrowable(() -> thread.send("?")));
      }
    });

    CompletableFuture<CloseReport> closing =
        CompletableFuture.supplyAsync(runtime::closeWithReport);
    while (!isRefused(thread)) {
      Thread.onSpinWait();
    }
    model.mayEnd.countDown();
    CloseReport report = closing.get(30, TimeUnit.SECONDS);

    assertThat(run.await().outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(run.await().text()).isEqualTo("Once upon a time");
    assertThat(refusal.get(30, TimeUnit.SECONDS)).isInstanceOf(RuntimeClosedException.class);
    assertThat(report.isEmpty()).isTrue();
  }

  private static boolean isRefused(ThreadRuntime thread) {
    try {
      thread.setOptions(RuntimeOptions.builder().closeMode(CloseMode.AWAIT).build());
      return false;
    } catch (RuntimeClosedException refused) {
      return true;
    }
  }

  @Test
  @DisplayName("CLOSE-1, CLOSE-3: what still runs at the deadline is cancelled, and close returns")
  void deadline() throws Exception {
    Waiting model = new Waiting();
    // A quarter of it is kept for the write: on a busy machine, that takes its time.
    Duration deadline = Duration.ofSeconds(2);
    LocalRuntime runtime =
        runtime(model, options -> options.closeMode(CloseMode.AWAIT).closeDeadline(deadline));
    Run run = runtime.threads("ada").open("t").send("Tell me a story");
    model.isAsked.await();

    long start = System.nanoTime();
    CloseReport report = runtime.closeWithReport();
    Duration taken = Duration.ofNanos(System.nanoTime() - start);

    assertThat(run.await().outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(run.await().isSaved()).isTrue();
    assertThat(report.isEmpty()).isTrue();
    assertThat(taken).isGreaterThanOrEqualTo(deadline.dividedBy(2));
    model.mayEnd.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError("Nobody interrupts a store.", interrupted);
    }
  }

  @Test
  @DisplayName(
      "CLOSE-3, CLOSE-4: a run that cannot end before the deadline is named, and ends later")
  void endsLate() throws Exception {
    Waiting model = new Waiting();
    LocalRuntime runtime = runtime(model, options -> options.closeDeadline(Duration.ofMillis(100)));
    ThreadRuntime thread = runtime.threads("ada").open("t");
    List<ThreadEvent> heard = new CopyOnWriteArrayList<>();
    thread.subscribe(heard::add);
    Run run = thread.send("Tell me a story");
    model.isAsked.await();
    CountDownLatch storeAnswers = new CountDownLatch(1);
    history.beforeWrite(() -> await(storeAnswers));

    CloseReport report = runtime.closeWithReport();
    boolean hadEnded = run.completion().toCompletableFuture().isDone();
    storeAnswers.countDown();
    RunResult result = run.await();

    assertThat(hadEnded).isFalse();
    assertThat(report.threads()).extracting(ThreadLeftovers::hasEnded).containsExactly(false);
    assertThat(result.outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(result.isSaved()).isTrue();
    assertThat(heard).last().isInstanceOf(ThreadEvent.ThreadClosed.class);
    model.mayEnd.countDown();
  }

  @Test
  @DisplayName("CLOSE-2: writes are flushed, and each listener gets ThreadClosed as its last event")
  void lastEvent() throws Exception {
    Waiting model = new Waiting();
    LocalRuntime runtime = runtime(model);
    ThreadRuntime thread = runtime.threads("ada").open("t");
    List<List<ThreadEvent>> heard = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      List<ThreadEvent> events = new CopyOnWriteArrayList<>();
      heard.add(events);
      thread.subscribe(events::add);
    }
    thread.send("Tell me a story");
    model.isAsked.await();

    runtime.close();
    model.mayEnd.countDown();

    for (List<ThreadEvent> events : heard) {
      assertThat(events).last().isInstanceOf(ThreadEvent.ThreadClosed.class);
      assertThat(events).filteredOn(ThreadEvent.ThreadClosed.class::isInstance).hasSize(1);
      assertThat(events).anyMatch(ThreadEvent.RunCompleted.class::isInstance);
    }
    LocalRuntime next = runtime(ECHO);
    ThreadRuntime reopened = next.threads("ada").open("t");
    reopened.load().toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertThat(String.valueOf(requireNonNull(reopened.state().head()).status()))
        .isEqualTo("incomplete/cancelled");
    next.close();
  }

  @Test
  @DisplayName(
      "CLOSE-3: close may be called again and by many, and all get the report of the first")
  void idempotent() throws Exception {
    LocalRuntime runtime = runtime(ECHO);
    ThreadRuntime thread = runtime.threads("ada").open("t");
    thread.composer().setText("draft");
    List<CompletableFuture<CloseReport>> closings = new ArrayList<>();

    for (int i = 0; i < 8; i++) {
      closings.add(CompletableFuture.supplyAsync(runtime::closeWithReport));
    }
    CloseReport first = closings.get(0).get(30, TimeUnit.SECONDS);

    for (CompletableFuture<CloseReport> closing : closings) {
      assertThat(closing.get(30, TimeUnit.SECONDS)).isSameAs(first);
    }
    runtime.close();
    assertThat(runtime.closeWithReport()).isSameAs(first);
  }

  @Test
  @DisplayName("CLOSE-3: a listener may close the runtime, and gets the last event all the same")
  void closedByListener() throws Exception {
    LocalRuntime runtime = runtime(ECHO);
    ThreadRuntime thread = runtime.threads("ada").open("t");
    CountDownLatch closed = new CountDownLatch(1);
    CompletableFuture<Duration> taken = new CompletableFuture<>();
    thread.subscribe(event -> {
      if (event instanceof ThreadEvent.RunCompleted) {
        long start = System.nanoTime();
        runtime.close();
        taken.complete(Duration.ofNanos(System.nanoTime() - start));
      } else if (event instanceof ThreadEvent.ThreadClosed) {
        closed.countDown();
      }
    });

    thread.send("Hello");

    assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(taken.get(30, TimeUnit.SECONDS)).isLessThan(Duration.ofSeconds(9));
  }

  @Test
  @DisplayName("CLOSE-3: a listener that never returns holds close until the deadline, not longer")
  void stuckListener() throws Exception {
    LocalRuntime runtime = runtime(ECHO, options -> options.closeDeadline(Duration.ofMillis(300)));
    ThreadRuntime thread = runtime.threads("ada").open("t");
    CountDownLatch isStuck = new CountDownLatch(1);
    CountDownLatch mayReturn = new CountDownLatch(1);
    thread.subscribe(event -> {
      isStuck.countDown();
      try {
        mayReturn.await();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    });
    isStuck.await();

    CloseReport report =
        CompletableFuture.supplyAsync(runtime::closeWithReport).get(30, TimeUnit.SECONDS);
    mayReturn.countDown();

    assertThat(report.isEmpty()).isTrue();
  }

  @Test
  @DisplayName(
      "CLOSE-4: the report and ThreadClosed name queued messages, drafts and unsaved messages")
  void leftovers() throws Exception {
    Waiting model = new Waiting();
    LocalRuntime runtime = runtime(
        model,
        options -> options
            .historyAttempts(1)
            .historyBackoff(Duration.ofMillis(1))
            .maxHistoryBackoff(Duration.ofMillis(1)));
    ThreadRuntime thread = runtime.threads("ada").open("t");
    List<ThreadEvent> events = new CopyOnWriteArrayList<>();
    thread.subscribe(events::add);
    thread.send("Tell me a story");
    model.isAsked.await();
    Run queued = thread.send("queued");
    thread.composer().setText("draft");
    EditComposer editor = thread.beginEdit(thread.state().messages().get(0).id());
    editor.setText("edited");
    MessageId reply = requireNonNull(thread.state().head()).id();
    history.failWrites(1);

    CloseReport report = runtime.closeWithReport();
    model.mayEnd.countDown();

    assertThat(report.threads()).hasSize(1);
    ThreadLeftovers left = report.threads().get(0);
    assertThat(left.thread()).isEqualTo(new ThreadKey("ada", "t"));
    assertThat(left.queue()).extracting(QueueItem::text).containsExactly("queued");
    assertThat(left.drafts()).extracting(Draft::text).containsExactly("draft", "edited");
    assertThat(left.unsaved()).extracting(Message::id).containsExactly(reply);
    assertThat(left.hasEnded()).isTrue();
    assertThat(report.notEnded()).isEmpty();
    assertThat(queued.await().outcome()).isEqualTo(RunOutcome.CANCELLED);
    ThreadEvent.ThreadClosed last = (ThreadEvent.ThreadClosed) events.get(events.size() - 1);
    assertThat(last.left()).isSameAs(left);
  }

  @Test
  @DisplayName("CLOSE-4: the report names the threads that did not end in time")
  void notEnded() throws Exception {
    CountDownLatch isWriting = new CountDownLatch(1);
    CountDownLatch mayWrite = new CountDownLatch(1);
    history.beforeWrite(() -> {
      isWriting.countDown();
      try {
        mayWrite.await();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    });
    LocalRuntime runtime = runtime(ECHO, options -> options.closeDeadline(Duration.ofMillis(200)));
    ThreadRuntime stuck = runtime.threads("ada").open("stuck");
    runtime.threads("ada").open("quiet").state();
    stuck.append(MessageInput.text("Hello"));
    isWriting.await();

    CloseReport report = runtime.closeWithReport();
    mayWrite.countDown();

    assertThat(report.notEnded()).containsExactly(new ThreadKey("ada", "stuck"));
    assertThat(report.threads().get(0).unsaved())
        .extracting(Message::text)
        .containsExactly("Hello");
    assertThat(report.isEmpty()).isFalse();
  }

  @Test
  @DisplayName("CLOSE-5: a paused message stays paused over a close, and is decided after the load")
  void pausedStays() throws Exception {
    ChatModelAdapter wipes = (request, reply) -> {
      if (request.replySoFar() == null) {
        reply.toolCall(new ToolCallId("call-1"), "wipe");
      } else {
        reply.text("Clean.");
      }
    };
    LocalRuntime first = runtime(wipes);
    RunResult paused = first.threads("ada").open("t").send("Wipe").await();
    CloseReport report = first.closeWithReport();

    LocalRuntime second = runtime(wipes);
    ThreadRuntime thread = second.threads("ada").open("t");
    thread.load().toCompletableFuture().get(30, TimeUnit.SECONDS);
    boolean isPaused = requireNonNull(thread.state().head()).isPaused();
    RunResult continued = Stages.now(thread.respondToToolApproval(
            thread.pendingApprovals().get(0).id(), ApprovalResponse.approve()))
        .orElseThrow()
        .await();
    second.close();

    assertThat(paused.outcome()).isEqualTo(RunOutcome.PAUSED);
    assertThat(report.isEmpty()).isTrue();
    assertThat(isPaused).isTrue();
    assertThat(continued.text()).isEqualTo("Clean.");
  }

  @Test
  @DisplayName("CLOSE-2: changes of the thread list that are under way are flushed too")
  void listChanges() {
    LocalRuntime runtime = runtime(ECHO);
    ThreadListRuntime threads = runtime.threads("ada");
    ThreadRuntime thread = threads.main();
    thread.append(MessageInput.text("Hello")).toCompletableFuture().join();

    CompletableFuture<Void> renamed =
        threads.rename(thread.key().threadId(), "Keys").toCompletableFuture();
    runtime.close();

    assertThat(renamed).isCompleted();
  }
}
