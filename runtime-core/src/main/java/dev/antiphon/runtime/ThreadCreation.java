package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

import dev.antiphon.port.ThreadRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Creates the records of threads, each once, when its first message is to be stored (rules LIST-12
 * and LIST-13). The thread shows as a regular one meanwhile. Confined to the list's writer.
 */
final class ThreadCreation {

  private final ThreadDirectory list;

  /** What waits until a thread is created or is a draft again, by thread. */
  private final Map<String, List<Runnable>> underWay = new HashMap<>();

  /** Threads whose record was created here. */
  private final Set<String> createdHere = new HashSet<>();

  /** Threads that were created since the adapter was replaced. */
  private final Set<String> createdSince = new HashSet<>();

  /** A creation that has not been answered. */
  private record Attempt(long number, boolean wasDraftSlot, ListPort.Call call) {}

  ThreadCreation(ThreadDirectory list) {
    this.list = list;
  }

  boolean isUnderWay(String threadId) {
    return underWay.containsKey(threadId);
  }

  /** Returns whether some thread is being created that was the draft. */
  boolean isDraftUnderWay() {
    return list.items.draftId() == null && !underWay.isEmpty();
  }

  boolean isCreatedHere(String threadId) {
    return createdHere.contains(threadId);
  }

  /** Returns the threads that were created since the adapter was replaced, and forgets them. */
  Set<String> takeCreatedSince() {
    Set<String> taken = Set.copyOf(createdSince);
    createdSince.clear();
    return taken;
  }

  void forget(String threadId) {
    createdHere.remove(threadId);
    createdSince.remove(threadId);
  }

  /** Has something done when no creation is under way; at once if none is. */
  void whenSettled(Runnable then) {
    if (underWay.isEmpty()) {
      then.run();
    } else {
      underWay.values().iterator().next().add(() -> whenSettled(then));
    }
  }

  /** Creates a record on the calling thread, which is one of the runtime's and may block. */
  void create(String threadId) {
    Attempt attempt = list.writer.apply(() -> begin(threadId));
    ThreadRecord created;
    try {
      created = requireNonNull(
          attempt.call.adapter().initialize(list.keyOf(threadId)),
          "The list returned no record of the created thread.");
    } catch (Throwable thrown) {
      list.writer.run(() -> {
        if (list.port.end(attempt.call)) {
          failed(threadId, attempt.number, attempt.wasDraftSlot);
        }
      });
      throw thrown;
    }
    list.writer.run(() -> {
      if (!list.port.end(attempt.call)) {
        throw attempt.call.replaced();
      }
      created(threadId, attempt.number, created);
    });
  }

  private Attempt begin(String threadId) {
    list.checkReachable("initialize", threadId);
    boolean wasDraftSlot = threadId.equals(list.items.draftId());
    long number = list.items.begin(new ListChange.Create(threadId, null));
    ListPort.Call call =
        list.port.begin("initialize", replaced -> failed(threadId, number, wasDraftSlot));
    list.items.removeDraft(threadId);
    if (wasDraftSlot) {
      list.items.draftId(null);
    }
    underWay.put(threadId, new ArrayList<>());
    list.items.publish();
    return new Attempt(number, wasDraftSlot, call);
  }

  private void created(String threadId, long number, ThreadRecord created) {
    list.items.known(list.items.known().confirm(number, created));
    createdHere.add(threadId);
    if (list.port.isAwaited()) {
      createdSince.add(threadId);
    }
    list.items.publish();
    settle(threadId);
    list.selection.reportStored(threadId);
  }

  /** The thread is a draft again, unless a list has shown meanwhile that there is a record. */
  private void failed(String threadId, long number, boolean wasDraftSlot) {
    list.items.known(list.items.known().fail(number));
    if (list.items.known().shown().find(threadId) == null) {
      if (wasDraftSlot && list.items.draftId() == null) {
        list.items.draftId(threadId);
      } else {
        list.items.addDraft(threadId);
      }
    }
    list.items.publish();
    settle(threadId);
  }

  private void settle(String threadId) {
    List<Runnable> waiting = underWay.remove(threadId);
    if (waiting != null) {
      waiting.forEach(Runnable::run);
    }
    list.changes.goOn(threadId);
  }
}
