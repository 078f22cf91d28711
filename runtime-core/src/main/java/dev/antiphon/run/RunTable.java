package dev.antiphon.run;

import static dev.antiphon.run.RunEvent.ADAPTER_RETURNS;
import static dev.antiphon.run.RunEvent.ADAPTER_THROWS;
import static dev.antiphon.run.RunEvent.ADAPTER_WRITES;
import static dev.antiphon.run.RunEvent.ADD_TOOL_RESULT;
import static dev.antiphon.run.RunEvent.APPROVAL_DECISION;
import static dev.antiphon.run.RunEvent.DISPATCHED;
import static dev.antiphon.run.RunEvent.FIELD_WRITTEN;
import static dev.antiphon.run.RunEvent.GATE_EXPIRES;
import static dev.antiphon.run.RunEvent.GRACE_OVER;
import static dev.antiphon.run.RunEvent.HEAD_MOVED;
import static dev.antiphon.run.RunEvent.LAST_WRITE_GIVEN_UP;
import static dev.antiphon.run.RunEvent.LAST_WRITE_STORED;
import static dev.antiphon.run.RunEvent.PREPARED;
import static dev.antiphon.run.RunEvent.PREPARING_FAILED;
import static dev.antiphon.run.RunEvent.QUEUE_ITEM_CHANGED;
import static dev.antiphon.run.RunEvent.RESUME_TOOL_CALL;
import static dev.antiphon.run.RunEvent.TOOL_ENDS;
import static dev.antiphon.run.RunState.ENDED;
import static dev.antiphon.run.RunState.EXECUTING;
import static dev.antiphon.run.RunState.FINISHING;
import static dev.antiphon.run.RunState.PREPARING;
import static dev.antiphon.run.RunState.REQUESTING;
import static dev.antiphon.run.RunState.STREAMING;
import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;

/**
 * Every event in every state of a run: section 1.5 of the behaviour contract, to be laid beside it.
 * A row is an event, a column a state in the order of {@link RunState}.
 */
public final class RunTable {

  /** One cell: what an event makes of a run in a state. */
  @FunctionalInterface
  private interface Cell {
    RunTransition from(RunState state, RunFacts facts);
  }

  private static final Cell __ = stay(RunReaction.IGNORE);
  private static final Cell DROP = stay(RunReaction.DROP);
  private static final Cell FALSE = stay(RunReaction.RETURN_FALSE);
  private static final Cell MERGE = stay(RunReaction.MERGE_FIELD);
  private static final Cell FAIL = go(FINISHING, RunReaction.FAIL);
  private static final Cell CANCEL = go(FINISHING, RunReaction.CANCEL);
  private static final Cell UNWATCH = stay(RunReaction.END_LEAK_WATCH);
  private static final Cell LEAK = stay(RunReaction.REPORT_LEAK);
  private static final Cell PROCEED =
      (state, facts) -> new RunTransition(facts.decided(), RunReaction.PROCEED);
  private static final Cell RESULT = stay(RunReaction.GIVE_RESULT);
  private static final Cell LOOK_UP = stay(RunReaction.LOOK_UP_GATE);
  private static final Cell GONE = stay(RunReaction.REFUSE_DISPATCHED_ITEM);

  private static final Map<RunEvent, Map<RunState, Cell>> ROWS = new EnumMap<>(RunEvent.class);

  static {
    // spotless:off
    //                       QUEUED            PREPARING         REQUESTING STREAMING EXECUTING         PAUSING            FINISHING       ENDED
    row(DISPATCHED,          start(),          __,               __,        __,       __,               __,                __,             __);
    row(PREPARED,            __,               prepared(),       __,        __,       __,               __,                cancelled(),    __);
    row(PREPARING_FAILED,    __,               failed(),         __,        __,       __,               __,                cancelledUnsent(), __);
    row(ADAPTER_WRITES,      __,               __,               writes(),  writes(), DROP,             DROP,              DROP,           DROP);
    row(ADAPTER_RETURNS,     __,               __,               PROCEED,   PROCEED,  __,               __,                UNWATCH,        UNWATCH);
    row(ADAPTER_THROWS,      __,               __,               FAIL,      FAIL,     __,               __,                UNWATCH,        UNWATCH);
    row(TOOL_ENDS,           __,               __,               __,        __,       toolEnds(),       __,                DROP,           DROP);
    row(ADD_TOOL_RESULT,     givenIfMessage(), givenIfMessage(), RESULT,    RESULT,   givenEndsCall(),  givenContinues(),  RESULT,         givenContinues());
    row(APPROVAL_DECISION,   LOOK_UP,          LOOK_UP,          LOOK_UP,   LOOK_UP,  decided(),        decidedContinues(), closedGate(),  ifPaused(RunReaction.DECIDE_AND_CONTINUE, RunReaction.REFUSE_CLOSED_GATE));
    row(GATE_EXPIRES,        __,               __,               __,        __,       expired(),        expiredContinues(), __,            ifPaused(RunReaction.EXPIRE_GATE_AND_CONTINUE, RunReaction.IGNORE));
    row(RESUME_TOOL_CALL,    FALSE,            FALSE,            FALSE,     FALSE,    answered(),       FALSE,             FALSE,          FALSE);
    row(RunEvent.CANCEL,     cancelQueued(),   cancelPreparing(), CANCEL,   CANCEL,   CANCEL,           CANCEL,            __,             ifPaused(RunReaction.CANCEL_PAUSED_MESSAGE, RunReaction.IGNORE));
    row(LAST_WRITE_STORED,   __,               __,               __,        __,       __,               announced(),       completed(),    __);
    row(LAST_WRITE_GIVEN_UP, __,               __,               __,        __,       __,               announced(),       completed(),    __);
    row(GRACE_OVER,          __,               __,               LEAK,      LEAK,     LEAK,             LEAK,              LEAK,           LEAK);
    row(HEAD_MOVED,          __,               __,               __,        __,       __,               __,                __,             __);
    row(FIELD_WRITTEN,       MERGE,            MERGE,            MERGE,     MERGE,    MERGE,            MERGE,             MERGE,          MERGE);
    row(QUEUE_ITEM_CHANGED,  changesQueue(),   GONE,             GONE,      GONE,     GONE,             GONE,              GONE,           GONE);
    // spotless:on
  }

