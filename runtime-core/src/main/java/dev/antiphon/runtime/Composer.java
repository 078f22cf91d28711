package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

import dev.antiphon.attachment.AcceptList;
import dev.antiphon.message.AttachmentId;
import dev.antiphon.message.DraftId;
import dev.antiphon.message.Json;
import dev.antiphon.message.Quote;
import dev.antiphon.message.Role;
import dev.antiphon.thread.AttachmentFile;
import dev.antiphon.thread.ComposerState;
import dev.antiphon.thread.Draft;
import dev.antiphon.thread.PendingAttachment;
import dev.antiphon.thread.PreparedAttachment;
import dev.antiphon.thread.Suggestion;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a message is written before it is sent: its text, its attachments, what it quotes (rules
 * COMP-1 to COMP-11). Each thread has one, and an {@link EditComposer} for each message that is
 * edited.
 *
 * <p><b>Promise.</b> What was written is not lost: a message that is not sent comes back here, or
 * is listed among {@link ComposerState#unsent}. A command never blocks on I/O; when it returns,
 * {@link #state} shows its effect.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads, listeners included.
 *
 * <p>Every command throws {@code RuntimeClosedException} after close, {@code ThreadClosedException}
 * on a deleted thread and {@code ReadOnlyException} on a read-only one.
 */
public sealed class Composer permits EditComposer {

  private final LiveThread live;

  Composer(LiveThread live) {
    this.live = live;
  }

  /** Returns what this is about, in a live runtime of the thread. */
  LiveDraft draftIn(Conversation thread) {
    return thread.composers.main();
  }

  final void run(Consumer<Conversation> command) {
    live.run(command);
  }

  private <T> T use(Function<LiveDraft, T> command) {
    return live.use(thread -> command.apply(draftIn(thread)));
  }

  private <T> T inThread(Function<Conversation, T> command) {
    return live.use(command);
  }

  private void change(String command, Consumer<LiveDraft> change) {
    use(draft -> {
      draft.change(command, () -> change.accept(draft));
      return true;
    });
  }

  // ---- reading

  /** Returns the composer as it is now; never waits. */
  public ComposerState state() {
    return use(LiveDraft::state);
  }

  /** Returns whether somebody can write here: always, but in an editor that is closed. */
  public boolean isEditing() {
    return true;
  }

  /**
   * Returns whether {@link #send} would send: there is something to send, no send is under way, and
   * the thread is neither {@code LOAD_FAILED} nor closed (rule COMP-2). It depends on the thread
   * too, so it may change without an event of the composer.
   */
  public boolean canSend() {
    return inThread(thread -> thread.composers.canSend(draftIn(thread)));
  }

  /**
   * Returns whether {@link #cancel} would cancel something: a run is active, or a paused message is
   * at the head (rule COMP-2).
   */
  public boolean canCancel() {
    return inThread(Conversation::canCancel);
  }

  /** Returns which files can be attached now; asks the adapter. */
  public AcceptList accepts() {
    return inThread(thread -> thread.composers.accepts());
  }

  // ---- writing

  /**
   * Sets the text.
   *
   * @param text what was typed; kept and sent as it is
   */
  public void setText(String text) {
    requireNonNull(text, "text");
    change("setText", draft -> draft.type(text));
  }

  /**
   * Sets who speaks; stays for the next message (rule COMP-7).
   *
   * @param role the role; the user's unless set
   */
  public void setRole(Role role) {
    requireNonNull(role, "role");
    change("setRole", draft -> draft.content().role = role);
  }

  /**
   * Sets the run config of runs that name none (rule RUN-11); stays for the next message.
   *
   * @param runConfig a JSON object
   */
  public void setRunConfig(Map<String, ?> runConfig) {
    Map<String, Object> copy = Json.objectOf(runConfig, "runConfig");
    change("setRunConfig", draft -> draft.content().runConfig = copy);
  }

  /**
   * Sets what the message is about.
   *
   * @param quote the quote, or {@code null} for none
   */
  public void setQuote(@Nullable Quote quote) {
    change("setQuote", draft -> draft.content().quote = quote);
  }

  /**
   * Writes a suggestion in place of the text (rule SUGG-5).
   *
   * @param suggestion what to write
   */
  public void replaceText(Suggestion suggestion) {
    requireNonNull(suggestion, "suggestion");
    use(draft -> {
      draft.suggest(suggestion, false);
      return true;
    });
  }

  /**
   * Writes a suggestion behind the text, after one space (rule SUGG-5).
   *
   * @param suggestion what to write
   */
  public void appendText(Suggestion suggestion) {
    requireNonNull(suggestion, "suggestion");
    use(draft -> {
      draft.suggest(suggestion, true);
      return true;
    });
  }

  // ---- dictating

  /**
   * Begins to write down what somebody says, behind the text that is there; ends an older dictation
   * (rules DICT-1 to DICT-6). Where it stands is told by {@link ComposerState#dictation}.
   *
   * @return ends when the adapter has begun, or it was ended before; with what the adapter threw if
   *     it could not begin
   * @throws dev.antiphon.thread.FeatureUnavailableException if there is no adapter
   */
  public CompletionStage<Void> startDictation() {
    return inThread(thread -> Dictation.start(thread, draftIn(thread)));
  }

  /**
   * Stops to listen; what was said before is still written. Does nothing if nobody dictates.
   *
   * @return ends when all is written; with what the adapter threw if it could not stop: the
   *     dictation is over all the same
   */
  public CompletionStage<Void> stopDictation() {
    return use(LiveDraft::stopDictation);
  }

  // ---- attaching

  /**
   * Attaches a file (rules ATT-1 to ATT-3). It is shown at once and takes on the states that the
   * adapter tells.
   *
   * @param file the file
   * @return ends when the adapter has looked at it, with its last state, which may be an error;
   *     with {@code AttachmentRejectedException} if it was not attached or the adapter threw; with
   *     {@code CancellationException} if it was removed meanwhile
   */
  public CompletionStage<PendingAttachment> addAttachment(AttachmentFile file) {
    requireNonNull(file, "file");
    return inThread(thread -> thread.composers.attachments().add(draftIn(thread), file));
  }

  /**
   * Attaches what needs no adapter (rule ATT-5).
   *
   * @param attachment the attachment with its content
   * @return the attachment, complete
   * @throws dev.antiphon.thread.AttachmentRejectedException if an adapter is there and does not
   *     take files like it, or its id is in use
   * @throws dev.antiphon.message.InvalidMessageException if its content is not for user messages
   */
  public PendingAttachment addAttachment(PreparedAttachment attachment) {
    requireNonNull(attachment, "attachment");
    return inThread(thread -> thread.composers.attachments().add(draftIn(thread), attachment));
  }

  /**
   * Removes an attachment. It is out of sight at once; its adapter takes back what it did for it.
   * Removing one twice does nothing (rule ATT-6).
   *
   * @param id the attachment
   * @return ends when the adapter has done it, or with what it threw; the attachment is back then,
   *     and shows the error
   * @throws dev.antiphon.thread.UnknownAttachmentException if it never was in this composer
   * @throws dev.antiphon.thread.ReadOnlyException if it is an attachment of a sent message
   */
  public CompletionStage<Void> removeAttachment(AttachmentId id) {
    requireNonNull(id, "id");
    return inThread(thread -> thread.composers.removal().remove(draftIn(thread), id));
  }

  /**
   * Removes an attachment by its place.
   *
   * @param index its place, from 0
   * @return ends as above
   * @throws dev.antiphon.thread.UnknownAttachmentException if there is no such place
   */
  public CompletionStage<Void> removeAttachment(int index) {
    return inThread(thread -> thread.composers.removal().remove(draftIn(thread), index));
  }

  /**
   * Removes all attachments (rule COMP-11). None of them comes back.
   *
   * @return ends when the adapters have done it, or with what one threw
   */
  public CompletionStage<Void> clearAttachments() {
    return use(LiveDraft::clearAttachments);
  }

  // ---- sending

  /**
   * Sends what is written: a user message starts a run, any other does not.
   *
   * @return the send; empty if there is nothing to send or something is being sent (rule COMP-3)
   * @throws dev.antiphon.thread.AttachmentNotReadyException if an attachment has failed
   */
  public Optional<ComposerSend> send() {
    return send(SendOptions.DEFAULTS);
  }

  /**
   * Sends what is written: a user message starts a run, any other does not.
   *
   * @param options when it is sent if the thread is busy, and how its run is to be; a run config
   *     given here counts for this message alone
   * @return the send; empty if there is nothing to send or something is being sent (rule COMP-3)
   * @throws dev.antiphon.thread.AttachmentNotReadyException if an attachment has failed
   * @throws dev.antiphon.thread.ThreadBusyException if the thread is busy and the options say
   *     REJECT; if attachments have to be completed first, {@link ComposerSend#accepted} fails so
   */
  public Optional<ComposerSend> send(SendOptions options) {
    requireNonNull(options, "options");
    return inThread(thread -> thread.composers.send(draftIn(thread), options, null));
  }

  /**
   * Sends what is written, with or without a run.
   *
   * @param startRun whether a run starts
   * @param options when it is sent if the thread is busy, and how its run is to be
   * @return the send; empty if there is nothing to send or something is being sent (rule COMP-3)
   * @throws dev.antiphon.thread.AttachmentNotReadyException if an attachment has failed
   * @throws dev.antiphon.thread.ThreadBusyException if the thread is busy and the options say
   *     REJECT
   */
  public Optional<ComposerSend> send(boolean startRun, SendOptions options) {
    requireNonNull(options, "options");
    return inThread(thread -> thread.composers.send(draftIn(thread), options, startRun));
  }

  /** Cancels as {@link ThreadRuntime#cancelRun} does; what is written stays (rule COMP-2). */
  public void cancel() {
    run(Conversation::cancelRun);
  }

  // ---- starting over, and coming back

  /**
   * Clears everything but what was not sent; drops a send whose attachments are not complete (rule
   * COMP-11).
   *
   * @return ends when adapters have taken back what they did, or with what one threw
   */
  public CompletionStage<Void> reset() {
    return use(LiveDraft::reset);
  }

  /**
   * Puts a draft that was not sent back into the composer.
   *
   * @param id one of {@link ComposerState#unsent}
   * @return whether it was still there
   * @throws dev.antiphon.thread.ComposerNotEmptyException if other content is there
   */
  public boolean restore(DraftId id) {
    requireNonNull(id, "id");
    return use(draft -> draft.unsent().restore(id));
  }

  /**
   * Drops a draft that was not sent.
   *
   * @param id one of {@link ComposerState#unsent}
   * @return whether it was still there
   */
  public boolean discard(DraftId id) {
    requireNonNull(id, "id");
    return use(draft -> draft.unsent().discard(id));
  }

  /**
   * Clears the composer if its text, quote and attachments are exactly those of a draft that came
   * back: because it was sent another way, say.
   *
   * @param draft the draft, such as that of a {@link ComposerSend}
   * @return whether it was cleared
   */
  public boolean retract(Draft draft) {
    requireNonNull(draft, "draft");
    return use(live -> live.unsent().retract(draft));
  }

  @Override
  public String toString() {
    return "Composer[" + live.key() + "]";
  }
}
