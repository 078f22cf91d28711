package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Role;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.ThreadConflictException;
import dev.antiphon.port.ThreadHistoryAdapter.Capability;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.SaveState;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.MessageItem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The writes of one thread: in order, one at a time, each batch stored as a whole (rule HIST-2).
 *
 * <p>What must be stored before anything goes on is tried once; what is only shown is tried again
 * with backoff and, when given up, joins the backlog that the next write carries (rules HIST-3,
 * HIST-7, HIST-8).
 *
 * <p><b>Threads.</b> Confined to the writer; the port is called on the executor, outside the lock,
 * and is never interrupted.
 */
final class StoreQueue {

  private final Conversation thread;
  private final Environment env;
  private final ThreadKey key;
  private final ThreadWriter writer;
  private final StoredForms forms;
  private final Consumer<Throwable> onConflict;
  private final StoreBacklog backlog;
  private final StoredHead head;
  private final BatchMaker batches;

  private final List<Runnable> whenIdle = new ArrayList<>();
  private final Deque<StoreOperation> waiting = new ArrayDeque<>();

  /** What is on its way to the storage; it can no longer be taken back. */
  private @Nullable StoreOperation inFlight;

  private boolean isWriting;
  private boolean waitsForRetry;
  private boolean hasRecord;
  private ThreadRevision revision = ThreadRevision.NEW;

  /** Why nothing is written until the thread is loaded again, or null (rule HIST-15). */
  private @Nullable Throwable failedFor;

  StoreQueue(Conversation thread, Consumer<Throwable> onConflict) {
    this.thread = thread;
    this.env = thread.env;
    this.key = thread.key;
    this.writer = thread.writer;
    this.forms = thread.forms;
    this.onConflict = onConflict;
    this.backlog = new StoreBacklog(writer);
    this.head = new StoredHead(thread.historyCan(Capability.HEAD));
    this.batches = new BatchMaker(writer, forms, backlog, head);
  }

  // ---- what the thread is, as far as the storage knows

  /** Sets what a load found. */
  void loaded(boolean recordExists, ThreadRevision found, Head storedHead) {
    hasRecord = recordExists;
    revision = found;
    head.loaded(storedHead);
    failedFor = null;
    backlog.clear();
  }

  boolean isIdle() {
    return waiting.isEmpty() && !isWriting;
  }

  /** Returns the messages that wait to be stored. */
  List<MessageId> unwritten() {
    return waiting.stream().flatMap(each -> each.ids().stream()).toList();
  }

  /** Returns whether nothing is owed to the storage but what it has refused for good. */
  boolean isSettled() {
    return isIdle() && !backlog.owesRemovals() && !head.hasFailed();
  }

  /** Returns what ends, on the executor, when nothing waits to be stored any more. */
  CompletableFuture<Void> whenIdle() {
    CompletableFuture<Void> idle = new CompletableFuture<>();
    whenIdle(() -> idle.complete(null));
    return idle;
  }

  /** Has something run on the executor when nothing waits to be stored any more. */
  void whenIdle(Runnable then) {
    whenIdle.add(then);
    drain();
  }

  /** Goes on after a load. */
  void goOn() {
    drain();
  }

  boolean wasNeverStored(MessageId id) {
    return backlog.wasNeverStored(id);
  }

  // ---- what is to be stored

  /** Says that a message is in the tree and waits to be stored for the first time. */
  void expect(MessageId id) {
    backlog.neverStored(id);
    writer.saveState(id, SaveState.PENDING);
  }

  /** Stores something once, before anything depends on it. */
  void require(StoreOperation.Required operation) {
    if (failedFor != null) {
      operation.failed(failedFor);
      return;
    }
    waiting.add(operation);
    drain();
  }

  /**
   * Stores a message as it is when its turn comes; a write that waits already takes it along (rule
   * HIST-5).
   *
   * @param whenDone told whether it was stored
   */
  void update(MessageId id, StoreOperation.WhenDone whenDone) {
    if (Placeholders.isPlaceholder(writer.message(id))) {
      // What could not be read is not overwritten (rule LOAD-5).
      whenDone.done(true, List.of());
      return;
    }
    if (failedFor != null) {
      giveUp(new StoreOperation.Update(id, whenDone), failedFor);
      return;
    }
    for (StoreOperation operation : waiting) {
      if (operation instanceof StoreOperation.Update update && update.joins(id, whenDone)) {
        return;
      }
    }
    waiting.add(new StoreOperation.Update(id, whenDone));
    drain();
  }

  void update(MessageId id) {
    update(id, (isStored, errors) -> {});
  }

