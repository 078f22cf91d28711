package dev.antiphon.runtime;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.Role;
import dev.antiphon.message.Status;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.HistoryWriteException;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.StoredMessage;
import dev.antiphon.port.ThreadHistoryAdapter.Capability;
import dev.antiphon.run.PendingCalls;
import dev.antiphon.run.RunKind;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.ThreadBusyException;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tree.MessageItem;
import dev.antiphon.tree.Removal;
import dev.antiphon.tree.Reparented;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Loads a thread, once, on first use, and lets everything that changes it wait (rules LOAD-1 to 9).
 */
final class ThreadLoader {

  private final Conversation thread;
  private final List<Waiting> waiting = new ArrayList<>();

  /** The messages that are shown at the root for lack of a parent, and not stored so (LOAD-5). */
  private List<MessageId> movedToRoot = List.of();

  /** What waits for the load. */
  private record Waiting(Runnable whenLoaded, Consumer<Throwable> whenFailed) {}

  ThreadLoader(Conversation thread, boolean isNew) {
    this.thread = thread;
    if (isNew) {
      thread.writer.loadState(LoadState.LOADED, null);
    }
  }

  /** Runs something under the writer when the thread is loaded; starts the load if need be. */
  void whenLoaded(Runnable whenLoaded, Consumer<Throwable> whenFailed) {
    switch (thread.writer.loadState()) {
      case LOADED -> whenLoaded.run();
      case LOAD_FAILED ->
        whenFailed.accept(
            new ChatRuntimeException(Objects.requireNonNull(thread.writer.loadError())));
      case NOT_LOADED -> {
        waiting.add(new Waiting(whenLoaded, whenFailed));
        start();
      }
      case LOADING -> waiting.add(new Waiting(whenLoaded, whenFailed));
    }
  }

  /** Loads the thread unless it is loaded, and says when it is. */
  CompletionStage<Void> load() {
    return thread.writer.apply(() -> {
      if (thread.writer.loadState() != LoadState.LOAD_FAILED) {
        thread.check("load");
      }
      return stage(this::whenLoaded);
    });
  }

  /** Tries a failed load again. */
  CompletionStage<Void> retryLoad() {
    return thread.writer.apply(() -> {
      if (thread.writer.loadState() == LoadState.LOAD_FAILED) {
        thread.writer.loadState(LoadState.NOT_LOADED, null);
      }
      thread.check("retryLoad");
      return stage(this::whenLoaded);
    });
  }

  /** Loads again and replaces the thread if that succeeds (rule LOAD-9). */
  CompletionStage<Void> refetch() {
    return thread.writer.apply(() -> {
      thread.check("refetch");
      boolean isBusy = thread.active() != null
          || thread.queue.hasWaiting()
          || !thread.store.isIdle()
          || !thread.writer.unsaved().isEmpty();
      if (isBusy) {
        throw new ThreadBusyException(thread.key);
      }
      thread.writer.loadState(LoadState.NOT_LOADED, null);
      return stage(this::whenLoaded);
    });
  }

  /** A stage that is completed on the executor. */
  private interface Waits {
    void until(Runnable whenLoaded, Consumer<Throwable> whenFailed);
  }

