package dev.antiphon.run;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.Status;
import dev.antiphon.message.ToolCallPart;
import org.jspecify.annotations.Nullable;

/** Decides how a run goes on (rules CONT-1 to CONT-7 and CONT-17 to CONT-25); pure. */
public final class ContinuationRule {

  private ContinuationRule() {}

  /**
   * Where a run goes.
   *
   * @param next REQUESTING for another step, EXECUTING, PAUSING or FINISHING
   * @param status the status of the message if it pauses or finishes, else {@code RUNNING}
   */
  public record Decision(RunState next, Status status) {

    static Decision finish(Status status) {
      return new Decision(RunState.FINISHING, status);
    }

    static Decision pause(Status status) {
      return new Decision(RunState.PAUSING, status);
    }

    static final Decision EXECUTE = new Decision(RunState.EXECUTING, Status.RUNNING);
    static final Decision NEXT_STEP = new Decision(RunState.REQUESTING, Status.RUNNING);
  }

  /** What can be done with a message that has no active run. */
  public enum Continuation {
    /** A new run starts on the message. */
    START,
    /** What was given is stored; the message stays paused. */
    STAY_PAUSED,
    /** What was given is stored, and nothing starts. */
    STORE_ONLY
  }

  /**
   * Decides after a step that ended without cancel or exception; the first rule that matches wins.
   *
   * @param written the status that the adapter wrote, or {@code null}
   * @param hasUnresolvedCalls whether a call is unresolved, leaving out provider-executed ones
   *     without an open gate
   * @param hasCallsInStep whether the step wrote a call
   * @param hasStepsLeft whether another step is allowed
   */
  public static Decision afterStep(
      @Nullable Status written,
      boolean hasUnresolvedCalls,
      boolean hasCallsInStep,
      boolean hasStepsLeft) {
    if (written != null && written.type() == Status.Type.INCOMPLETE) {
      return Decision.finish(written);
    }
    if (Status.INTERRUPT.equals(written)) {
      return Decision.pause(Status.INTERRUPT);
    }
    if (hasUnresolvedCalls) {
      return Decision.EXECUTE;
    }
    if (Status.TOOL_CALLS.equals(written)) {
      return hasCallsInStep
          ? afterExecution(false, hasStepsLeft)
          : Decision.finish(Status.COMPLETE_UNKNOWN);
    }
    return written != null && written.reason() != null
        ? Decision.finish(written)
        : Decision.finish(Status.COMPLETE_UNKNOWN);
  }

  /**
   * Decides when nothing executes any more (rules CONT-17 to CONT-19).
   *
   * @param isCallPending whether a call waits for a human
   * @param hasStepsLeft whether another step is allowed
   */
  public static Decision afterExecution(boolean isCallPending, boolean hasStepsLeft) {
    if (isCallPending) {
      return Decision.pause(Status.TOOL_CALLS);
    }
    return hasStepsLeft
        ? Decision.NEXT_STEP
        : Decision.finish(Status.incomplete(Status.Reason.TOOL_CALLS));
  }

  /**
   * Decides after a result, decision or expiry on a message without active run (rules CONT-20 to
   * CONT-23).
   *
   * @param message the message, with what was given
   * @param isEndOfBranch whether it has no children
   * @param isCallPending whether a call still waits for a human
   */
  public static Continuation afterHumanInput(
      Message message, boolean isEndOfBranch, boolean isCallPending) {
    if (!message.isPaused()) {
      return Continuation.STORE_ONLY;
    }
    if (isCallPending || !Status.TOOL_CALLS.equals(message.status())) {
      return Continuation.STAY_PAUSED;
    }
    return isEndOfBranch ? Continuation.START : Continuation.STORE_ONLY;
  }

  /**
   * Returns whether {@code continueRun} may continue a message (rules CONT-24 and CONT-25).
   *
   * @param message the message
   * @param isCallPending whether a call waits for a human
   */
  public static boolean canContinue(Message message, boolean isCallPending) {
    Status status = message.status();
    if (status == null) {
      return false;
    }
    return (status.isPaused() && !isCallPending)
        || Status.INTERRUPTED.equals(status)
        || (status.type() == Status.Type.INCOMPLETE && status.reason() == Status.Reason.TOOL_CALLS);
  }

  /**
   * Returns whether a call keeps a step from being over: unresolved, and not left to the provider.
   *
   * @param part any part
   */
  public static boolean isUnresolved(MessagePart part) {
    return part instanceof ToolCallPart call
        && !call.hasResult()
        && (!call.isProviderExecuted() || call.hasOpenGate());
  }
}
