package dev.antiphon.runtime;

import dev.antiphon.message.MessageId;
import dev.antiphon.port.SpeechRequest;
import dev.antiphon.port.SpeechSynthesisAdapter;
import dev.antiphon.port.Utterance;
import dev.antiphon.thread.FeatureUnavailableException;
import dev.antiphon.thread.MediaStatus;
import dev.antiphon.thread.NoActiveSessionException;
import dev.antiphon.thread.SpeechState;
import dev.antiphon.thread.ThreadEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads messages aloud, one at a time (rules SPEECH-1 to SPEECH-5). Confined to the writer. */
final class ReadingAloud implements ThreadResource {

  private final Conversation thread;
  private @Nullable MediaSession<Utterance> session;
  private @Nullable SpeechState shown;

  ReadingAloud(Conversation thread) {
    this.thread = thread;
    thread.addResource(this);
  }

  /** Returns what is read, as the same object while nothing changed (rule EVT-10). */
  @Nullable
  SpeechState shown() {
    return shown;
  }

  /**
   * Reads a message in place of what is read now.
   *
   * @return ends when the adapter has begun, or with why it did not
   * @throws FeatureUnavailableException if there is no adapter
   */
  CompletionStage<Void> speak(MessageId id) {
    return thread.writer.apply(() -> {
      thread.check("speak");
      SpeechSynthesisAdapter adapter = thread.env.adapters().speech();
      if (adapter == null) {
        throw new FeatureUnavailableException("speak: the runtime has no SpeechSynthesisAdapter");
      }
      return thread.treeCommands.whenLoaded("speak", done -> speak(adapter, id, done));
    });
  }

  private void speak(SpeechSynthesisAdapter adapter, MessageId id, CompletableFuture<Void> begun) {
    String text = thread.writer.message(id).text();
    stop();
    MediaSession<Utterance> made =
        new MediaSession<>(thread, Utterance::cancel, status -> changed(id, status), begun);
    session = made;
    changed(id, MediaStatus.STARTING);
    SpeechRequest request = new SpeechRequest(thread.key, id, text, made.cancellation());
    made.begin(() -> adapter.speak(request, made), () -> {});
  }

  private void changed(MessageId id, MediaStatus status) {
    SpeechState state = new SpeechState(id, status);
    shown = status.isEnded() ? null : state;
    if (status.isEnded()) {
      session = null;
    }
    thread.writer.emit(header -> new ThreadEvent.SpeechChanged(header, state), null, id, null);
  }

  /**
   * Ends what is read.
   *
   * @param id the message that it has to be, or null for any
   * @throws NoActiveSessionException if nothing is read, or another message
   */
  void stopSpeaking(@Nullable MessageId id) {
    thread.writer.run(() -> {
      thread.check("stopSpeaking");
      if (shown == null || (id != null && !id.equals(shown.messageId()))) {
        throw new NoActiveSessionException(
            "stopSpeaking: %s is not read aloud".formatted(id == null ? "any message" : id));
      }
      stop();
    });
  }

  @Override
  public boolean isInUse() {
    return session != null;
  }

  @Override
  public void stop() {
    if (session != null) {
      session.cancel();
    }
  }

  /** Ends the reading of a message that is not there any more (rule SPEECH-5). */
  void stopIfGone() {
    if (shown != null && !thread.writer.tree().contains(shown.messageId())) {
      stop();
    }
  }
}