  private CompletionStage<Void> stage(Waits waits) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    waits.until(
        () -> thread.writer.inBackground(() -> done.complete(null)),
        cause -> thread.writer.inBackground(() -> done.completeExceptionally(cause)));
    return done.minimalCompletionStage();
  }

  private void start() {
    thread.writer.loadState(LoadState.LOADING, null);
    thread.writer.emit(ThreadEvent.LoadStarted::new);
    thread.writer.inBackground(this::read);
  }

  private void read() {
    try {
      boolean hasRecord = thread.env.threadList().fetch(thread.key).isPresent();
      LoadedThread loaded = thread.env.history().load(thread.key);
      thread.writer.run(() -> loaded(hasRecord, loaded));
    } catch (Throwable failure) {
      thread.writer.run(() -> failed(failure));
    }
  }

  private void loaded(boolean hasRecord, LoadedThread loaded) {
    MessageId resumable = resumable(loaded);
    LoadRepair.Repaired repaired =
        LoadRepair.of(loaded, resumable, thread.env.clock().instant());
    thread.calls.clear();
    thread.writer.forgetAll();
    thread.writer.replaceTree(repaired.tree());
    thread.store.loaded(hasRecord, loaded.revision(), loaded.head());
    movedToRoot = repaired.movedToRoot();
    thread.writer.loadState(LoadState.LOADED, null);
    for (MessageItem item : repaired.tree().export().items()) {
      index(item);
    }
    thread.writer.emit(ThreadEvent.LoadFinished::new);
    if (!repaired.repairs().isEmpty()) {
      thread.writer.emit(
          header -> new ThreadEvent.HistoryRepaired(header, List.copyOf(repaired.repairs())));
    }
    repaired.changed().forEach(thread.store::update);
    thread.treeCommands.addInitialMessages();
    goOn(resumable, loaded.isResumable());
    List<Waiting> due = List.copyOf(waiting);
    waiting.clear();
    due.forEach(each -> each.whenLoaded.run());
  }

  private void index(MessageItem item) {
    Message message = item.message();
    thread.calls.addAll(message);
    if (item.idempotencyKey() != null) {
      Run ended = EndedRun.of(thread, message);
      thread.sendsByKey.put(item.idempotencyKey(), new Conversation.KeyedSend(message, ended));
    }
    for (MessagePart part : message.content()) {
      if (part instanceof ToolCallPart call && call.hasOpenGate()) {
        thread.gates.watchExpiry(Objects.requireNonNull(call.approval()));
      }
    }
  }

  private @Nullable MessageId resumable(LoadedThread loaded) {
    boolean canResume =
        loaded.isResumable() && thread.env.history().capabilities().contains(Capability.RESUME);
    if (!canResume) {
      return null;
    }
    MessageId last = null;
    for (StoredMessage stored : loaded.items()) {
      if (stored instanceof StoredMessage.Intact intact
          && intact.item().message().isRunning()) {
        last = stored.id();
      }
    }
    return last;
  }

  /** Goes on with what a load found under way (rules LOAD-7 and LOAD-8). */
  private void goOn(@Nullable MessageId resumable, boolean isResumable) {
    MessageId head = thread.writer.tree().head();
    if (resumable != null) {
      thread.starter.continueMessage(resumable, 0, RunKind.RESUME);
      return;
    }
    if (head == null) {
      return;
    }
    Message message = thread.writer.message(head);
    if (Status.TOOL_CALLS.equals(message.status()) && !PendingCalls.anyIn(message)) {
      thread.starter.continueMessage(head, 0, RunKind.CONTINUATION);
    } else if (isResumable
        && message.role() == Role.USER
        && thread.env.history().capabilities().contains(Capability.RESUME)) {
      thread.starter.startRun(head, SendOptions.DEFAULTS, thread.env.history()::resume);
    }
  }

  private void failed(Throwable failure) {
    ErrorInfo error = ErrorInfo.from(failure, ErrorInfo.STORAGE);
    thread.writer.loadState(LoadState.LOAD_FAILED, error);
    thread.writer.emit(header -> new ThreadEvent.LoadFailed(header, error));
    List<Waiting> due = List.copyOf(waiting);
    waiting.clear();
    due.forEach(each -> each.whenFailed.accept(failure));
  }

  /** Another writer came first (rule HIST-15). */
  void lost(Throwable conflict) {
    ErrorInfo error = ErrorInfo.from(conflict, ErrorInfo.STORAGE);
    thread.writer.loadState(LoadState.LOAD_FAILED, error);
    thread.writer.emit(header -> new ThreadEvent.LoadFailed(header, error));
  }

  /** Stores what the load repaired (rule LOAD-5). */
  CompletionStage<Void> storeRepairs() {
    return thread.writer.apply(() -> {
      thread.check("storeRepairs");
      CompletableFuture<Void> done = new CompletableFuture<>();
      List<Reparented> moves = movedToRoot.stream()
          .filter(id -> thread.writer.tree().contains(id))
          .map(id -> new Reparented(id, null))
          .toList();
      if (moves.isEmpty()) {
        thread.writer.inBackground(() -> done.complete(null));
      } else {
        thread.store.require(new DeleteWrite(
            new Removal(Set.of(), moves),
            () -> {
              movedToRoot = List.of();
              thread.writer.inBackground(() -> done.complete(null));
            },
            cause -> thread.writer.inBackground(
                () -> done.completeExceptionally(new HistoryWriteException(cause)))));
      }
      return done.minimalCompletionStage();
    });
  }
}
