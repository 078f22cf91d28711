package dev.antiphon.runtime;

import dev.antiphon.message.ThreadKey;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the live runtime of a thread is, if there is one: made on first use, and again on the next
 * use after it was given up. What callers hold of a thread, such as a {@link ThreadRuntime}, holds
 * this and never a {@link Conversation}, so that it stays valid while live runtimes come and go
 * (rule LIST-20).
 */
final class LiveThread {

  /*
   * Concurrency
   * -----------
   * `lock` guards `conversation`, `uses` and `prior`. It is a leaf: it is held for a few lines, in which
   * nothing else is called, so it may be taken under a writer's lock.
   *
   * Order: a command counts as a use from before it asks for the conversation until it has returned.
   * A conversation is given up only while nothing uses it, so no command reaches one that is gone.
   */
  private final ReentrantLock lock = new ReentrantLock();
  private final ThreadKey key;
  private final Function<PriorRuntime, Conversation> maker;

  private @Nullable Conversation conversation;
  private int uses;
  private PriorRuntime prior = PriorRuntime.NONE;

  /**
   * Makes a place for a live runtime.
   *
   * @param key the thread
   * @param maker makes a live runtime that goes on where the one before ended; called on the thread
   *     of the command that needs it, under no lock
   */
  LiveThread(ThreadKey key, Function<PriorRuntime, Conversation> maker) {
    this.key = key;
    this.maker = maker;
  }

  ThreadKey key() {
    return key;
  }

  /** Returns the live runtime if there is one; makes none, and keeps none. */
  @Nullable
  Conversation now() {
    lock.lock();
    try {
      return conversation;
    } finally {
      lock.unlock();
    }
  }

  /** Applies a command to the live runtime, which is made if there is none. */
  <T extends @Nullable Object> T use(Function<Conversation, T> command) {
    Conversation used = begin();
    try {
      return command.apply(used);
    } finally {
      end();
    }
  }

  /** As {@link #use} for a command without a result. */
  void run(Consumer<Conversation> command) {
    use(thread -> {
      command.accept(thread);
      return true;
    });
  }

  private Conversation begin() {
    Conversation there = beginIfThere();
    if (there != null) {
      return there;
    }
    // Made under no lock, since the adapters of the thread are asked for.
    Conversation made = beginWith(maker.apply(prior()));
    // One may have been replaced before this live runtime could be told.
    made.adaptersChanged();
    return made;
  }

  private PriorRuntime prior() {
    lock.lock();
    try {
      return prior;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Conversation beginIfThere() {
    lock.lock();
    try {
      if (conversation != null) {
        uses++;
      }
      return conversation;
    } finally {
      lock.unlock();
    }
  }

  /** Keeps a live runtime that was made, unless another caller was faster. */
  private Conversation beginWith(Conversation made) {
    lock.lock();
    try {
      Conversation kept = conversation == null ? made : conversation;
      conversation = kept;
      uses++;
      return kept;
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      uses--;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives the live runtime up if nothing uses it and nothing of it would be lost.
   *
   * @return whether there is none now
   */
  boolean closeIfIdle() {
    Conversation idle = now();
    return idle == null || idle.writer.apply(() -> idle.isIdle() && giveUp(idle));
  }

  /** Called under the writer, so that nothing begins in the live runtime meanwhile. */
  private boolean giveUp(Conversation idle) {
    PriorRuntime left = idle.asPrior();
    lock.lock();
    try {
      if (uses > 0 || conversation != idle) {
        return false;
      }
      conversation = null;
      prior = left;
      return true;
    } finally {
      lock.unlock();
    }
  }
}
