package dev.antiphon.runtime;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.ThreadConflictException;
import dev.antiphon.port.ThreadHistoryAdapter.Capability;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.thread.SaveState;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.MessageItem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
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
  private final Consumer<Throwable> onConflict;
  private final Function<MessageId, MessageItem> formToStore;
  private final boolean storesHead;

  private final List<CompletableFuture<Void>> whenIdle = new ArrayList<>();
  private final Deque<StoreOperation> waiting = new ArrayDeque<>();

  /** Messages that are in the tree and were never stored. */
  private final Set<MessageId> neverStored = new HashSet<>();

  /** What is on its way to the storage; it can no longer be taken back. */
  private @Nullable StoreOperation inFlight;

  private boolean isWriting;
  private boolean waitsForRetry;
  private boolean isFailed;
  private boolean hasRecord;
  private boolean headFailed;
  private Head storedHead = Head.ABSENT;
  private ThreadRevision revision = ThreadRevision.NEW;

  StoreQueue(
      Conversation thread,
      Function<MessageId, MessageItem> formToStore,
      Consumer<Throwable> onConflict) {
    this.thread = thread;
    this.env = thread.env;
    this.key = thread.key;
    this.writer = thread.writer;
    this.formToStore = formToStore;
    this.onConflict = onConflict;
    this.storesHead = thread.historyCan.contains(Capability.HEAD);
  }

  // ---- what the thread is, as far as the storage knows

  boolean hasRecord() {
    return hasRecord;
  }

  /** Sets what a load found. */
  void loaded(boolean recordExists, ThreadRevision found, Head head) {
    hasRecord = recordExists;
    revision = found;
    storedHead = head;
    isFailed = false;
    neverStored.clear();
  }

  boolean isIdle() {
    return waiting.isEmpty() && !isWriting;
  }

  /** Returns what ends, on the executor, when nothing waits to be stored any more. */
  CompletableFuture<Void> whenIdle() {
    CompletableFuture<Void> idle = new CompletableFuture<>();
    whenIdle.add(idle);
    drain();
    return idle;
  }

  boolean wasNeverStored(MessageId id) {
    return neverStored.contains(id);
  }

  // ---- what is to be stored

  /** Says that a message is in the tree and waits to be stored for the first time. */
  void expect(MessageId id) {
    neverStored.add(id);
    writer.saveState(id, SaveState.PENDING);
  }

  /**
   * Says that messages are in the tree and are stored only with the first one below them (OPT-7).
   */
  void neverStoredYet(List<MessageId> ids) {
    neverStored.addAll(ids);
  }

  /** Stores something once, before anything depends on it. */
  void require(StoreOperation.Required operation) {
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
    writer.saveState(id, SaveState.PENDING);
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
    neverStored.clear();
    items.forEach(item -> expect(item.message().id()));
    waiting.add(new StoreOperation.ReplaceAll(removed, items));
    drain();
  }

  /** Says that the head may have moved; the newest one is stored with the next write (HIST-10). */
  void headMoved() {
    headFailed = false;
    drain();
  }

  /** Takes the operations back that would store messages which have left the tree. */
  void withdraw(Set<MessageId> ids, Throwable cause) {
    List<StoreOperation.Required> failed = new ArrayList<>();
    Iterator<StoreOperation> each = waiting.iterator();
    while (each.hasNext()) {
      StoreOperation next = each.next();
      if (next == inFlight) {
        continue;
      }
      if (next instanceof StoreOperation.Required required && required.isAbout(ids)) {
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
    neverStored.remove(id);
    writer.forget(id);
  }

  // ---- writing

  private void drain() {
    if (isWriting || waitsForRetry || isFailed) {
      return;
    }
    StoreOperation next = waiting.peek();
    if (next == null && !headIsDue()) {
      List<CompletableFuture<Void>> due = List.copyOf(whenIdle);
      whenIdle.clear();
      due.forEach(idle -> writer.inBackground(() -> idle.complete(null)));
      return;
    }
    isWriting = true;
    writer.inBackground(this::writeNext);
  }

  private boolean headIsDue() {
    return storesHead
        && hasRecord
        && !headFailed
        && !Head.of(writer.tree().head()).equals(storedHead)
        && !isHeadNeverStored()
        && !isNothingToSay();
  }

  /** An empty thread of which no head was stored needs none. */
  private boolean isNothingToSay() {
    return storedHead.equals(Head.ABSENT) && writer.tree().size() == 0;
  }

  private boolean isHeadNeverStored() {
    MessageId head = writer.tree().head();
    return head != null && neverStored.contains(head);
  }

  /**
   * One write: taken under the lock, carried out without it, its outcome applied under it again.
   */
  private void writeNext() {
    StoreAttempt attempt = writer.apply(this::take);
    try {
      if (attempt.createsRecord()) {
        env.threadList().initialize(key);
        writer.run(this::recordCreated);
      }
      ThreadRevision next = attempt.entries().isEmpty()
          ? attempt.expected()
          : thread.history.write(key, new HistoryBatch(attempt.expected(), attempt.entries()));
      writer.run(() -> stored(attempt, next));
    } catch (ThreadConflictException conflict) {
      writer.run(() -> conflicted(conflict));
    } catch (Throwable failure) {
      writer.run(() -> failed(attempt, failure));
    }
  }

  private StoreAttempt take() {
    StoreOperation operation = waiting.peek();
    inFlight = operation;
    List<HistoryEntry> entries = new ArrayList<>();
    List<MessageId> backlog = backlog(operation);
    backlog.forEach(id -> entries.add(new HistoryEntry.Update(formToStore.apply(id))));
    if (operation != null) {
      operation.addEntries(entries, formToStore);
    }
    Head head = headFor(operation);
    boolean bringsHead = operation instanceof StoreOperation.ReplaceAll
        || (operation instanceof StoreOperation.Required required && required.bringsHead());
    boolean writesHead = storesHead
        && !head.equals(storedHead)
        && (hasRecord || !entries.isEmpty())
        && (bringsHead || !isHeadNeverStored());
    if (writesHead) {
      entries.add(new HistoryEntry.Head(head.messageId()));
    }
    boolean createsRecord = !hasRecord && !entries.isEmpty();
    return new StoreAttempt(
        operation, backlog, entries, revision, createsRecord, writesHead ? head : storedHead);
  }

  private Head headFor(@Nullable StoreOperation operation) {
    MessageId head = writer.tree().head();
    return operation instanceof StoreOperation.Required required
        ? required.headAfter(head)
        : Head.of(head);
  }

  /** Returns the messages that were given up and are still there, parents first. */
  private List<MessageId> backlog(@Nullable StoreOperation operation) {
    List<MessageId> ids = new ArrayList<>();
    for (MessageId id : writer.unsaved()) {
      boolean isOwn =
          operation instanceof StoreOperation.Update update && update.id().equals(id);
      if (!isOwn && writer.tree().contains(id)) {
        ids.add(id);
      }
    }
    ids.sort(Comparator.comparing(id -> writer.tree().pathTo(id).size()));
    return ids;
  }

  private void recordCreated() {
    hasRecord = true;
    writer.emit(ThreadEvent.ThreadInitialized::new);
  }

  private void stored(StoreAttempt attempt, ThreadRevision next) {
    revision = next;
    storedHead = attempt.headAfter();
    isWriting = false;
    inFlight = null;
    attempt.backlog().forEach(id -> saved(id, null));
    StoreOperation operation = attempt.operation();
    if (operation != null) {
      waiting.remove(operation);
      for (MessageId id : operation.storedIds()) {
        saved(id, operation);
      }
      operation.succeeded();
    }
    drain();
  }

  private void saved(MessageId id, @Nullable StoreOperation by) {
    neverStored.remove(id);
    if (!writer.tree().contains(id)) {
      return;
    }
    boolean isAsStored =
        by == null || by.storedForm(id) == null || isStillSo(id, by.storedForm(id));
    writer.saveState(id, isAsStored ? SaveState.SAVED : SaveState.PENDING);
    writer.emit(ThreadEvent.MessageSaved::new, null, id, null);
  }

  private boolean isStillSo(MessageId id, @Nullable MessageItem stored) {
    return stored != null && stored.equals(formToStore.apply(id));
  }

  private void failed(StoreAttempt attempt, Throwable failure) {
    isWriting = false;
    inFlight = null;
    StoreOperation operation = attempt.operation();
    ErrorInfo error = ErrorInfo.from(failure, ErrorInfo.STORAGE);
    if (operation == null) {
      headFailed = true;
      writer.emit(header -> new ThreadEvent.StorageFailed(header, error));
    } else if (operation instanceof StoreOperation.Required required) {
      waiting.remove(operation);
      required.failed(failure);
    } else {
      retryOrGiveUp(operation, error);
    }
    drain();
  }

  private void retryOrGiveUp(StoreOperation operation, ErrorInfo error) {
    int attempts = operation.countFailure(error);
    if (attempts < thread.options().historyAttempts()) {
      waitsForRetry = true;
      Duration delay = backoff(attempts);
      writer.afterwards(() -> env.timer()
          .schedule(
              delay,
              () -> writer.run(() -> {
                waitsForRetry = false;
                drain();
              })));
      return;
    }
    waiting.remove(operation);
    for (MessageId id : operation.storedIds()) {
      if (writer.tree().contains(id)) {
        writer.saveState(id, SaveState.UNSAVED);
        writer.emit(header -> new ThreadEvent.MessageUnsaved(header, error), null, id, null);
      }
    }
    operation.givenUp();
  }

  private Duration backoff(int attempts) {
    Duration delay = thread.options().historyBackoff();
    for (int i = 1;
        i < attempts && delay.compareTo(thread.options().maxHistoryBackoff()) < 0;
        i++) {
      delay = delay.multipliedBy(2);
    }
    Duration longest = thread.options().maxHistoryBackoff();
    return delay.compareTo(longest) < 0 ? delay : longest;
  }

  /** Another writer came first: nothing of this thread is written any more until it is loaded. */
  private void conflicted(ThreadConflictException conflict) {
    isWriting = false;
    inFlight = null;
    failAll(conflict);
    onConflict.accept(conflict);
  }

  /** Gives all that waits up; nothing is written until the thread is loaded again. */
  void failAll(Throwable cause) {
    isFailed = true;
    List<StoreOperation> all = new ArrayList<>(waiting);
    waiting.clear();
    for (StoreOperation operation : all) {
      if (operation instanceof StoreOperation.Required required) {
        required.failed(cause);
      } else {
        for (MessageId id : operation.storedIds()) {
          if (writer.tree().contains(id)) {
            writer.saveState(id, SaveState.UNSAVED);
            ErrorInfo error = ErrorInfo.from(cause, ErrorInfo.STORAGE);
            writer.emit(header -> new ThreadEvent.MessageUnsaved(header, error), null, id, null);
          }
        }
        operation.countFailure(ErrorInfo.from(cause, ErrorInfo.STORAGE));
        operation.givenUp();
      }
    }
  }
}
