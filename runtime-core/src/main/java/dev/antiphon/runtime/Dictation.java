package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.port.DictationAdapter;
import dev.antiphon.port.DictationRequest;
import dev.antiphon.port.DictationSession;
import dev.antiphon.port.DictationWriter;
import dev.antiphon.thread.DictationState;
import dev.antiphon.thread.FeatureUnavailableException;
import dev.antiphon.thread.MediaStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One dictation into a draft: what is final is added to the baseline, what is not is previewed
 * behind it (rules DICT-1 to DICT-6). Confined to the writer, but for what the adapter tells.
 */
final class Dictation implements DraftDictation, DictationWriter {

  private final Conversation thread;
  private final LiveDraft draft;
  private final boolean isInputDisabled;
  private final MediaSession<DictationSession> session;
  private final CompletableFuture<Void> begun = new CompletableFuture<>();

  /** The text of the draft without what is not final yet. */
  private String baseline;

  private String interim = "";
  private @Nullable CompletableFuture<Void> stopped;
  private @Nullable DictationState shown;

  private Dictation(Conversation thread, LiveDraft draft, boolean isInputDisabled) {
    this.thread = thread;
    this.draft = draft;
    this.isInputDisabled = isInputDisabled;
    this.baseline = draft.content().text;
    this.session =
        new MediaSession<>(thread, DictationSession::cancel, status -> changed(status), begun);
    this.shown = new DictationState(MediaStatus.STARTING, "", isInputDisabled);
  }

  /**
   * Begins to dictate, in place of who dictates now.
   *
   * @return ends when the adapter has begun, or with why it did not
   * @throws FeatureUnavailableException if there is no adapter
   */
  static CompletionStage<Void> start(Conversation thread, LiveDraft draft) {
    draft.requireOpen("startDictation");
    DictationAdapter adapter = thread.env.adapters().dictation();
    if (adapter == null) {
      throw new FeatureUnavailableException("startDictation: the runtime has no DictationAdapter");
    }
    // Asked under no lock, since it is foreign code.
    boolean disablesInput = adapter.disablesInput();
    return thread.writer.apply(() -> {
      draft.check("startDictation");
      draft.endDictation();
      Dictation dictation = new Dictation(thread, draft, disablesInput);
      draft.dictation(dictation);
      draft.announce();
      dictation.begin(adapter);
      return dictation.begun.minimalCompletionStage();
    });
  }

  private void begin(DictationAdapter adapter) {
    DictationRequest request = new DictationRequest(thread.key, session.cancellation());
    session.begin(() -> adapter.listen(request, this), () -> {});
  }

  // ---- what the draft says

  @Override
  public void typed() {
    baseline = draft.content().text;
    interim = "";
    show(session.status());
  }

  @Override
  public void end() {
    session.cancel();
    // An error that is still shown goes too.
    shown = null;
  }

  @Override
  public CompletionStage<Void> stop() {
    if (stopped == null) {
      CompletableFuture<Void> end = new CompletableFuture<>();
      stopped = end;
      DictationSession listening = session.controls();
      if (listening == null) {
        session.cancel();
        thread.treeCommands.succeed(end);
      } else {
        thread.writer.inBackground(() -> stop(listening, end));
      }
    }
    return stopped.minimalCompletionStage();
  }

  /** Stops to listen; what is understood until that is done counts still. */
  private void stop(DictationSession listening, CompletableFuture<Void> end) {
    try {
      listening.stop();
      thread.writer.run(() -> {
        session.end(MediaStatus.FINISHED);
        thread.treeCommands.succeed(end);
      });
    } catch (Throwable failure) {
      thread.writer.run(() -> {
        session.end(MediaStatus.failed(ErrorInfo.from(failure)));
        thread.treeCommands.fail(end, failure);
      });
    }
  }

  @Override
  public boolean isLive() {
    return !session.status().isEnded();
  }

  @Override
  public @Nullable DictationState state() {
    return shown;
  }

  // ---- what the adapter says

  @Override
  public void interim(String text) {
    requireNonNull(text, "text");
    session.apply(() -> {
      interim = text.strip();
      show(session.status());
      draft.dictated(SpacedText.join(baseline, interim));
      draft.announce();
    });
  }

  @Override
  public void transcript(String text) {
    requireNonNull(text, "text");
    session.apply(() -> {
      interim = "";
      baseline = SpacedText.join(baseline, text);
      show(session.status());
      draft.dictated(baseline);
      draft.announce();
    });
  }

  @Override
  public void running() {
    session.running();
  }

  @Override
  public void ended() {
    session.ended();
  }

  @Override
  public void failed(Throwable cause) {
    session.failed(cause);
  }

  @Override
  public boolean isClosed() {
    return session.isClosed();
  }

  // ---- what is shown

  private void changed(MediaStatus status) {
    show(status);
    draft.announce();
  }

  /** An ended dictation leaves nothing to be seen, but for its error (rule DICT-6). */
  private void show(MediaStatus status) {
    if (!status.isEnded()) {
      shown = new DictationState(status, interim, isInputDisabled);
    } else if (status.error() != null && shown != null) {
      shown = new DictationState(status, "", false);
    } else {
      shown = null;
    }
  }
}
