package dev.antiphon.runtime;

import dev.antiphon.cancel.Cancellation;
import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Json;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolInterrupt;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolCall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a call, from its start to its result. Its fields are confined to the writer; the
 * handler sees it as a {@link ToolCall}.
 */
final class ToolSession implements ToolCall {

  private final Conversation thread;
  private final LiveRun run;
  private final ToolCallId id;
  private final Optional<HumanAnswer> answer;

  final Tool tool;
  final Map<String, Object> arguments;
  final CancelSource cancellation;

  /** The answer that the handler waits for, while it asks. */
  private @Nullable CompletableFuture<HumanAnswer> asking;

  private boolean isOver;
  private Timer.@Nullable Scheduled timeout;
  private Timer.@Nullable Scheduled humanTimeout;
  private Duration timeLeft;
  private long clockStartedMillis;

  ToolSession(Conversation thread, LiveRun run, CallPlan.Start plan, @Nullable HumanAnswer answer) {
    this.thread = thread;
    this.run = run;
    this.id = plan.call().toolCallId();
    this.tool = plan.tool();
    this.arguments = plan.arguments();
    this.answer = Optional.ofNullable(answer);
    this.cancellation = new CancelSource(thread.env.executor());
    Duration own = tool.timeout();
    this.timeLeft = own == null ? run.options.toolTimeout() : own;
  }

  // ---- the runtime's side, under the writer

  boolean isAsking() {
    return asking != null;
  }

  boolean isOver() {
    return isOver;
  }

  /** Starts the clock of the timeout. */
  void startClock() {
    clockStartedMillis = thread.env.clock().millis();
    Duration left = timeLeft;
    thread.writer.afterwards(() -> {
      Timer.Scheduled scheduled = thread
          .env
          .timer()
          .schedule(left, () -> thread.writer.run(() -> thread.tools.timedOut(run, this)));
      thread.writer.run(() -> keepTimeout(scheduled));
    });
  }

  private void keepTimeout(Timer.Scheduled scheduled) {
    if (isOver || asking != null) {
      scheduled.cancel();
    } else {
      timeout = scheduled;
    }
  }

  /** Stops the clock: waiting for a human does not count (rule TOOL-8). */
  private void stopClock() {
    if (timeout != null) {
      timeout.cancel();
      timeout = null;
    }
    timeLeft = timeLeft.minusMillis(thread.env.clock().millis() - clockStartedMillis);
  }

  /** Ends the execution: whatever the handler brings later is dropped. */
  void end(boolean isCancelled) {
    isOver = true;
    if (timeout != null) {
      timeout.cancel();
    }
    if (humanTimeout != null) {
      humanTimeout.cancel();
    }
    if (asking != null) {
      fail(asking, new CancellationException("The call was ended while it asked."));
      asking = null;
    }
    if (isCancelled) {
      thread.writer.afterwards(cancellation::fire);
    }
  }

  /** Delivers a human's answer, if the handler asks (rule TOOL-21). */
  boolean deliver(@Nullable Object payload) {
    CompletableFuture<HumanAnswer> waiting = asking;
    if (waiting == null) {
      return false;
    }
    HumanAnswer given = new HumanAnswer(Json.copyOf(payload, "payload"));
    stopAsking();
    startClock();
    thread.writer.inBackground(() -> waiting.complete(given));
    return true;
  }

  private void ask(@Nullable Object payload, CompletableFuture<HumanAnswer> question) {
    if (isOver) {
      throw new CancellationException("The call is over.");
    }
    if (asking != null) {
      fail(asking, new CancellationException("The call asked again."));
    } else {
      stopClock();
    }
    asking = question;
    Object own = Json.copyOf(payload, "payload");
    thread.tools.changeCall(
        run, id, call -> call.toBuilder().interrupt(new ToolInterrupt(own)).build());
    thread.writer.emit(
        header -> new ThreadEvent.HumanInputRequested(header, own), run.id(), run.messageId, id);
    thread.tools.showWaiting(run);
    limitWaiting(question);
  }

  private void limitWaiting(CompletableFuture<HumanAnswer> question) {
    Duration limit = run.options.humanTimeout();
    if (limit != null) {
      thread.writer.afterwards(() -> {
        Timer.Scheduled scheduled = thread
            .env
            .timer()
            .schedule(limit, () -> thread.writer.run(() -> nobodyAnswered(question)));
        thread.writer.run(() -> humanTimeout = scheduled);
      });
    }
  }

  private void nobodyAnswered(CompletableFuture<HumanAnswer> question) {
    if (asking == question) {
      stopAsking();
      startClock();
      ErrorInfo error = ErrorInfo.of(
          ErrorInfo.TIMEOUT,
          "Nobody answered tool '%s' in time (option humanTimeout).".formatted(tool.name()));
      fail(question, new ChatRuntimeException(error));
    }
  }

  private void stopAsking() {
    asking = null;
    if (humanTimeout != null) {
      humanTimeout.cancel();
      humanTimeout = null;
    }
    thread.tools.changeCall(run, id, call -> call.toBuilder().interrupt(null).build());
    thread.writer.emit(ThreadEvent.HumanInputResolved::new, run.id(), run.messageId, id);
    thread.tools.showWaiting(run);
  }

  private void fail(CompletableFuture<HumanAnswer> question, RuntimeException failure) {
    thread.writer.inBackground(() -> question.completeExceptionally(failure));
  }

  // ---- the handler's side, on its own thread

  @Override
  public ThreadKey thread() {
    return thread.key;
  }

  @Override
  public MessageId messageId() {
    return run.requireMessageId();
  }

  @Override
  public ToolCallId id() {
    return id;
  }

  @Override
  public String toolName() {
    return tool.name();
  }

  @Override
  public Map<String, Object> runConfig() {
    return run.runConfig();
  }

  @Override
  public Cancellation cancellation() {
    return cancellation;
  }

  @Override
  public Optional<HumanAnswer> answer() {
    return answer;
  }

  @Override
  public void progress(@Nullable Object partialResult) {
    Object own = Json.copyOf(partialResult, "progress");
    thread.writer.run(() -> {
      if (!isOver) {
        thread.tools.changeCallUnstored(
            run, id, call -> call.toBuilder().progress(own).build());
        thread.writer.emit(
            header -> new ThreadEvent.ToolProgress(header, own), run.id(), run.messageId, id);
      }
    });
  }

  @Override
  public void messages(List<Message> messages) {
    List<Message> own = List.copyOf(messages);
    thread.writer.run(() -> {
      if (!isOver) {
        thread.tools.changeCall(run, id, call -> call.toBuilder().messages(own).build());
      }
    });
  }

  @Override
  public @Nullable Object askHuman(@Nullable Object payload) throws InterruptedException {
    CompletableFuture<HumanAnswer> question = new CompletableFuture<>();
    thread.writer.run(() -> ask(payload, question));
    try {
      return question.get().payload();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new AssertionError("A question fails with an unchecked exception.", failed);
    }
  }
}
