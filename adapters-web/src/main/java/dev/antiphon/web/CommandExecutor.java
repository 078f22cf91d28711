package dev.antiphon.web;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.runtime.Run;
import dev.antiphon.runtime.SendOptions;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolResult;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Carries commands of pages out.
 *
 * <p><b>Promise.</b> What a page may not do is refused: the result of a call that the server
 * executes, or that has a gate, comes from nobody else (rule TOOL-19 would let it). A refused
 * command changes nothing.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Never waits for I/O; a result is
 * checked against the model context, whose providers are the application's.
 */
public final class CommandExecutor {

  /** Makes one; all are alike. */
  public CommandExecutor() {}

  /**
   * Carries a command out.
   *
   * @param thread on which thread
   * @param command the command
   * @return ends when the command is accepted, with the run that it started, if any; with a
   *     {@code ChatRuntimeException} if it is refused. What comes of it is told by the state stream
   * @throws ChatRuntimeException if it is refused at once
   */
  public CompletionStage<Optional<Run>> execute(ThreadRuntime thread, Command command) {
    requireNonNull(thread, "thread");
    requireNonNull(command, "command");
    if (command instanceof Command.AddMessage add) {
      return started(send(thread, add));
    } else if (command instanceof Command.Reload reload) {
      MessageId source = reload.sourceId();
      return started(
          source == null
              ? thread.startRun(reload.parentId(), reload.options())
              : thread.reload(source, reload.options()));
    } else if (command instanceof Command.Continue again) {
      return started(thread.continueRun(again.messageId()));
    } else if (command instanceof Command.GiveResult given) {
      return result(thread, given.messageId(), given.toolCallId(), given.result());
    } else if (command instanceof Command.Answer answer) {
      return thread
          .resumeToolCall(answer.toolCallId(), answer.payload())
          .thenApply(wasAsked -> Optional.empty());
    } else if (command instanceof Command.Decide decide) {
      return thread.respondToToolApproval(decide.approvalId(), decide.response());
    }
    return withoutRun(thread, command);
  }

  private static CompletionStage<Optional<Run>> withoutRun(ThreadRuntime thread, Command command) {
    if (command instanceof Command.Cancel) {
      thread.cancelRun();
    } else if (command instanceof Command.SwitchBranch branch) {
      return done(thread.switchToBranch(branch.headId()));
    } else if (command instanceof Command.Delete delete) {
      return done(thread.delete(delete.messageId()));
    } else if (command instanceof Command.Mark mark) {
      return done(
          mark.feedback() == null
              ? thread.withdrawFeedback(mark.messageId())
              : thread.submitFeedback(mark.messageId(), mark.feedback()));
    } else if (command instanceof Command.EditQueued edit) {
      thread.queue().edit(edit.itemId(), edit.message());
    } else if (command instanceof Command.MoveQueued move) {
      thread.queue().move(move.itemId(), move.place());
    } else if (command instanceof Command.RemoveQueued remove) {
      thread.queue().remove(remove.itemId());
    } else if (command instanceof Command.RetryQueued retry) {
      return started(thread.queue().retry(retry.itemId()));
    } else if (command instanceof Command.ResumeQueue) {
      thread.queue().resume();
    } else if (command instanceof Command.RetryLoad) {
      return done(thread.retryLoad());
    } else {
      throw new AssertionError("Unhandled command: " + command.getClass());
    }
    return CompletableFuture.completedFuture(Optional.empty());
  }

  /**
   * Sends. A message below the last visible one follows it wherever it is when its turn comes: a
   * page names that message whether it means the place or not.
   */
  private static Run send(ThreadRuntime thread, Command.AddMessage add) {
    if (add.sourceId() != null) {
      return thread.edit(add.sourceId(), add.message(), add.options());
    }
    SendOptions options = add.options();
    Message head = thread.state().head();
    boolean isAtHead =
        options.hasParent() && Objects.equals(options.parent(), head == null ? null : head.id());
    return thread.send(add.message(), isAtHead ? withoutParent(options) : options);
  }

  private static SendOptions withoutParent(SendOptions options) {
    return SendOptions.builder()
        .whenBusy(options.whenBusy())
        .runConfig(options.runConfig())
        .idempotencyKey(options.idempotencyKey())
        .build();
  }

  /** Gives a call its result, if it is one for people to answer. */
  static CompletionStage<Optional<Run>> result(
      ThreadRuntime thread, MessageId messageId, ToolCallId toolCallId, ToolResult result) {
    return thread.load().thenCompose(loaded -> {
      ToolCallPart call = thread.message(messageId).toolCall(toolCallId);
      Optional<Tool> tool = thread.modelContext().tools().find(call.toolName());
      boolean isForPeople = tool.isPresent() && tool.get().isHuman() && call.approval() == null;
      if (!isForPeople) {
        throw new ServerToolException(toolCallId);
      }
      return thread.addToolResult(messageId, toolCallId, result);
    });
  }

  private static CompletionStage<Optional<Run>> started(Run run) {
    return CompletableFuture.completedFuture(Optional.of(run));
  }

  private static CompletionStage<Optional<Run>> done(CompletionStage<Void> stage) {
    return stage.thenApply(done -> Optional.empty());
  }
}
