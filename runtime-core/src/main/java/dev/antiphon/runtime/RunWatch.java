package dev.antiphon.runtime;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Status;
import dev.antiphon.run.RunEvent;
import dev.antiphon.run.RunReaction;
import dev.antiphon.thread.ThreadEvent;
import java.time.Duration;

/** Watches what a run may take too long with: the whole of it, and ending when it is cancelled. */
final class RunWatch {

  private final Conversation thread;

  RunWatch(Conversation thread) {
    this.thread = thread;
  }

  /** Reports, once, an adapter or tool that is still there after the grace (rule RUN-17). */
  void leak(LiveRun run) {
    thread.writer.afterwards(() -> thread
        .env
        .timer()
        .schedule(run.options.cancelGrace(), () -> thread.writer.run(() -> reportLeak(run))));
  }

  private void reportLeak(LiveRun run) {
    boolean isAdapter = run.adaptersOut > 0 && (run.writer == null || run.writer.isClosed());
    String culprit = isAdapter
        ? "the model adapter " + run.adapterName
        : run.calls == null ? null : run.calls.leaking();
    if (culprit != null
        && !run.isLeakReported
        && run.on(RunEvent.GRACE_OVER) == RunReaction.REPORT_LEAK) {
      run.isLeakReported = true;
      thread.writer.emit(
          header -> new ThreadEvent.LeakSuspected(header, culprit), run.id(), run.messageId, null);
    }
  }

  /** Fails the run when it takes too long, pauses left out (option runTimeout). */
  void deadline(LiveRun run) {
    Duration limit = run.options.runTimeout();
    if (limit == null) {
      return;
    }
    thread.writer.afterwards(() -> {
      Timer.Scheduled scheduled =
          thread.env.timer().schedule(limit, () -> thread.writer.run(() -> timedOut(run)));
      thread.writer.run(() -> {
        if (run.isActive()) {
          run.deadline = scheduled;
        } else {
          scheduled.cancel();
        }
      });
    });
  }

  /** The time of a run is over. While it prepares it ends as soon as it has a message. */
  void timedOut(LiveRun run) {
    run.isOverdue = true;
    boolean isWorking = switch (run.state()) {
      case REQUESTING, STREAMING, EXECUTING -> true;
      default -> false;
    };
    if (isWorking && run.isActive()) {
      thread.steps.abort(
          run,
          Status.failed(ErrorInfo.of(
              ErrorInfo.TIMEOUT,
              "The run took longer than " + run.options.runTimeout() + " (option runTimeout).")));
    }
  }
}
