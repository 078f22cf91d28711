package dev.antiphon.runtime;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.ThreadPage;
import dev.antiphon.port.ThreadRecord;
import dev.antiphon.thread.RuntimeClosedException;
import dev.antiphon.thread.ThreadListItem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one owner: which there are, and the live ones among them. No call can reach
 * another owner's thread (rule LIST-1).
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Stages complete on threads of the
 * runtime.
 */
public final class ThreadListRuntime {

  /*
   * Concurrency
   * -----------
   * `lock` guards `open`, `main` and `isClosed`, and is held only to look a thread up or to make its
   * rooms: no port, listener or command of a thread runs under it.
   */
  private final ReentrantLock lock = new ReentrantLock();
  private final Environment env;
  private final String owner;
  private final List<MessageInput> initialMessages;
  private final Map<String, ThreadRuntime> open = new LinkedHashMap<>();
  private @Nullable ThreadRuntime main;
  private boolean isClosed;

  ThreadListRuntime(Environment env, String owner, List<MessageInput> initialMessages) {
    this.env = env;
    this.owner = new ThreadKey(owner, "check").owner();
    this.initialMessages = initialMessages;
  }

  /** Returns whose threads these are. */
  public String owner() {
    return owner;
  }

  /**
   * Returns the thread that the owner is in: a new draft until another one is chosen.
   *
   * @throws RuntimeClosedException after close
   */
  public ThreadRuntime main() {
    ThreadRuntime selected = selected();
    if (selected != null) {
      return selected;
    }
    ThreadRuntime draft = make(env.ids().next("thr"), true);
    lock.lock();
    try {
      if (main == null) {
        main = keep(draft);
      }
      return main;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable ThreadRuntime selected() {
    lock.lock();
    try {
      return main;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns a thread without selecting it. One that the storage does not know is a draft of that
   * id; its record is created with its first message (rule LIST-27).
   *
   * @param threadId 1 to 128 of {@code A-Z a-z 0-9 _ -}
   * @throws RuntimeClosedException after close
   * @throws IllegalArgumentException if the id has other characters
   */
  public ThreadRuntime open(String threadId) {
    if (!threadId.matches("[A-Za-z0-9_-]{1,128}")) {
      throw new IllegalArgumentException(
          "A thread id has 1 to 128 of A-Z a-z 0-9 _ -, which this one has not.");
    }
    return opened(threadId, false);
  }

  /**
   * Selects a thread.
   *
   * @param threadId the thread's id
   * @return the thread
   * @throws RuntimeClosedException after close
   */
  public ThreadRuntime switchTo(String threadId) {
    ThreadRuntime thread = open(threadId);
    select(thread);
    return thread;
  }

  /**
   * Makes a new draft and selects it. Nothing is stored before its first message.
   *
   * @return the draft
   * @throws RuntimeClosedException after close
   */
  public ThreadRuntime switchToNewThread() {
    ThreadRuntime thread = opened(env.ids().next("thr"), true);
    select(thread);
    return thread;
  }

  /**
   * Asks the storage for all threads of the owner, the one with the newest message first.
   *
   * @return ends with the threads, or with why the storage cannot answer
   */
  public CompletionStage<List<ThreadListItem>> list() {
    CompletableFuture<List<ThreadListItem>> result = new CompletableFuture<>();
    env.executor().execute(() -> {
      try {
        result.complete(readAll());
      } catch (Throwable failure) {
        result.completeExceptionally(failure);
      }
    });
    return result.minimalCompletionStage();
  }

  private List<ThreadListItem> readAll() {
    List<ThreadListItem> items = new ArrayList<>();
    String cursor = null;
    do {
      ThreadPage page = env.threadList().list(owner, cursor);
      page.threads().forEach(each -> items.add(itemOf(each)));
      cursor = page.nextCursor();
    } while (cursor != null && !cursor.isEmpty());
    return List.copyOf(items);
  }

  private static ThreadListItem itemOf(ThreadRecord stored) {
    return ThreadListItem.builder(stored.id())
        .status(
            stored.status() == ThreadRecord.Status.ARCHIVED
                ? ThreadListItem.Status.ARCHIVED
                : ThreadListItem.Status.REGULAR)
        .title(stored.title())
        .remoteId(stored.remoteId())
        .externalId(stored.externalId())
        .lastMessageAt(stored.lastMessageAt())
        .custom(stored.custom())
        .build();
  }

  private void select(ThreadRuntime thread) {
    lock.lock();
    try {
      main = thread;
    } finally {
      lock.unlock();
    }
  }

  private ThreadRuntime opened(String threadId, boolean isNew) {
    ThreadRuntime known = known(threadId);
    if (known != null) {
      return known;
    }
    ThreadRuntime made = make(threadId, isNew);
    lock.lock();
    try {
      return keep(made);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable ThreadRuntime known(String threadId) {
    lock.lock();
    try {
      if (isClosed) {
        throw new RuntimeClosedException("open");
      }
      return open.get(threadId);
    } finally {
      lock.unlock();
    }
  }

  private ThreadRuntime make(String threadId, boolean isNew) {
    ThreadKey key = new ThreadKey(owner, threadId);
    LiveThread live = new LiveThread(
        key, prior -> makeRooms(key, isNew && prior.equals(PriorRuntime.NONE), prior));
    // Made now, so that what the adapters of the thread throw is thrown to who opens it.
    live.run(thread -> {});
    return new ThreadRuntime(live);
  }

  /** Makes the rooms of a thread; under no lock, since the adapters of the thread are asked for. */
  private Conversation makeRooms(ThreadKey key, boolean isNew, PriorRuntime prior) {
    Conversation conversation = new Conversation(env, key, isNew, prior);
    List<Message> initial = initialMessages.stream()
        .map(input -> input.toMessage(conversation.completion))
        .toList();
    conversation.writer.run(() -> {
      conversation.treeCommands.initialMessages(initial);
      if (isNew) {
        conversation.treeCommands.addInitialMessages();
      }
    });
    return conversation;
  }

  /**
   * Keeps a thread that was made, unless another caller was faster; returns the one that is kept.
   */
  private ThreadRuntime keep(ThreadRuntime made) {
    if (isClosed) {
      throw new RuntimeClosedException("open");
    }
    ThreadRuntime faster = open.putIfAbsent(made.key().threadId(), made);
    return faster == null ? made : faster;
  }

  /** Tells every open thread that the model context changed (rule CTX-9). */
  void contextChanged() {
    allLive().forEach(Conversation::contextChanged);
  }

  /** Tells every open thread that an adapter was replaced (rule OPT-4). */
  void adaptersChanged() {
    allLive().forEach(Conversation::adaptersChanged);
  }

  private List<Conversation> allLive() {
    lock.lock();
    try {
      return open.values().stream()
          .map(thread -> thread.live().now())
          .filter(Objects::nonNull)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** Opens nothing from now on, and returns what is open. */
  Collection<Conversation> closeList() {
    lock.lock();
    try {
      isClosed = true;
    } finally {
      lock.unlock();
    }
    return allLive();
  }
}
