package dev.antiphon.testing;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.RunId;
import dev.antiphon.message.Status;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.thread.ThreadEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A listener that checks what every listener may rely on: events without gaps, one active run at a
 * time, exactly one beginning and one end of each run, nothing of a run after its end, statuses and
 * results that are final, and saved meaning stored.
 *
 * <p><b>Threads.</b> For one thread.
 */
public final class EventChecker implements Consumer<ThreadEvent> {

  private final HistoryChecker checker;
  private final int maxSteps;

  private long sequence = -1;
  private boolean isBehind;
  private boolean isLate;
  private @Nullable RunId active;
  private final Set<RunId> queued = new HashSet<>();
  private final Set<RunId> begun = new HashSet<>();
  private final Set<RunId> ended = new HashSet<>();
  private final Map<RunId, RunOutcome> outcomes = new HashMap<>();
  private final Set<RunId> completed = new HashSet<>();
  private final Map<RunId, Integer> steps = new HashMap<>();
  private int humanInputs;
  private final Map<MessageId, Message> messages = new HashMap<>();

  /**
   * Makes a listener.
   *
   * @param checker is told of what is wrong
   * @param maxSteps how many steps may follow a human input
   */
  public EventChecker(HistoryChecker checker, int maxSteps) {
    this.checker = checker;
    this.maxSteps = maxSteps;
  }

  /** Returns the sequence number that it has got to. */
  public long sequence() {
    return sequence;
  }

  /**
   * Returns the runs that were queued or began and have not ended, or ended and were not completed.
   */
  public Set<RunId> unfinished() {
    Set<RunId> unfinished = new HashSet<>(ended);
    unfinished.removeAll(completed);
    unfinished.addAll(queued);
    if (active != null) {
      unfinished.add(active);
    }
    return unfinished;
  }

  /** A human gave something to whatever run: the steps may be counted from there on. */
  public void humanInput() {
    humanInputs++;
  }

  /** Returns whether it missed events, so that only later ones can be checked. */
  public boolean isBehind() {
    return isBehind;
  }

  @Override
  public void accept(ThreadEvent event) {
    if (event instanceof ThreadEvent.Snapshot snapshot) {
      that(sequence == -1, "a snapshot comes first", event);
      sequence = snapshot.sequence();
      isLate = sequence > 0;
      active = snapshot.state().activeRun() == null
          ? null
          : snapshot.state().activeRun().runId();
      return;
    }
    if (event instanceof ThreadEvent.Overflow overflow) {
      that(overflow.first() == sequence + 1, "an overflow begins where the events end", event);
      sequence = overflow.last();
      isBehind = true;
      return;
    }
    that(sequence == -1 || event.sequence() == sequence + 1, "events have no gaps", event);
    sequence = event.sequence();
    if (!isBehind) {
      run(event);
      message(event);
    }
  }

  private void run(ThreadEvent event) {
    RunId id = event.runId();
    if (event instanceof ThreadEvent.RunStarted) {
      that(active == null, "one active run: another one began", event);
      that(!ended.contains(id), "a run does not begin after its end", event);
      that(begun.add(id), "a run begins once", event);
      queued.remove(id);
      active = id;
    } else if (event instanceof ThreadEvent.RunQueued) {
      that(queued.add(id), "a run waits once", event);
      if (id != null && id.equals(active)) {
        // It began, and has to wait after all: a pause was found at the head.
        active = null;
        begun.remove(id);
      }
    } else if (event instanceof ThreadEvent.RunEnded end) {
      that(ended.add(id), "one RunEnded per run", event);
      queued.remove(id);
      outcomes.put(id, end.outcome());
      active = id != null && id.equals(active) ? null : active;
    } else if (event instanceof ThreadEvent.RunCompleted done) {
      RunOutcome outcome = outcomes.get(id);
      that(outcome != null || isLate, "RunCompleted comes after RunEnded", event);
      that(completed.add(id), "one RunCompleted per run", event);
      that(
          outcome == null
              || done.outcome() == outcome
              || (outcome == RunOutcome.CANCELLED && done.outcome() == RunOutcome.NOT_SENT),
          "RunCompleted has the outcome of RunEnded",
          event);
      saved(done);
    } else if (isWork(event)) {
      that(id != null && id.equals(active), "work belongs to the active run", event);
    }
    if (event instanceof ThreadEvent.StepStarted) {
      int count = steps.merge(id, 1, Integer::sum);
      int limit = maxSteps * (1 + humanInputs);
      that(count <= limit, "steps stay below the limit", event);
    }
  }

  private void saved(ThreadEvent.RunCompleted done) {
    MessageId id = done.messageId();
    if (done.isSaved() && id != null) {
      checker.acknowledged(id, "RunCompleted");
    }
  }

  private static boolean isWork(ThreadEvent event) {
    return event instanceof ThreadEvent.StepStarted
        || event instanceof ThreadEvent.StepEnded
        || event instanceof ThreadEvent.PartStarted
        || event instanceof ThreadEvent.PartDelta
        || event instanceof ThreadEvent.PartEnded
        || event instanceof ThreadEvent.ToolStarted
        || event instanceof ThreadEvent.ToolProgress
        || event instanceof ThreadEvent.HumanInputRequested
        || event instanceof ThreadEvent.ApprovalRequested;
  }

  // ---- messages

  private void message(ThreadEvent event) {
    if (event instanceof ThreadEvent.MessageSaved) {
      checker.acknowledged(Objects.requireNonNull(event.messageId()), "MessageSaved");
    } else if (event instanceof ThreadEvent.MessageAdded added) {
      messages.put(added.message().id(), added.message());
    } else if (event instanceof ThreadEvent.MessageChanged changed) {
      Message before = messages.put(changed.message().id(), changed.message());
      if (before != null) {
        follows(before, changed.message(), event);
      }
    } else if (event instanceof ThreadEvent.ThreadReplaced
        || event instanceof ThreadEvent.LoadFinished) {
      messages.clear();
    } else if (event instanceof ThreadEvent.MessagesRemoved removed) {
      removed.removed().forEach(messages::remove);
    }
  }

  private void follows(Message before, Message after, ThreadEvent event) {
    Status was = before.status();
    if (was != null && was.isTerminal() && !was.equals(after.status())) {
      boolean mayGoOn =
          was.equals(Status.INTERRUPTED) || was.equals(Status.incomplete(Status.Reason.TOOL_CALLS));
      boolean isWork = after.isRunning() || Status.CANCELLED.equals(after.status());
      that(
          mayGoOn && isWork && active != null,
          "a terminal status is final: " + was + " became " + after.status(),
          event);
    }
    that(
        after.content().size() >= before.content().size(),
        "content only grows: " + before.content().size() + " parts became "
            + after.content().size(),
        event);
    Map<Object, ToolCallPart> calls = new HashMap<>();
    after.toolCalls().forEach(call -> calls.put(call.toolCallId(), call));
    for (ToolCallPart call : before.toolCalls()) {
      ToolCallPart now = calls.get(call.toolCallId());
      that(now != null, "a call stays: " + call.toolCallId(), event);
      if (now != null && call.hasResult()) {
        that(
            now.hasResult() && Objects.equals(now.result(), call.result()),
            "a result is final: that of " + call.toolCallId(),
            event);
      }
    }
  }

  private void that(boolean holds, String invariant, ThreadEvent event) {
    if (!holds) {
      checker.violated("%s (at %s %d of %s, %s)"
          .formatted(
              invariant,
              event.getClass().getSimpleName(),
              event.sequence(),
              event.runId(),
              event.messageId()));
    }
  }
}
