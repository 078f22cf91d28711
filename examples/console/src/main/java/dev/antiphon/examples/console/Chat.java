package dev.antiphon.examples.console;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.Role;
import dev.antiphon.run.RunState;
import dev.antiphon.runtime.Composer;
import dev.antiphon.runtime.ComposerSend;
import dev.antiphon.runtime.Run;
import dev.antiphon.runtime.SendOptions;
import dev.antiphon.runtime.Subscription;
import dev.antiphon.runtime.ThreadListRuntime;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.runtime.WhenBusy;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.QueueItem;
import dev.antiphon.thread.Suggestion;
import dev.antiphon.thread.ThreadState;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.PendingApproval;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of the chat: one thread is shown, and the commands are about it.
 *
 * <p>Commands throw {@link RefusedException} or an exception of the runtime if they cannot be done;
 * then nothing was changed.
 *
 * <p><b>Threads.</b> For one thread, but {@link #isRunning} and {@link #cancel} for any.
 */
final class Chat {

  private final ThreadListRuntime threads;
  private final Transcript transcript;
  private volatile ThreadRuntime thread;
  private Subscription states;
  private Subscription notices;

  /**
   * Shows a thread.
   *
   * @param threads all threads
   * @param first the thread to show, loaded
   * @param transcript where
   */
  Chat(ThreadListRuntime threads, ThreadRuntime first, Transcript transcript) {
    this.threads = threads;
    this.transcript = transcript;
    this.thread = first;
    this.notices = first.subscribe(new Notices(transcript));
    this.states = first.onState(transcript::show);
    welcome();
  }

  // ---- sending

  /**
   * Sends a message.
   *
   * @param text the message
   * @param whenBusy when it is sent while a reply is being written or waits for a decision, or
   *     null: when it has ended, and not while it waits
   * @return its run
   */
  Run send(String text, @Nullable WhenBusy whenBusy) {
    if (whenBusy == null) {
      requireNoDecision();
    }
    SendOptions options = SendOptions.builder().whenBusy(whenBusy).build();
    Composer composer = thread.composer();
    composer.setText(text);
    return noted(composer
        .send(options)
        .map(Chat::runOf)
        .orElseGet(() -> thread.send(MessageInput.text(text), options)));
  }

  /**
   * Sends what was suggested.
   *
   * @param suggestion what was chosen
   * @return its run
   */
  Run send(Suggestion suggestion) {
    requireNoDecision();
    return noted(thread.send(suggestion));
  }

  private void requireNoDecision() {
    if (isPaused()) {
      throw new RefusedException(
          "Not sent: the reply above waits for your decision. Type /approve, /deny or /cancel first.");
    }
  }

  private Run noted(Run run) {
    if (run.state() == RunState.QUEUED) {
      transcript.note("(sent when the reply above has ended; /queue lists what waits)");
    }
    return run;
  }

  /** Returns the run of a send, which waits for attached files to be complete. */
  private static Run runOf(ComposerSend send) {
    return send.run().orElseGet(() -> await(send.accepted()).orElseThrow());
  }

  /** Makes the last reply anew, or one to a last message that has none. */
  Run regenerate() {
    Message head = state().head();
    if (head == null) {
      throw new RefusedException("There is no reply yet. Type a message first.");
    }
    return head.role() == Role.ASSISTANT ? thread.reload(head.id()) : thread.startRun(head.id());
  }

  /**
   * Sends another version of the last message of the user.
   *
   * @param text the new version
   */
  Run edit(String text) {
    List<Message> messages = state().messages();
    for (int i = messages.size() - 1; i >= 0; i--) {
      if (messages.get(i).role() == Role.USER) {
        return thread.edit(messages.get(i).id(), MessageInput.text(text));
      }
    }
    throw new RefusedException("There is no message of yours to edit yet. Type one first.");
  }

  /** Cancels the reply that is being written, or that waits for a decision. */
  void cancel() {
    if (!state().isRunning() && !isPaused()) {
      throw new RefusedException("No reply is being written, so there is nothing to cancel.");
    }
    thread.cancelRun();
    int waiting = state().queue().size();
    if (waiting > 0) {
      transcript.note("(messages that wait: %d; they are sent before your next one, or by /resume)"
          .formatted(waiting));
    }
  }

  /** Returns whether a reply is being written. */
  boolean isRunning() {
    return state().isRunning();
  }

  private boolean isPaused() {
    Message head = state().head();
    return head != null && head.isPaused();
  }

  // ---- approvals

  /**
   * Decides on the oldest call that waits for approval.
   *
   * @param response the decision
   */
  @Nullable
  Run decide(ApprovalResponse response) {
    List<PendingApproval> pending = thread.pendingApprovals();
    if (pending.isEmpty()) {
      throw new RefusedException("Nothing waits for your approval.");
    }
    Run run = thread
        .respondToToolApproval(pending.get(0).id(), response)
        .toCompletableFuture()
        .join()
        .orElse(null);
    if (pending.size() > 1) {
      PendingApproval next = pending.get(1);
      transcript.note("(next: approve " + MessagePrinter.named(next.toolName(), next.arguments())
          + "? Type /approve or /deny)");
    }
    return run;
  }

  // ---- threads

  /** Returns what is shown. */
  ThreadState state() {
    return thread.state();
  }

  /** Returns the thread that is shown. */
  ThreadRuntime thread() {
    return thread;
  }

  /** Returns all threads. */
  ThreadListRuntime threads() {
    return threads;
  }

  /** Shows a new thread. */
  void startThread() {
    boolean isEmpty = state().isEmpty() && state().loadState() == LoadState.LOADED;
    if (isEmpty) {
      throw new RefusedException("This thread is new already. Type a message.");
    }
    show(await(threads.switchToNewThread()));
    transcript.note("(a new thread)");
  }

  /**
   * Shows a thread.
   *
   * @param threadId which one
   */
  void open(String threadId) {
    ThreadRuntime next = threads.open(threadId);
    await(next.load());
    await(threads.switchTo(threadId));
    show(next);
  }

  /** Shows the selected thread, if it is another one than the one that is shown. */
  void followSelection() {
    ThreadRuntime selected = threads.main();
    if (selected != thread) {
      show(selected);
      transcript.note("(a new thread)");
    }
  }

  private void show(ThreadRuntime next) {
    states.close();
    notices.close();
    thread = next;
    transcript.startOver();
    notices = next.subscribe(new Notices(transcript));
    states = next.onState(transcript::show);
    welcome();
  }

  /** Shows what the program suggests, in a thread without messages. */
  private void welcome() {
    if (state().isEmpty()) {
      Choices.lines(thread.welcomeSuggestions()).forEach(transcript::note);
    }
  }

  /** Shows all of the thread again. */
  void showHistory() {
    ThreadState state = state();
    if (state.messages().isEmpty()) {
      throw new RefusedException("This thread has no messages yet. Type one.");
    }
    transcript.showAll(state);
  }

  /** Returns the texts of the messages that wait for the reply above to end, and are not stored. */
  List<String> unsent() {
    return state().queue().stream().map(QueueItem::text).toList();
  }

  /** Waits until nothing happens in the thread any more, and all of it is on the screen. */
  void awaitQuiet() throws InterruptedException {
    transcript.awaitQuiet(thread);
  }

  /**
   * Waits for a stage and throws what it ends with.
   *
   * @param stage the stage
   * @param <T> what it gives
   */
  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      // An adapter of the host may throw anything.
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      throw new RefusedException(Printable.line(ErrorInfo.from(cause).message()));
    }
  }
}
