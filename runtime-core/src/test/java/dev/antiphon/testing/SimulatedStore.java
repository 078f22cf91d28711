package dev.antiphon.testing;

import dev.antiphon.memory.InMemoryApprovalRules;
import dev.antiphon.memory.InMemoryThreadHistory;
import dev.antiphon.memory.InMemoryThreadList;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.ApprovalRules;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.StorageException;
import dev.antiphon.port.StoredMessage;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadPage;
import dev.antiphon.port.ThreadRecord;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.MessageItem;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A database in memory that outlives processes, with everything that can go wrong on the way to it.
 * What goes wrong is decided call by call; what it keeps is never damaged.
 *
 * <p><b>Threads.</b> For one thread.
 */
public final class SimulatedStore {

  private final InMemoryThreadHistory messages;
  private final InMemoryThreadList threads;
  private final InMemoryApprovalRules rules = new InMemoryApprovalRules();
  private final Nemesis nemesis;
  private final HistoryChecker checker;

  /** What goes wrong at a call. */
  public enum Fault {
    /** Nothing. */
    NONE,
    /** It is not carried out, and the caller is told. */
    REJECTED,
    /** It is carried out, and the caller is told that it is not. */
    ANSWER_LOST,
    /** The process dies before it is carried out. */
    DIES_BEFORE,
    /** The process dies after it was carried out, before it is told. */
    DIES_AFTER
  }

  /** Decides what goes wrong. */
  public interface Nemesis {
    /**
     * Returns what goes wrong at the next call.
     *
     * @param isWrite whether the call changes something
     */
    Fault strike(boolean isWrite);

    /** Lets other tasks run: the call takes its time. */
    void delay();

    /** Kills the process that calls. */
    void kill();
  }

  /**
   * Makes an empty store.
   *
   * @param clock tells the time of messages
   * @param nemesis decides what goes wrong
   * @param checker is told of everything that is stored
   */
  public SimulatedStore(InstantSource clock, Nemesis nemesis, HistoryChecker checker) {
    this.messages = new InMemoryThreadHistory(clock);
    this.threads = new InMemoryThreadList(messages, clock);
    this.nemesis = nemesis;
    this.checker = checker;
  }

  /** Returns the remembered rules. */
  public ApprovalRules rules() {
    return rules;
  }

  /**
   * Returns what is stored of a thread, in the order of first append.
   *
   * @param thread the thread
   */
  public Map<MessageId, MessageItem> items(ThreadKey thread) {
    return items(messages.load(thread));
  }

  /**
   * Returns the stored head of a thread.
   *
   * @param thread the thread
   */
  public Head head(ThreadKey thread) {
    return messages.load(thread).head();
  }

  private static Map<MessageId, MessageItem> items(LoadedThread loaded) {
    Map<MessageId, MessageItem> items = new LinkedHashMap<>();
    for (StoredMessage stored : loaded.items()) {
      if (stored instanceof StoredMessage.Intact intact) {
        items.put(stored.id(), intact.item());
      }
    }
    return items;
  }

  /**
   * Returns the history as a process sees it.
   *
   * @param process whose calls end with its life
   * @param onLoad is told what a load found
   */
  public ThreadHistoryAdapter history(
      MortalProcess process, Consumer<Map<MessageId, MessageItem>> onLoad) {
    return new ThreadHistoryAdapter() {
      @Override
      public LoadedThread load(ThreadKey thread) {
        return call(process, false, () -> {
          LoadedThread loaded = messages.load(thread);
          onLoad.accept(items(loaded));
          return loaded;
        });
      }

      @Override
      public ThreadRevision write(ThreadKey thread, HistoryBatch batch) {
        return call(process, true, () -> {
          ThreadRevision next = messages.write(thread, batch);
          checker.stored(batch, items(thread));
          return next;
        });
      }
    };
  }

  /**
   * Returns the list of threads as a process sees it.
   *
   * @param process whose calls end with its life
   */
  public RemoteThreadListAdapter threadList(MortalProcess process) {
    return new RemoteThreadListAdapter() {
      @Override
      public ThreadPage list(String owner, @Nullable String cursor) {
        return call(process, false, () -> threads.list(owner, cursor));
      }

      @Override
      public ThreadRecord initialize(ThreadKey thread) {
        return call(process, true, () -> threads.initialize(thread));
      }

      @Override
      public Optional<ThreadRecord> fetch(ThreadKey thread) {
        return call(process, false, () -> threads.fetch(thread));
      }

      @Override
      public void rename(ThreadKey thread, String title) {
        change(process, () -> threads.rename(thread, title));
      }

      @Override
      public void archive(ThreadKey thread) {
        change(process, () -> threads.archive(thread));
      }

      @Override
      public void unarchive(ThreadKey thread) {
        change(process, () -> threads.unarchive(thread));
      }

      @Override
      public void delete(ThreadKey thread) {
        change(process, () -> threads.delete(thread));
      }
    };
  }

  private void change(MortalProcess process, Runnable change) {
    call(process, true, () -> {
      change.run();
      return true;
    });
  }

  private <T> T call(MortalProcess process, boolean isWrite, Supplier<T> call) {
    process.check();
    nemesis.delay();
    process.check();
    Fault fault = nemesis.strike(isWrite);
    if (fault == Fault.REJECTED) {
      throw unavailable();
    }
    if (fault == Fault.DIES_BEFORE) {
      nemesis.kill();
    }
    process.check();
    T result = call.get();
    if (fault == Fault.DIES_AFTER) {
      nemesis.kill();
    }
    process.check();
    if (fault == Fault.ANSWER_LOST) {
      throw unavailable();
    }
    nemesis.delay();
    process.check();
    return result;
  }

  private static StorageException unavailable() {
    return new StorageException("unavailable", "The simulated storage is down.", true, null);
  }
}
