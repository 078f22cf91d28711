package dev.antiphon.runtime;

import dev.antiphon.message.AttachmentId;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.thread.AttachmentFile;
import dev.antiphon.thread.AttachmentStatus;
import dev.antiphon.thread.PendingAttachment;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One attachment of a draft, and what its adapter does with it. Confined to the writer. */
final class LiveAttachment {

  /** What the adapter does right now. */
  private enum Work {
    NONE,
    /** It will look at the file, and has not begun. */
    WAITING,
    /** It looks at the file. */
    ADDING,
    /** It completes the attachment for a send. */
    COMPLETING
  }

  /** What has it; the work ends on it, even if it is replaced (rule OPT-4). */
  final @Nullable AttachmentAdapter adapter;

  /** Ends when the adapter has looked at the file. */
  final CompletableFuture<PendingAttachment> added = new CompletableFuture<>();

  private final @Nullable AttachmentFile file;
  private CancelSource cancellation;
  private PendingAttachment shown;
  private Work work;
  private boolean isTaken;
  private @Nullable Throwable failure;
  private @Nullable Runnable whenIdle;

  private LiveAttachment(
      PendingAttachment shown, @Nullable AttachmentAdapter adapter, Work work, Executor executor) {
    this.shown = shown;
    this.adapter = adapter;
    this.work = work;
    this.file = shown.file();
    this.cancellation = new CancelSource(executor);
  }

  /** Returns an attachment that its adapter will look at. */
  static LiveAttachment added(
      PendingAttachment shown, AttachmentAdapter adapter, Executor executor) {
    return new LiveAttachment(shown, adapter, Work.WAITING, executor);
  }

  /** Returns an attachment that nobody works at. */
  static LiveAttachment still(
      PendingAttachment shown, @Nullable AttachmentAdapter adapter, Executor executor) {
    return new LiveAttachment(shown, adapter, Work.NONE, executor);
  }

  AttachmentId id() {
    return shown.id();
  }

  PendingAttachment shown() {
    return shown;
  }

  CancelSource cancellation() {
    return cancellation;
  }

  /** Returns what the adapter threw when it was to complete this, or null. */
  @Nullable
  Throwable failure() {
    return failure;
  }

  boolean isComplete() {
    return shown.status().isComplete();
  }

  /** Returns whether a send can complete it. */
  boolean isReady() {
    return !isBusy()
        && adapter != null
        && shown.status().reason() == AttachmentStatus.Reason.COMPOSER_SEND;
  }

  /** Returns whether it can neither be sent as it is, nor be completed, nor become so. */
  boolean isStuck() {
    return !isBusy() && !isComplete() && !isReady();
  }

  boolean isBeingAdded() {
    return work == Work.WAITING || work == Work.ADDING;
  }

  boolean isBusy() {
    return work != Work.NONE;
  }

  /** Returns whether it is in the draft no more. */
  boolean isTaken() {
    return isTaken;
  }

  /** Returns whether its adapter has something to take back when it is removed (rule ATT-6). */
  boolean needsRemoval() {
    return adapter != null && !isComplete() && work != Work.WAITING;
  }

  /** The adapter begins to look at the file; returns whether it still should. */
  boolean beginAdding() {
    work = isTaken ? Work.NONE : Work.ADDING;
    return !isTaken;
  }

  void beginCompleting() {
    work = Work.COMPLETING;
  }

  /** The adapter came back; does what waited for that. */
  void endWork() {
    work = Work.NONE;
    Runnable due = whenIdle;
    whenIdle = null;
    if (due != null) {
      due.run();
    }
  }

  /** Does something now or, if the adapter works at it, when that has come back. */
  void whenIdle(Runnable then) {
    if (work == Work.ADDING || work == Work.COMPLETING) {
      whenIdle = then;
    } else {
      then.run();
    }
  }

  /**
   * Shows another state (rule ATT-2).
   *
   * @throws IllegalStateException if it is one of another attachment
   */
  void show(PendingAttachment state) {
    if (!state.id().equals(id())) {
      throw new IllegalStateException("An adapter keeps the id of an attachment: '%s' became '%s'."
          .formatted(id(), state.id()));
    }
    boolean lacksFile = state.file() == null && !state.status().isComplete();
    shown = lacksFile ? state.toBuilder().file(file).build() : state;
  }

  void showError(@Nullable String message) {
    shown = shown.toBuilder().status(AttachmentStatus.error(message)).build();
  }

  /** Its adapter could not complete it. */
  void failed(Throwable thrown, String message) {
    failure = thrown;
    showError(message);
  }

  /** It leaves the draft. */
  void take() {
    isTaken = true;
  }

  /** It is back, since its adapter could not take it back. */
  void putBack(String message, Executor executor) {
    isTaken = false;
    cancellation = new CancelSource(executor);
    showError(message);
  }
}