  /** Stores a replacement of the whole thread; tried again like an assistant message (HIST-12). */
  void replaceAll(List<MessageId> removed, List<MessageItem> items) {
    items.forEach(item -> expect(item.message().id()));
    waiting.add(
        new StoreOperation.ReplaceAll(removed, items, () -> backlog.oweWithTheNext(removed)));
    drain();
  }

  /** Says that the thread was replaced by what the storage has, or will get from elsewhere. */
  void replacedElsewhere() {
    head.written(Head.of(writer.tree().head()));
  }

  /** Says that the head may have moved; the newest one is stored with the next write (HIST-10). */
  void headMoved() {
    head.moved();
    drain();
  }

  /** Has the head stored, whatever the storage is thought to know. */
  void headUnknown() {
    head.written(Head.ABSENT);
  }

  /**
   * Says that a message that was stored before it was shown so is shown so now; announces it unless
   * it changed again.
   */
  void nowShown(MessageId id) {
    if (!isDue(id)) {
      announceSaved(id);
    }
  }

  /** Returns whether a message changed and waits to be stored. */
  boolean isDue(MessageId id) {
    return waiting.stream()
        .anyMatch(
            each -> each instanceof StoreOperation.Update update && update.id().equals(id));
  }

  /**
   * Removes a message that is stored and was never shown, before anything else is stored: whatever
   * stands above it may be about to go.
   */
  void remove(MessageId id) {
    backlog.owe(List.of(id));
    drain();
  }

  /** Takes the operations back that would store messages which have left the tree. */
  void withdraw(Set<MessageId> ids, Throwable cause) {
    List<StoreOperation.Required> failed = new ArrayList<>();
    Iterator<StoreOperation> each = waiting.iterator();
    while (each.hasNext()) {
      StoreOperation next = each.next();
      if (next == inFlight) {
        if (next instanceof StoreOperation.Update update && ids.contains(update.id())) {
          update.withdraw();
        }
      } else if (next instanceof StoreOperation.Required required && required.isAbout(ids)) {
        each.remove();
        failed.add(required);
      } else if (next instanceof StoreOperation.Update update && ids.contains(update.id())) {
        each.remove();
        update.done(false);
      }
    }
    ids.forEach(this::forget);
    failed.forEach(required -> required.failed(cause));
  }

  void forget(MessageId id) {
    backlog.forget(id);
    writer.forget(id);
  }

  // ---- writing

  private void drain() {
    if (isWriting || waitsForRetry || writer.loadState() == LoadState.LOADING) {
      // What is read while the thread is loaded must not be overtaken.
      return;
    }
    boolean headIsDue = hasRecord
        && head.isDue(writer.tree().head())
        && !backlog.wasNeverStored(writer.tree().head());
    boolean isSomethingDue = !waiting.isEmpty() || headIsDue || backlog.isRemovalDue();
    if (failedFor != null || !isSomethingDue) {
      List<Runnable> due = List.copyOf(whenIdle);
      whenIdle.clear();
      due.forEach(writer::inBackground);
      return;
    }
    isWriting = true;
    writer.inBackground(this::writeNext);
  }

  /**
   * One write: taken under the lock, carried out without it, its outcome applied under it again.
   */
  private void writeNext() {
    StoreAttempt attempt = writer.apply(this::take);
    ThreadRevision next;
    try {
      if (attempt.createsRecord()) {
        thread.home.createRecord(thread.live);
        writer.run(this::recordCreated);
      }
      next = attempt.entries().isEmpty() ? attempt.expected() : write(attempt);
    } catch (ThreadConflictException conflict) {
      writer.run(() -> conflicted(conflict));
      return;
    } catch (Throwable failure) {
      writer.run(() -> failed(attempt, failure));
      return;
    }
    writer.run(() -> stored(attempt, next));
  }

  private ThreadRevision write(StoreAttempt attempt) {
    HistoryBatch batch = new HistoryBatch(attempt.expected(), attempt.entries());
    return requireNonNull(thread.history.write(key, batch), "The history returned no revision.");
  }

  private StoreAttempt take() {
    dropVanished();
    inFlight = waiting.peek();
    return batches.make(inFlight, revision, hasRecord);
  }

  /** Drops the updates of messages that left the tree while they were tried. */
  private void dropVanished() {
    while (waiting.peek() instanceof StoreOperation.Update update
        && !writer.tree().contains(update.id())) {
      waiting.poll();
      update.done(false);
    }
  }

  private void recordCreated() {
    hasRecord = true;
    writer.emit(ThreadEvent.ThreadInitialized::new);
  }

