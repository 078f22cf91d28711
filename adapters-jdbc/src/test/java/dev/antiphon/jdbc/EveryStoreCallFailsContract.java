package dev.antiphon.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.Status;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.port.ReplyWriter;
import dev.antiphon.port.RunRequest;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.Run;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.testing.ManualScheduler;
import dev.antiphon.testing.PlainJson;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.SaveState;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.PendingApproval;
import dev.antiphon.tool.Tool;
import dev.antiphon.tree.MessageItem;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A whole conversation, over and over: each time one more statement or commit goes well before one
 * fails, until none is left to fail.
 */
abstract class EveryStoreCallFailsContract {

  /** How it fails. */
  enum Fault {
    /** The connection is lost before anything is done. */
    LOST("08006", true),
    /** It is done, and then the connection is lost. */
    UNHEARD("08006", false),
    /** Another transaction is in the way. */
    IN_THE_WAY("40001", true),
    /** The database refuses it. */
    REFUSED("HY000", true);

    private final String state;
    private final boolean isBefore;

    Fault(String state, boolean isBefore) {
      this.state = state;
      this.isBefore = isBefore;
    }
  }

  private static final int MANY = 1000;
  private static final String OWNER = "alice";

  private final DataSource database = database();

  /** Returns an empty database. */
  abstract DataSource database();

  /** Plays the conversation until no call is left to fail. */
  final void assertNothingIsLost(Fault fault) {
    new JdbcThreadHistory(database).load(new ThreadKey(OWNER, "first"));
    int calls = 0;
    boolean hasFailed = true;
    while (hasFailed) {
      calls++;
      assertThat(calls).as("the conversation comes to an end").isLessThan(MANY);
      hasFailed = new Conversation(fault, calls).playAndCheck();
    }
    assertThat(calls).as("calls that failed in turn").isGreaterThan(30);
  }

  /** One conversation on a thread of its own, in which one call fails. */
  private final class Conversation {
    private final Fault fault;
    private final String threadId;
    private final ManualScheduler scheduler = new ManualScheduler();
    private final ObservedDataSource observed = new ObservedDataSource(database);
    private final FailsOnce failsOnce;
    private final List<String> executions = new ArrayList<>();
    private final Map<MessageId, Message> acknowledged = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private @Nullable MessageId deleted;

    Conversation(Fault fault, int call) {
      this.fault = fault;
      threadId = fault + "-" + call;
      failsOnce = new FailsOnce(fault, call);
      observed.failWith(failsOnce);
    }

    /** Returns whether a call failed. */
    boolean playAndCheck() {
      // Not closed: closing waits for the runtime's own threads, and here is only this one.
      ThreadRuntime thread = start(observed.dataSource()).threads(OWNER).open(threadId);
      play(thread);
      settle();
      noteSaved(thread);
      check(thread);
      return failsOnce.hasFailed;
    }

    private void play(ThreadRuntime thread) {
      thread.onState(state -> noteSaved(thread));
      attempt(thread, () -> thread.load());
      attempt(thread, () -> thread.send("hello").completion());
      attempt(thread, () -> thread.send("count").completion());
      attempt(thread, () -> thread.send("pay").completion());
      for (PendingApproval approval : thread.pendingApprovals()) {
        attempt(
            thread,
            () -> thread
                .respondToToolApproval(approval.id(), ApprovalResponse.approve())
                .thenCompose(run -> run.orElseThrow().completion()));
      }
      MessageId head = requireNonNull(thread.state().head()).id();
      attempt(thread, () -> thread.reload(head).completion());
      attempt(thread, () -> thread.switchToBranch(head));
      MessageId first = thread.state().messages().get(0).id();
      attempt(thread, () -> thread.edit(first, MessageInput.text("hello again")).completion());
      attempt(thread, () -> thread.updateCustom(first, Map.of("seen", true)));
      MessageId last = requireNonNull(thread.state().head()).id();
      deleted = last;
      attempt(thread, () -> thread.delete(last));
      // A head that could not be stored is stored with the next write (HIST-10).
      attempt(thread, () -> thread.send("hello at last").completion());
    }

