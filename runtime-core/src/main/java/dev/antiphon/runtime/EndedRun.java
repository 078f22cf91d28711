package dev.antiphon.runtime;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Status;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.run.RunState;
import dev.antiphon.thread.SaveState;
import java.util.List;

/** The run of a message that was sent before the thread was loaded (rule SEND-13): it is over. */
final class EndedRun {

  private EndedRun() {}

  /** Returns the run that a stored user message had, as far as the tree tells. */
  static Run of(Conversation thread, Message userMessage) {
    RunHandle handle = new RunHandle(thread.newRunId(), thread.key, () -> {}, () -> {});
    handle.state(RunState.ENDED);
    List<MessageId> replies = thread.writer.tree().children(userMessage.id());
    Message reply = replies.isEmpty() ? null : thread.writer.message(replies.get(0));
    RunOutcome outcome = RunOutcome.CANCELLED;
    if (reply != null && reply.status() != null) {
      handle.messageId(reply.id());
      outcome = outcomeOf(reply.status());
    }
    boolean isSaved = reply == null || thread.writer.saveState(reply.id()) == SaveState.SAVED;
    handle.complete(
        new RunResult(handle.id(), outcome, reply, List.of(), isSaved, null, List.of()), () -> {});
    return handle;
  }

  private static RunOutcome outcomeOf(Status status) {
    return switch (status.type()) {
      case COMPLETE -> RunOutcome.COMPLETE;
      case REQUIRES_ACTION -> RunOutcome.PAUSED;
      case RUNNING, INCOMPLETE -> RunOutcome.INCOMPLETE;
    };
  }
}
