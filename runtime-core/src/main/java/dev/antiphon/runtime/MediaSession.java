package dev.antiphon.runtime;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.port.MediaProgress;
import dev.antiphon.thread.MediaStatus;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One utterance, dictation or voice session: begun by an adapter on the executor, and over exactly
 * once, whoever ends it. Confined to the writer, but for what the adapter tells, which may come
 * from any thread.
 *
 * @param <S> what the adapter gives to control it
 */
final class MediaSession<S> implements MediaProgress {

  private final Conversation thread;
  private final Closing<S> closing;
  private final Consumer<MediaStatus> whenChanged;
  private final CompletableFuture<Void> begun;
  private final CancelSource cancellation;

  private MediaStatus status = MediaStatus.STARTING;
  private @Nullable S controls;
  private boolean isCancelled;
  private boolean hasAnswered;
  private volatile boolean isClosed;

  /** Begins a session; called on the executor, may block. */
  @FunctionalInterface
  interface Beginning<S> {
    S begin() throws Exception;
  }

  /** Ends a session that is not wanted any more; called on the executor, may block. */
  @FunctionalInterface
  interface Closing<S> {
    void close(S controls) throws Exception;
  }

  /**
   * Makes a session that has not begun.
   *
   * @param closing ends it in the adapter
   * @param whenChanged told of each status but the first, under the writer
   * @param begun ends when it has begun, or with why it did not
   */
  MediaSession(
      Conversation thread,
      Closing<S> closing,
      Consumer<MediaStatus> whenChanged,
      CompletableFuture<Void> begun) {
    this.thread = thread;
    this.closing = closing;
    this.whenChanged = whenChanged;
    this.begun = begun;
    this.cancellation = new CancelSource(thread.env.executor());
  }

  CancelSource cancellation() {
    return cancellation;
  }

  MediaStatus status() {
    return status;
  }

  /** Returns what controls it; null while the adapter has not come back, and once it is over. */
  @Nullable
  S controls() {
    return controls;
  }

  /**
   * Begins.
   *
   * @param whenBegun told under the writer, when the adapter has come back and it is not over
   */
  void begin(Beginning<S> beginning, Runnable whenBegun) {
    thread.writer.inBackground(() -> {
      S made;
      try {
        made = beginning.begin();
      } catch (Throwable failure) {
        thread.writer.run(() -> broke(failure));
        return;
      }
      thread.writer.run(() -> arrived(made, whenBegun));
    });
  }

  private void arrived(S made, Runnable whenBegun) {
    if (isCancelled) {
      close(made);
    } else if (!status.isEnded()) {
      controls = made;
      answer(null);
      whenBegun.run();
    }
  }

  /** Tells who asked for it, once, that it has begun, or why it has not. */
  private void answer(@Nullable Throwable failure) {
    if (hasAnswered) {
      return;
    }
    hasAnswered = true;
    if (failure == null) {
      thread.treeCommands.succeed(begun);
    } else {
      thread.treeCommands.fail(begun, failure);
    }
  }

  private void broke(Throwable failure) {
    if (!status.isEnded()) {
      answer(failure);
      end(MediaStatus.failed(ErrorInfo.from(failure)));
    }
  }

  /** Ends it from our side: nothing that comes from the adapter counts any more. */
  void cancel() {
    if (!status.isEnded()) {
      isCancelled = true;
      thread.writer.afterwards(cancellation::fire);
      if (controls != null) {
        close(controls);
      }
      end(MediaStatus.CANCELLED);
    }
  }

  private void close(S made) {
    thread.writer.inBackground(() -> {
      try {
        closing.close(made);
      } catch (Throwable failure) {
        Log.warn("A media session that was ended could not be closed", failure);
      }
    });
  }

  /** Ends it with a status of its own. */
  void end(MediaStatus last) {
    if (!status.isEnded()) {
      status = last;
      isClosed = true;
      controls = null;
      answer(null);
      whenChanged.accept(last);
    }
  }

  /** Applies what the adapter tells, unless it is over; what is told says that it runs. */
  void apply(Runnable change) {
    thread.writer.run(() -> {
      if (!status.isEnded()) {
        run();
        change.run();
      }
    });
  }

  private void run() {
    if (status.equals(MediaStatus.STARTING)) {
      status = MediaStatus.RUNNING;
      answer(null);
      whenChanged.accept(status);
    }
  }

  // ---- what the adapter tells

  @Override
  public void running() {
    apply(() -> {});
  }

  @Override
  public void ended() {
    thread.writer.run(() -> end(MediaStatus.FINISHED));
  }

  @Override
  public void failed(Throwable cause) {
    thread.writer.run(() -> broke(cause));
  }

  @Override
  public boolean isClosed() {
    return isClosed;
  }
}
