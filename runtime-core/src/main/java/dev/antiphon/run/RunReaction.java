package dev.antiphon.run;

/**
 * What the runtime does when an event meets a run: the cells of the table in section 1.5 of the
 * behaviour contract.
 */
public enum RunReaction {
  /** Nothing; logged at DEBUG. */
  IGNORE,
  /** (a) Announces the run; once the thread is loaded, the message enters the tree. */
  START,
  /** (b) Adds the running assistant message and calls the adapter. */
  REQUEST,
  /** Calls the history in place of the model (rule LOAD-8). */
  REQUEST_HISTORY,
  /** Executes the calls of the message that is continued. */
  EXECUTE,
  /** As EXECUTE, with the message unsaved. */
  EXECUTE_UNSAVED,
  /** (c) Takes the message back; rule SEND-5. */
  NOT_SENT,
  /** Ends a run that was cancelled while it prepared. */
  END_CANCELLED,
  /** Applies what the adapter writes. */
  APPLY,
  /** Drops what comes too late. */
  DROP,
  /** Goes on as rules CONT-1 to CONT-7 or CONT-17 to CONT-19 decided. */
  PROCEED,
  /** Ends the watch on a thread that might leak. */
  END_LEAK_WATCH,
  /** (d) Ends the message as failed; partial content is kept. */
  FAIL,
  /** Places a result while other calls still execute. */
  PLACE_RESULT,
  /** Refuses with UnknownMessageException: the run has no message yet. */
  REFUSE_NO_MESSAGE,
  /** Places a given result by rules TOOL-18 and TOOL-19. */
  GIVE_RESULT,
  /** As GIVE_RESULT; the call counts as ended. */
  GIVE_RESULT_AND_END_CALL,
  /**
   * As GIVE_RESULT; rules CONT-20 to CONT-25 apply, after the announcement if a pause is being
   * stored.
   */
  GIVE_RESULT_AND_CONTINUE,
  /** No gate is open here: rules APPR-3 and APPR-8 decide by the gate that is named. */
  LOOK_UP_GATE,
  /** Records a decision; an allowed call starts, a denied one ends. */
  DECIDE,
  /**
   * Records a decision; rules CONT-20 to CONT-25 apply, after the announcement if a pause is being
   * stored.
   */
  DECIDE_AND_CONTINUE,
  /** Refuses with ApprovalClosedException. */
  REFUSE_CLOSED_GATE,
  /** Closes the gate as expired; the call ends with an error result. */
  EXPIRE_GATE,
  /** As EXPIRE_GATE; rules CONT-20 to CONT-25 apply. */
  EXPIRE_GATE_AND_CONTINUE,
  /** Returns false: nobody asks. */
  RETURN_FALSE,
  /** Delivers the answer to the tool that asks, if one does. */
  DELIVER_ANSWER,
  /** Removes the item from the queue; the run was cancelled before it began. */
  REMOVE_FROM_QUEUE,
  /** (e) The model is never called; a user message stays and goes on being stored. */
  CANCEL_PREPARING,
  /** (f) Ends the message as cancelled at once; closes writer, upstream, tools and gates. */
  CANCEL,
  /** (g) Ends the paused message as cancelled; the ended run keeps its outcome. */
  CANCEL_PAUSED_MESSAGE,
  /** Announces the pause and ends. */
  ANNOUNCE_PAUSE,
  /** Ends. */
  COMPLETE,
  /** Reports a thread that ignores cancellation. */
  REPORT_LEAK,
  /** Merges the field, if there is a message. */
  MERGE_FIELD,
  /** Changes the queue; a removed item ends the run as cancelled. */
  CHANGE_QUEUE,
  /** Refuses with QueueItemNotFoundException: the item was dispatched. */
  REFUSE_DISPATCHED_ITEM
}