  private void stored(StoreAttempt attempt, ThreadRevision next) {
    revision = next;
    isWriting = false;
    inFlight = null;
    StoreOperation operation = attempt.operation();
    if (operation != null) {
      waiting.remove(operation);
    }
    if (!attempt.entries().isEmpty()) {
      head.written(attempt.headAfter());
      backlog.paid();
      StoreAttempt.items(attempt.entries()).forEach(this::saved);
      tellHome(attempt.entries());
    }
    if (operation != null) {
      operation.succeeded();
    }
    drain();
  }

  /** Tells the list of messages that were stored for the first time (rule LIST-26). */
  private void tellHome(List<HistoryEntry> entries) {
    List<MessageItem> added = entries.stream()
        .filter(HistoryEntry.Append.class::isInstance)
        .map(entry -> ((HistoryEntry.Append) entry).item())
        .toList();
    if (!added.isEmpty()) {
      long now = env.clock().millis();
      boolean hasUserMessage = added.stream().anyMatch(item -> item.message().role() == Role.USER);
      writer.afterwards(() -> thread.home.messagesStored(thread.live, now, hasUserMessage));
    }
  }

  private void saved(MessageItem item) {
    MessageId id = item.message().id();
    backlog.stored(id);
    if (writer.tree().contains(id)) {
      if (forms.isShown(id, item.message())) {
        announceSaved(id);
      } else {
        writer.saveState(id, SaveState.PENDING);
      }
    }
  }

  private void announceSaved(MessageId id) {
    writer.saveState(id, SaveState.SAVED);
    writer.emit(ThreadEvent.MessageSaved::new, null, id, null);
  }

  // ---- failures

  private void failed(StoreAttempt attempt, Throwable failure) {
    isWriting = false;
    inFlight = null;
    StoreOperation operation = attempt.operation();
    if (operation == null) {
      head.failed();
      backlog.failed();
      ErrorInfo error = ErrorInfo.from(failure, ErrorInfo.STORAGE);
      writer.emit(header -> new ThreadEvent.StorageFailed(header, error));
    } else if (operation instanceof StoreOperation.Required required) {
      waiting.remove(operation);
      required.failed(failure);
    } else {
      retryOrGiveUp(operation, failure);
    }
    drain();
  }

  private void retryOrGiveUp(StoreOperation operation, Throwable failure) {
    int attempts = operation.countFailure(ErrorInfo.from(failure, ErrorInfo.STORAGE));
    if (operation instanceof StoreOperation.Update update && update.isWithdrawn()) {
      waiting.remove(operation);
      operation.givenUp();
      return;
    }
    if (attempts >= thread.options().historyAttempts()) {
      waiting.remove(operation);
      announceUnsaved(operation, failure);
      operation.givenUp();
      return;
    }
    waitsForRetry = true;
    Duration delay = backoff(attempts);
    writer.afterwards(() -> env.timer()
        .schedule(
            delay,
            () -> writer.run(() -> {
              waitsForRetry = false;
              drain();
            })));
  }

  private void giveUp(StoreOperation operation, Throwable cause) {
    operation.countFailure(ErrorInfo.from(cause, ErrorInfo.STORAGE));
    announceUnsaved(operation, cause);
    operation.givenUp();
  }

  private void announceUnsaved(StoreOperation operation, Throwable cause) {
    ErrorInfo error = ErrorInfo.from(cause, ErrorInfo.STORAGE);
    for (MessageId id : operation.ids()) {
      if (writer.tree().contains(id)) {
        writer.saveState(id, SaveState.UNSAVED);
        writer.emit(header -> new ThreadEvent.MessageUnsaved(header, error), null, id, null);
      }
    }
  }

  /** Returns how long to wait: doubling from the first pause to the longest one. */
  private Duration backoff(int attempts) {
    Duration delay = thread.options().historyBackoff();
    Duration longest = thread.options().maxHistoryBackoff();
    for (int i = 1; i < attempts && delay.compareTo(longest) < 0; i++) {
      delay = delay.multipliedBy(2);
    }
    return delay.compareTo(longest) < 0 ? delay : longest;
  }

  /** Another writer came first: nothing of this thread is written any more until it is loaded. */
  private void conflicted(ThreadConflictException conflict) {
    isWriting = false;
    inFlight = null;
    failedFor = conflict;
    onConflict.accept(conflict);
    failAll(conflict);
    drain();
  }

  private void failAll(Throwable cause) {
    List<StoreOperation> all = new ArrayList<>(waiting);
    waiting.clear();
    for (StoreOperation operation : all) {
      if (operation instanceof StoreOperation.Required required) {
        required.failed(cause);
      } else {
        giveUp(operation, cause);
      }
    }
  }
}
