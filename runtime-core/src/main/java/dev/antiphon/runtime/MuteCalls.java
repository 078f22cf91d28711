package dev.antiphon.runtime;

import dev.antiphon.port.VoiceSession;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Mutes and unmutes one voice session: one call at a time, in the order of the commands, from when
 * the session is ready (rule VOICE-7). Confined to the writer.
 */
final class MuteCalls {

  private final Conversation thread;
  private final MediaSession<VoiceSession> session;
  private final Consumer<Boolean> showMuted;
  private final Deque<Call> waiting = new ArrayDeque<>();

  private boolean isCalling;

  /** What the session was told last and took. */
  private boolean isMuted;

  /** One command. */
  private record Call(boolean isMuted, CompletableFuture<Void> done) {}

  /**
   * Makes the calls of a session that is not muted.
   *
   * @param showMuted shows under the writer what the session is
   */
  MuteCalls(Conversation thread, MediaSession<VoiceSession> session, Consumer<Boolean> showMuted) {
    this.thread = thread;
    this.session = session;
    this.showMuted = showMuted;
  }

  /** Has the session muted or unmuted; returns what ends when it is done. */
  CompletionStage<Void> call(boolean toBeMuted) {
    Call call = new Call(toBeMuted, new CompletableFuture<>());
    waiting.add(call);
    callNext();
    return call.done.minimalCompletionStage();
  }

  /** Makes the next call, if the session is ready and none is under way. */
  void callNext() {
    VoiceSession ready = session.controls();
    Call next = isCalling || ready == null ? null : waiting.poll();
    if (ready == null || next == null) {
      return;
    }
    isCalling = true;
    thread.writer.inBackground(() -> {
      Throwable failure = null;
      try {
        if (next.isMuted) {
          ready.mute();
        } else {
          ready.unmute();
        }
      } catch (Throwable thrown) {
        failure = thrown;
      }
      Throwable outcome = failure;
      thread.writer.run(() -> called(next, outcome));
    });
  }

  private void called(Call call, @Nullable Throwable failure) {
    isCalling = false;
    if (failure == null) {
      isMuted = call.isMuted;
      thread.treeCommands.succeed(call.done);
    } else {
      thread.treeCommands.fail(call.done, failure);
      if (waiting.isEmpty() && !session.status().isEnded()) {
        showMuted.accept(isMuted);
      }
    }
    callNext();
  }

  /** Lets go of the commands that wait: the session is over. */
  void close() {
    waiting.forEach(call -> thread.treeCommands.succeed(call.done));
    waiting.clear();
  }
}
