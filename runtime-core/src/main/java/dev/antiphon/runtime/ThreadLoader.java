package dev.antiphon.runtime;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.Role;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.HistoryWriteException;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.StoredMessage;
import dev.antiphon.port.ThreadHistoryAdapter.Capability;
import dev.antiphon.run.RunKind;
import dev.antiphon.thread.FeatureUnavailableException;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.ThreadBusyException;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolRegistry;
import dev.antiphon.tree.MessageItem;
import dev.antiphon.tree.Removal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Loads a thread, once, on first use, and lets everything that changes it wait (rules LOAD-1 to 9).
 */
final class ThreadLoader {

  private final Conversation thread;
  private final List<Waiting> waiting = new ArrayList<>();

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
      thread.checkOpen("load");
      return stage(this::whenLoaded);
    });
  }

  /** Tries a failed load again. */
  CompletionStage<Void> retryLoad() {
    return thread.writer.apply(() -> {
      thread.checkOpen("retryLoad");
      if (thread.writer.loadState() == LoadState.LOAD_FAILED) {
        thread.writer.loadState(LoadState.NOT_LOADED, null);
      }
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
      if (thread.writer.loadState() == LoadState.LOADED) {
        thread.writer.loadState(LoadState.NOT_LOADED, null);
      }
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

  /** Reads the thread, on a thread of the runtime and under no lock. */
  private void read() {
    boolean hasRecord;
    LoadedThread loaded;
    Predicate<String> isIdempotent;
    try {
      hasRecord = thread.home.hasRecord(thread.live);
      loaded = Objects.requireNonNullElse(thread.history.load(thread.key), LoadedThread.EMPTY);
      isIdempotent = idempotentTools();
    } catch (Throwable failure) {
      thread.writer.run(() -> failed(failure));
      return;
    }
    thread.writer.run(() -> loaded(hasRecord, loaded, isIdempotent));
  }

  /**
   * Says which tools may be executed again. While their provider cannot be read, no call is given
   * up: what becomes of it is decided when its run goes on (rule CONT-11).
   */
  private Predicate<String> idempotentTools() {
    try {
      ToolRegistry tools = thread.contexts.merged().tools();
      return name -> tools.find(name).map(Tool::isIdempotent).orElse(false);
    } catch (RuntimeException thrown) {
      Log.warn("The tools could not be read while a thread was loaded", thrown);
      return name -> true;
    }
  }

  private void loaded(boolean hasRecord, LoadedThread loaded, Predicate<String> isIdempotent) {
    MessageId resumable = resumable(loaded);
    LoadRepair.Repaired repaired =
        LoadRepair.of(loaded, resumable, isIdempotent, thread.env.clock().instant());
    thread.calls.clear();
    thread.sentKeys.forgetEnded();
    thread.stepsSinceHuman.clear();
    thread.suggestions.clear();
    thread.writer.forgetAll();
    thread.writer.replaceTree(repaired.tree());
    thread.store.loaded(hasRecord, loaded.revision(), repaired.storedHead());
    thread.forms.lostParents(repaired.lostParents());
    thread.writer.loadState(LoadState.LOADED, null);
    repaired.changed().forEach(thread.writer::changed);
    repaired.tree().export().items().forEach(this::index);
    thread.writer.emit(
        header -> new ThreadEvent.LoadFinished(header, thread.writer.stateAt(header.sequence())));
    if (!repaired.repairs().isEmpty()) {
      thread.writer.emit(
          header -> new ThreadEvent.HistoryRepaired(header, List.copyOf(repaired.repairs())));
    }
    thread.composers.closeOrphans();
    repaired.changed().forEach(thread.store::update);
    thread.treeCommands.addInitialMessages();
    goOn(resumable, loaded.isResumable());
    thread.voiceMessages.flush();
    thread.speech.stopIfGone();
    List<Waiting> due = List.copyOf(waiting);
    waiting.clear();
    due.forEach(each -> each.whenLoaded.run());
    thread.store.goOn();
  }

  /** Remembers the calls, gates and idempotency key of a message that came from outside. */
  void index(MessageItem item) {
    Message message = item.message();
    thread.calls.addAll(message);
    if (item.idempotencyKey() != null) {
      Run ended = EndedRun.of(thread, message);
      thread.sentKeys.put(item.idempotencyKey(), message, ended);
    }
    for (MessagePart part : message.content()) {
      if (part instanceof ToolCallPart call && call.hasOpenGate()) {
        thread.gates.watchExpiry(Objects.requireNonNull(call.approval()));
      }
    }
  }

  private @Nullable MessageId resumable(LoadedThread loaded) {
    if (!canResume(loaded.isResumable())) {
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

  private boolean canResume(boolean isResumable) {
    return isResumable && thread.historyCan(Capability.RESUME);
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
    if (message.isPaused()) {
      thread.human.afterPause(head);
    } else if (message.role() == Role.USER && canResume(isResumable)) {
      thread.starter.resumeBelow(head, thread.history::resume);
    }
  }

  private void failed(Throwable failure) {
    ErrorInfo error = ErrorInfo.from(failure, ErrorInfo.STORAGE);
    thread.writer.loadState(LoadState.LOAD_FAILED, error);
    thread.writer.emit(header -> new ThreadEvent.LoadFailed(header, error));
    List<Waiting> due = List.copyOf(waiting);
    waiting.clear();
    due.forEach(each -> each.whenFailed.accept(failure));
    thread.store.goOn();
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
      return stage((whenStored, whenFailed) ->
          whenLoaded(() -> storeRepairs(whenStored, whenFailed), whenFailed));
    });
  }

  private void storeRepairs(Runnable whenStored, Consumer<Throwable> whenFailed) {
    if (!thread.forms.unstoredMoves().isEmpty() && !thread.historyCan(Capability.DELETE)) {
      whenFailed.accept(
          new FeatureUnavailableException("storeRepairs: the history cannot move messages"));
      return;
    }
    thread.store.headUnknown();
    thread.store.require(new DeleteWrite(
        () -> new Removal(Set.of(), thread.forms.unstoredMoves()),
        () -> {
          thread.forms.moved(thread.forms.unstoredMoves());
          whenStored.run();
        },
        cause -> {
          ErrorInfo error = ErrorInfo.from(cause, ErrorInfo.STORAGE);
          thread.writer.emit(header -> new ThreadEvent.StorageFailed(header, error));
          whenFailed.accept(new HistoryWriteException(cause));
        }));
  }
}
