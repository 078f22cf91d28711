package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.ThreadRecord;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks the storage for single threads by their id. Confined to the list's writer. */
final class ThreadFinder {

  private final ThreadDirectory list;

  ThreadFinder(ThreadDirectory list) {
    this.list = list;
  }

  /**
   * Asks for a thread; if there is one it is known then.
   *
   * @param isListed whether it goes to the end of its list if it is in none (rule LIST-10)
   * @param found told, under the writer, whether there is one
   * @param failure takes what was thrown, under the writer
   */
  void find(
      String operation,
      String threadId,
      boolean isListed,
      Consumer<Boolean> found,
      Consumer<Throwable> failure) {
    long question = list.items.ask();
    list.port.ask(
        operation,
        adapter -> fetch(adapter, list.keyOf(threadId)),
        answer -> {
          learn(question, threadId, answer, isListed);
          found.accept(answer.isPresent());
        },
        thrown -> {
          drop(question);
          failure.accept(thrown);
        });
  }

  /** Asks for a thread on the calling thread, which is one of the runtime's and may block. */
  boolean exists(String threadId) {
    long[] question = new long[1];
    ListPort.Call call = list.writer.apply(() -> {
      list.checkReachable("fetch", threadId);
      question[0] = list.items.ask();
      return list.port.begin("fetch", replaced -> drop(question[0]));
    });
    Optional<ThreadRecord> answer;
    try {
      answer = fetch(call.adapter(), list.keyOf(threadId));
    } catch (Throwable thrown) {
      list.writer.run(() -> {
        if (list.port.end(call)) {
          drop(question[0]);
        }
      });
      throw thrown;
    }
    return list.writer.apply(() -> {
      if (!list.port.end(call)) {
        throw call.replaced();
      }
      learn(question[0], threadId, answer, false);
      return answer.isPresent();
    });
  }

  private static Optional<ThreadRecord> fetch(RemoteThreadListAdapter adapter, ThreadKey key) {
    return requireNonNull(adapter.fetch(key), "The list returned no answer to fetch.");
  }

  private void learn(
      long question, String threadId, Optional<ThreadRecord> answer, boolean isListed) {
    if (answer.isPresent()) {
      list.items.removeDraft(threadId);
      list.items.known(list.items.known().found(question, answer.get(), isListed));
    } else {
      drop(question);
      boolean isUnknown =
          list.items.known().shown().find(threadId) == null && !list.removal.isUnderWay(threadId);
      if (isUnknown && list.live.isHeld(threadId)) {
        list.items.addDraft(threadId);
      }
    }
    list.items.publish();
  }

  private void drop(long question) {
    list.items.known(list.items.known().drop(question));
  }
}