  private RunTable() {}

  /**
   * Says what an event makes of a run.
   *
   * @param state where the run stands
   * @param event what happens
   * @param facts what else decides
   */
  public static RunTransition on(RunState state, RunEvent event, RunFacts facts) {
    return requireNonNull(requireNonNull(ROWS.get(event)).get(state)).from(state, facts);
  }

  private static void row(RunEvent event, Cell... cells) {
    RunState[] columns = RunState.values();
    if (cells.length != columns.length) {
      throw new AssertionError(event + " has " + cells.length + " cells.");
    }
    Map<RunState, Cell> row = new EnumMap<>(RunState.class);
    for (int i = 0; i < columns.length; i++) {
      row.put(columns[i], cells[i]);
    }
    ROWS.put(event, row);
  }

  private static Cell stay(RunReaction reaction) {
    return (state, facts) -> new RunTransition(state, reaction);
  }

  private static Cell go(RunState next, RunReaction reaction) {
    return (state, facts) -> new RunTransition(next, reaction);
  }

  private static Cell start() {
    return go(PREPARING, RunReaction.START);
  }

  private static Cell prepared() {
    return (state, facts) -> switch (facts.kind()) {
      case NEW -> new RunTransition(REQUESTING, RunReaction.REQUEST);
      case CONTINUATION -> new RunTransition(EXECUTING, RunReaction.EXECUTE);
      case RESUME -> new RunTransition(REQUESTING, RunReaction.REQUEST_HISTORY);
    };
  }

  private static Cell failed() {
    return (state, facts) -> facts.kind() == RunKind.NEW
        ? new RunTransition(ENDED, RunReaction.NOT_SENT)
        : facts.kind() == RunKind.CONTINUATION
            ? new RunTransition(EXECUTING, RunReaction.EXECUTE_UNSAVED)
            : new RunTransition(REQUESTING, RunReaction.REQUEST_HISTORY);
  }

  private static Cell cancelled() {
    return (state, facts) -> facts.isCancelledWhilePreparing()
        ? new RunTransition(ENDED, RunReaction.END_CANCELLED)
        : new RunTransition(state, RunReaction.IGNORE);
  }

  private static Cell cancelledUnsent() {
    return (state, facts) -> facts.isCancelledWhilePreparing()
        ? new RunTransition(ENDED, RunReaction.NOT_SENT)
        : new RunTransition(state, RunReaction.IGNORE);
  }

  private static Cell writes() {
    return go(STREAMING, RunReaction.APPLY);
  }

  private static Cell toolEnds() {
    return (state, facts) -> facts.decided() == EXECUTING
        ? new RunTransition(EXECUTING, RunReaction.PLACE_RESULT)
        : new RunTransition(facts.decided(), RunReaction.PROCEED);
  }

  private static Cell givenIfMessage() {
    return (state, facts) -> new RunTransition(
        state,
        facts.kind() == RunKind.NEW ? RunReaction.REFUSE_NO_MESSAGE : RunReaction.GIVE_RESULT);
  }

  private static Cell givenEndsCall() {
    return stay(RunReaction.GIVE_RESULT_AND_END_CALL);
  }

  private static Cell givenContinues() {
    return stay(RunReaction.GIVE_RESULT_AND_CONTINUE);
  }

  private static Cell decided() {
    return stay(RunReaction.DECIDE);
  }

  private static Cell decidedContinues() {
    return stay(RunReaction.DECIDE_AND_CONTINUE);
  }

  private static Cell closedGate() {
    return stay(RunReaction.REFUSE_CLOSED_GATE);
  }

  private static Cell expired() {
    return stay(RunReaction.EXPIRE_GATE);
  }

  private static Cell expiredContinues() {
    return stay(RunReaction.EXPIRE_GATE_AND_CONTINUE);
  }

  private static Cell ifPaused(RunReaction paused, RunReaction otherwise) {
    return (state, facts) -> new RunTransition(state, facts.isPaused() ? paused : otherwise);
  }

  private static Cell answered() {
    return stay(RunReaction.DELIVER_ANSWER);
  }

  private static Cell cancelQueued() {
    return (state, facts) -> facts.kind() == RunKind.NEW
        ? new RunTransition(ENDED, RunReaction.REMOVE_FROM_QUEUE)
        : new RunTransition(FINISHING, RunReaction.CANCEL);
  }

  private static Cell cancelPreparing() {
    return (state, facts) -> new RunTransition(
        FINISHING, facts.kind() == RunKind.NEW ? RunReaction.CANCEL_PREPARING : RunReaction.CANCEL);
  }

  private static Cell announced() {
    return go(ENDED, RunReaction.ANNOUNCE_PAUSE);
  }

  private static Cell completed() {
    return go(ENDED, RunReaction.COMPLETE);
  }

  private static Cell changesQueue() {
    return stay(RunReaction.CHANGE_QUEUE);
  }
}