    /** Does something, and again if the storage had it fail: what a person would do. */
    private void attempt(ThreadRuntime thread, Supplier<CompletionStage<?>> act) {
      for (int again = 0; again < 2; again++) {
        try {
          CompletionStage<?> stage = act.get();
          settle();
          stage.toCompletableFuture().getNow(null);
          return;
        } catch (RuntimeException failed) {
          problems.add(String.valueOf(failed));
          if (thread.state().loadState() == LoadState.LOAD_FAILED) {
            CompletionStage<Void> retried = thread.retryLoad();
            settle();
            retried.toCompletableFuture().join();
          }
        }
      }
    }

    /** Lets everything happen, retries of writes with their waiting included. */
    private void settle() {
      scheduler.runAll();
      scheduler.advance(Duration.ofSeconds(30));
    }

    private void noteSaved(ThreadRuntime thread) {
      thread.state().views().forEach(view -> {
        if (view.saveState() == SaveState.SAVED) {
          acknowledged.put(view.message().id(), view.message());
        }
      });
    }

    private void check(ThreadRuntime thread) {
      String story = threadId + ", problems " + problems;
      assertThat(problems).as(story).hasSizeLessThanOrEqualTo(fault == Fault.REFUSED ? 1 : 0);
      assertThat(thread.state().unsaved()).as(story).isEmpty();
      assertThat(executions).as(story).doesNotHaveDuplicates();
      Map<MessageId, MessageItem> stored = CrashChecker.checkedTree(
          new JdbcThreadHistory(database).load(new ThreadKey(OWNER, threadId)));
      thread.state().messages().forEach(shown -> {
        MessageItem item = stored.get(shown.id());
        assertThat(item).as(story).isNotNull();
        assertThat(requireNonNull(item).message()).as(story).isEqualTo(shown);
      });
      acknowledged
          .keySet()
          .forEach(id -> assertThat(stored.containsKey(id) || id.equals(deleted))
              .as("%s: %s", story, id)
              .isTrue());
      ThreadRuntime again = start(database).threads(OWNER).open(threadId);
      CompletionStage<Void> loaded = again.load();
      settle();
      loaded.toCompletableFuture().join();
      assertThat(again.state().messages()).as(story).isEqualTo(thread.state().messages());
      Run run = again.send("hello");
      settle();
      assertThat(run.completion().toCompletableFuture().join().status())
          .as(story)
          .isEqualTo(Status.COMPLETE_UNKNOWN);
    }

    private LocalRuntime start(DataSource dataSource) {
      return LocalRuntime.builder(this::reply)
          .json(new PlainJson())
          .tools(tool("count"), tool("pay").needsApproval())
          .history(new JdbcThreadHistory(dataSource, scheduler))
          .threadList(new JdbcThreadList(dataSource, scheduler))
          .clock(scheduler)
          .executor(scheduler)
          .timer(scheduler)
          .build();
    }

    private void reply(RunRequest request, ReplyWriter reply) {
      Message soFar = request.replySoFar();
      String question = request.lastUserText();
      if (!question.startsWith("hello")
          && (soFar == null || CrashWorld.calls(soFar).isEmpty())) {
        ToolCallId call = new ToolCallId("call-" + request.messageId());
        reply.toolCall(call, question);
        reply.argumentsText(call, "{}");
        reply.completeToolCall(call);
      } else {
        reply.text("You said: ");
        scheduler.advance(Duration.ofSeconds(2));
        reply.text(question);
      }
    }

    private Tool tool(String name) {
      return Tool.builder(name, "Notes that it ran")
          .handler((arguments, call) -> {
            executions.add(call.id().value());
            return "done";
          })
          .build();
    }
  }

  /** Has one act of a connection fail. */
  private static final class FailsOnce implements ObservedDataSource.Fault {
    private final Fault fault;
    private int left;
    private boolean hasFailed;

    FailsOnce(Fault fault, int call) {
      this.fault = fault;
      this.left = call;
    }

    @Override
    public @Nullable SQLException before(String act) {
      return fault.isBefore ? next() : null;
    }

    @Override
    public @Nullable SQLException after(String act) {
      return fault.isBefore ? null : next();
    }

    private @Nullable SQLException next() {
      left--;
      if (left != 0) {
        return null;
      }
      hasFailed = true;
      return new SQLException("It fails, since a test says so.", fault.state);
    }
  }
}
