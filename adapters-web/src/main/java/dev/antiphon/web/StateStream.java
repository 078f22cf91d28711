package dev.antiphon.web;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.runtime.Subscription;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.runtime.Timer;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.thread.ThreadSnapshot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a page shows of a thread, as {@code text/event-stream}: first a frame that sets the whole
 * state, then one with operations for whatever happens. A page that reconnects gets the state anew,
 * so resuming, a second tab and pushes of the server need nothing else.
 *
 * <pre>{@code
 * data: {"type":"update-state","path":[],"operations":[{"type":"set","path":[],"value":{…}}]}
 * data: {"type":"update-state","path":[],"operations":[
 *   {"type":"append-text","path":["messages","a7","content","1","text"],"value":"Hel"}]}
 * }</pre>
 *
 * <p>The state is {@code {threadId, headId, isRunning, isLoading, loadError, order, messages,
 * queue, suggestions, welcomeSuggestions, capabilities}}. {@code messages} has the messages of all
 * branches by their ids, each with {@code parentId} and the fields of assistant-ui's
 * {@code ThreadMessageLike}; {@code order} has their ids, parents first, siblings in their order.
 *
 * <p><b>Promise.</b> The operations, applied one after another, make the state that the thread has
 * as of the {@code id} of their frame. A delta of a reply is one operation of the size of the
 * delta, whatever the length of message and thread. A reader that falls behind by more than the
 * options allow is told the state anew. Reading or leaving changes nothing in the thread.
 *
 * <p><b>Threads.</b> As {@link ByteStream} says. It is told of events by the thread, which only
 * adds them to a queue; they are encoded when somebody polls.
 */
public final class StateStream implements ByteStream {

  /** How much of what waits is put into one frame, in characters. */
  private static final int FRAME_LENGTH = 64 * 1024;

  private final ThreadRuntime thread;
  private final StateStreamOptions options;
  private final Timer timer;
  private final StateEncoder encoder;

  /** Guards the fields below, down to the reader's own; nothing is called while it is held. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Deque<ThreadEvent> pending = new ArrayDeque<>();
  private boolean isBehind = true;
  private boolean isClosing;
  private volatile boolean isEnded;
  private volatile Runnable signal = () -> {};
  private @Nullable Subscription subscription;
  private volatile @Nullable Heartbeat heartbeat;
  private Timer.@Nullable Scheduled endOfLife;

  /** The reader's own: the newest event that it was told of, and whether the state is due anew. */
  private long told;

  private boolean isSnapshotDue;

  private StateStream(ThreadRuntime thread, StateStreamOptions options, Timer timer) {
    this.thread = thread;
    this.options = options;
    this.timer = timer;
    this.encoder = new StateEncoder();
  }

  /**
   * Begins to follow a thread, and has it loaded if it is not.
   *
   * @param thread the thread
   * @param options how the stream behaves
   * @param timer wakes it for heartbeats and for its end; what it calls is short
   * @throws dev.antiphon.thread.ThreadClosedException if the thread was deleted
   */
  public static StateStream open(ThreadRuntime thread, StateStreamOptions options, Timer timer) {
    requireNonNull(thread, "thread");
    requireNonNull(options, "options");
    requireNonNull(timer, "timer");
    StateStream stream = new StateStream(thread, options, timer);
    Subscription subscription = thread.subscribe(stream::accept);
    stream.began(subscription);
    // How it ends is told by events.
    thread.load();
    return stream;
  }

  private void began(Subscription begun) {
    heartbeat = Heartbeat.start(timer, options.heartbeat(), () -> signal.run());
    Timer.Scheduled end = timer.schedule(options.maxLife(), this::finish);
    lock.lock();
    try {
      subscription = begun;
      endOfLife = end;
    } finally {
      lock.unlock();
    }
  }

  // ---- what happens

  private void accept(ThreadEvent event) {
    lock.lock();
    try {
      if (isEnded || isClosing) {
        return;
      }
      if (event instanceof ThreadEvent.ThreadClosed) {
        isClosing = true;
      } else if (event instanceof ThreadEvent.Overflow || pending.size() >= options.maxPending()) {
        pending.clear();
        isBehind = true;
      } else if (!isBehind) {
        pending.add(event);
      }
    } finally {
      lock.unlock();
    }
    signal.run();
  }

  private void finish() {
    lock.lock();
    try {
      isClosing = true;
    } finally {
      lock.unlock();
    }
    signal.run();
  }

  // ---- the reader

  @Override
  public byte @Nullable [] poll() {
    byte[] bytes = isEnded ? null : next();
    Heartbeat beat = heartbeat;
    if (bytes == null && !isEnded && beat != null && beat.takeDue()) {
      return SseFrame.heartbeat();
    }
    if (bytes == null) {
      endIfDue();
    } else if (beat != null) {
      beat.spoken();
    }
    return bytes;
  }

  private byte @Nullable [] next() {
    if (isSnapshotDue || wasBehind()) {
      return snapshot();
    }
    Operations operations = new Operations();
    while (operations.length() < FRAME_LENGTH) {
      ThreadEvent event = take();
      if (event == null) {
        break;
      }
      if (event.sequence() > told) {
        if (encoder.needsSnapshot(event)) {
          isSnapshotDue = true;
          break;
        }
        encoder.encode(event, operations);
        told = event.sequence();
      }
    }
    if (!operations.isEmpty()) {
      return SseFrame.of(told, operations.finish());
    }
    return isSnapshotDue ? snapshot() : null;
  }

  /** Returns whether events were lost; from now on they are kept again. */
  private boolean wasBehind() {
    lock.lock();
    try {
      boolean was = isBehind;
      isBehind = false;
      return was;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable ThreadEvent take() {
    lock.lock();
    try {
      return pending.pollFirst();
    } finally {
      lock.unlock();
    }
  }

  /** Every event that was lost happened before this; those that wait and happened before, too. */
  private byte @Nullable [] snapshot() {
    ThreadSnapshot now;
    String state;
    try {
      now = thread.snapshot();
      state = encoder.snapshot(now, thread.welcomeSuggestions());
    } catch (ChatRuntimeException closed) {
      // The thread or the runtime is gone, or the state cannot be said: there is nothing to show.
      close();
      return null;
    }
    isSnapshotDue = false;
    told = now.sequence();
    Operations operations = new Operations();
    operations.setJson(state);
    return SseFrame.of(told, operations.finish());
  }

  private void endIfDue() {
    boolean isOver;
    lock.lock();
    try {
      isOver = isClosing && pending.isEmpty();
    } finally {
      lock.unlock();
    }
    if (isOver) {
      close();
    }
  }

  /** Returns the sequence number of the newest event that the reader was told of. */
  long told() {
    return told;
  }

  @Override
  public boolean isEnded() {
    return isEnded;
  }

  @Override
  public void onReadable(Runnable newSignal) {
    signal = requireNonNull(newSignal, "signal");
    newSignal.run();
  }

  @Override
  public void close() {
    Subscription left;
    lock.lock();
    try {
      if (isEnded) {
        return;
      }
      isEnded = true;
      pending.clear();
      left = subscription;
      if (endOfLife != null) {
        endOfLife.cancel();
      }
    } finally {
      lock.unlock();
    }
    Heartbeat beat = heartbeat;
    if (beat != null) {
      beat.stop();
    }
    if (left != null) {
      left.close();
    }
    signal.run();
  }
}
