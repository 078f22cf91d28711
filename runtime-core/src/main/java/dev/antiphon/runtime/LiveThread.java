package dev.antiphon.runtime;

import dev.antiphon.message.ThreadKey;
import java.time.InstantSource;
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
   * `lock` guards `conversation`, `uses` and `prior`. It is a leaf: it is held for a few lines, in
   * which nothing else is called, so it may be taken under a writer's lock.
   *
   * Order: a command counts as a use from before it asks for the conversation until it has returned.
   * A conversation is given up only while nothing uses it, so no command reaches one that is gone.
   */
  private final ReentrantLock lock = new ReentrantLock();
  private final ThreadKey key;
  private final ThreadHome home;
  private final InstantSource clock;

  private @Nullable Conversation conversation;
  private int uses;
  private PriorRuntime prior = PriorRuntime.NONE;

  private volatile long lastUsedMillis;
  private volatile boolean isGone;

  /**
   * Makes a place for a live runtime.
   *
   * @param key the thread
   * @param home the list that it stands in, which makes live runtimes
   * @param clock tells when the thread is used
   */
  LiveThread(ThreadKey key, ThreadHome home, InstantSource clock) {
    this.key = key;
    this.home = home;
    this.clock = clock;
    this.lastUsedMillis = clock.millis();
  }

  ThreadKey key() {
    return key;
  }

  ThreadHome home() {
    return home;
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
      endUse();
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
    PriorRuntime before = prior();
    Conversation made = home.makeRooms(this, before);
    Conversation kept = beginWith(made);
    if (made == kept) {
      home.madeLive(this, kept);
      // An adapter may have been replaced before this live runtime could be told.
      kept.adaptersChanged();
      kept.goOnFrom(before);
    }
    return kept;
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

  private void endUse() {
    touch();
    lock.lock();
    try {
      uses--;
    } finally {
      lock.unlock();
    }
  }

  // ---- giving it up

  /** Says that the thread is used: it is not idle before some time has passed. */
  void touch() {
    lastUsedMillis = clock.millis();
  }

  /** Returns when the thread was last used or did something. */
  long lastUsedMillis() {
    Conversation live = now();
    return live == null ? lastUsedMillis : Math.max(lastUsedMillis, live.writer.lastEventMillis());
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

  /**
   * Stops a live runtime whose runs were cancelled; what would be lost with it stays for the next
   * use (rule LIST-21).
   */
  void detach(Conversation stopped) {
    stopped.writer.run(() -> {
      if (stopped.active() == null) {
        stopped.closing.endListening();
        if (!(stopped.isIdle() && giveUp(stopped))) {
          stopped.closing.unload();
        }
      }
    });
  }

  /** Ends the thread for good: it was deleted, or has vanished. Who holds it finds it closed. */
  void end() {
    isGone = true;
    Conversation live = now();
    if (live != null) {
      live.closing.beginDelete();
      live.closing.whenStored(() -> live.writer.run(live.closing::endForGood));
    }
  }

  /** Returns whether the thread was deleted or has vanished. */
  boolean isGone() {
    return isGone;
  }
}
