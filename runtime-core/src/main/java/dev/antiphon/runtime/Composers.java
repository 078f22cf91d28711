package dev.antiphon.runtime;

import dev.antiphon.attachment.AcceptList;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Attachment;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Quote;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.run.RunState;
import dev.antiphon.thread.ComposerState;
import dev.antiphon.thread.Draft;
import dev.antiphon.thread.EditInProgressException;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.PendingAttachment;
import dev.antiphon.thread.Suggestion;
import dev.antiphon.thread.ThreadEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The composers of one thread: its own, and the editors of messages. */
final class Composers implements ThreadResource {

  private final Conversation thread;
  private final Attachments attachments;
  private final AttachmentRemoval removal;
  private final LiveDraft main;
  private final Map<MessageId, EditComposer> editors = new LinkedHashMap<>();

  Composers(Conversation thread) {
    this.thread = thread;
    this.attachments = new Attachments(thread);
    this.removal = new AttachmentRemoval(thread);
    this.main = new LiveDraft(thread, null, new DraftContent());
    main.delivery(new ComposerDelivery(thread, main));
    thread.addResource(this);
  }

  /** Returns what is written in the composer of the thread. */
  LiveDraft main() {
    return main;
  }

  Attachments attachments() {
    return attachments;
  }

  AttachmentRemoval removal() {
    return removal;
  }

  /** Returns which files can be attached; asks the adapter, so never under a lock. */
  AcceptList accepts() {
    AttachmentAdapter adapter = thread.attachmentAdapter();
    return adapter == null ? AcceptList.NOTHING : AcceptList.parse(adapter.accept());
  }

  // ---- sending

  boolean canSend(LiveDraft draft) {
    return thread.writer.apply(() -> draft.canSend() && (isEditor(draft) || canTakeSends()));
  }

  private boolean canTakeSends() {
    return thread.takesCommands() && thread.writer.loadState() != LoadState.LOAD_FAILED;
  }

  private static boolean isEditor(LiveDraft draft) {
    return draft.edited() != null;
  }

  /** Sends a draft, if it can be sent (rule COMP-3). */
  Optional<ComposerSend> send(LiveDraft draft, SendOptions options, @Nullable Boolean startRun) {
    thread.writer.run(() -> checkSend(draft));
    if (!canSend(draft)) {
      return Optional.empty();
    }
    // Asked before the lock is taken: providers are foreign code (rule SEND-11).
    Map<String, Object> composerMetadata = thread.contexts.composerMetadata();
    return thread.writer.apply(() -> {
      checkSend(draft);
      return canSend(draft)
          ? Optional.of(new DraftSending(thread, draft, options, startRun).begin(composerMetadata))
          : Optional.empty();
    });
  }

  /**
   * Sends a suggestion; it waits in the queue while the thread is busy (rule SUGG-5).
   *
   * @param clears whether the words of the composer go, if it need not wait
   */
  Run send(Suggestion suggestion, boolean clears) {
    // Asked before the lock is taken: providers are foreign code (rule SEND-11).
    Map<String, Object> composerMetadata = thread.contexts.composerMetadata();
    SendOptions queued = SendOptions.builder().whenBusy(WhenBusy.ENQUEUE).build();
    return thread.writer.apply(() -> {
      thread.check("send");
      Draft asked = Draft.builder(main.newDraftId())
          .text(suggestion.prompt())
          .runConfig(main.content().runConfig)
          .build();
      int resetsAtSend = main.resets();
      Message message =
          DraftMessages.of(asked, thread.newMessageId(), thread.env.clock().instant());
      Run run = thread.starter.send(
          message,
          withRunConfig(queued, null),
          null,
          composerMetadata,
          cause -> main.unsent()
              .giveBack(
                  asked.toBuilder()
                      .error(ErrorInfo.from(cause, ErrorInfo.STORAGE))
                      .build(),
                  resetsAtSend));
      if (clears && run.state() != RunState.QUEUED) {
        main.clearForSuggestion();
      }
      return run;
    });
  }

  private void checkSend(LiveDraft draft) {
    if (isEditor(draft)) {
      draft.check("send");
    } else {
      thread.checkWritable("send");
    }
  }

  /**
   * Returns options with the run config of what is open in a composer, if they have none (rule
   * RUN-11).
   *
   * @param reloaded the message that is made anew, or null
   */
  SendOptions withRunConfig(SendOptions options, @Nullable MessageId reloaded) {
    if (options.runConfig() != null) {
      return options;
    }
    EditComposer editor = reloaded == null ? null : editors.get(reloaded);
    LiveDraft draft = editor == null ? main : editor.draft();
    Map<String, Object> runConfig = draft.content().runConfig;
    return runConfig.isEmpty()
        ? options
        : options.toBuilder().runConfig(runConfig).build();
  }

  // ---- editors

  /** Opens an editor (rules EDIT-1 and EDIT-2). */
  EditComposer beginEdit(LiveThread live, MessageId id) {
    return thread.writer.apply(() -> {
      thread.checkLoaded("beginEdit");
      Message message = thread.writer.message(id);
      if (editors.containsKey(id)) {
        throw new EditInProgressException(id);
      }
      EditedContent parts = EditedContent.of(message, this::newId);
      LiveDraft draft = new LiveDraft(thread, id, contentOf(message, parts));
      EditComposer editor = new EditComposer(live, draft, id);
      draft.delivery(new EditDelivery(thread, editor, parts, message.role()));
      editors.put(id, editor);
      ComposerState opened = draft.state();
      draft.emit(header -> new ThreadEvent.ComposerChanged(header, opened));
      return editor;
    });
  }

  private DraftContent contentOf(Message message, EditedContent parts) {
    DraftContent content = new DraftContent();
    content.text = message.text();
    content.role = message.role();
    content.runConfig = main.content().runConfig;
    content.quote = Quote.of(message).orElse(null);
    for (Attachment attachment : parts.attachments()) {
      content.attachments.add(
          LiveAttachment.still(PendingAttachment.of(attachment), null, thread.env.executor()));
    }
    return content;
  }

  private String newId(String prefix) {
    String id = thread.env.ids().next(prefix);
    while (prefix.equals("call") && thread.calls.isUsed(new ToolCallId(id))) {
      id = thread.env.ids().next(prefix);
    }
    return id;
  }

  /** Returns the open editor of a message. */
  Optional<EditComposer> editor(MessageId id) {
    return thread.writer.apply(() -> Optional.ofNullable(editors.get(id)));
  }

  /** Closes an editor because somebody wants it (rule EDIT-6). */
  void cancel(EditComposer editor) {
    thread.writer.run(() -> {
      editor.draft().check("cancel");
      close(editor);
    });
  }

  /** Closes the editors of messages that are not there any more (rule EDIT-7). */
  void closeOrphans() {
    closeAll(editor -> !thread.writer.tree().contains(editor.messageId()));
  }

  /** Closes all editors: the messages are others now (rule EDIT-7). */
  void closeEditors() {
    closeAll(editor -> true);
  }

  private void closeAll(Predicate<EditComposer> which) {
    List.copyOf(editors.values()).stream().filter(which).forEach(this::close);
  }

  private void close(EditComposer editor) {
    LiveDraft draft = editor.draft();
    DraftSending sending = draft.sending();
    if (sending != null) {
      sending.abandon("The editor was closed before its attachments were complete.");
    }
    draft.endDictation();
    closed(editor);
    leave(draft);
  }

  // ---- what becomes of an editor that sends

  /** An editor is closed; the caller announces it with {@link #leave}. */
  void closed(EditComposer editor) {
    editors.remove(editor.messageId());
    editor.draft().close();
  }

  /** An editor is open after all, since its message was refused. */
  void reopened(EditComposer editor) {
    editors.put(editor.messageId(), editor);
    editor.draft().reopen();
  }

  /** Says what a closed editor leaves behind; adapters take back what they did for it. */
  void leave(LiveDraft draft) {
    ComposerState left = draft.conceal();
    removal.removeAll(draft);
    draft.emit(header -> new ThreadEvent.EditComposerClosed(header, left));
  }

  /** The message of an editor that was closed for it could not be sent (rule EDIT-5). */
  void editNotSent(EditComposer editor, Draft unsent) {
    EditComposer open = editors.get(editor.messageId());
    LiveDraft draft = editor.draft();
    if (open != null) {
      open.draft().unsent().keep(unsent);
    } else if (thread.writer.tree().contains(editor.messageId())) {
      reopened(editor);
      draft.unsent().giveBack(unsent, draft.resets());
    } else {
      draft.content().addUnsent(unsent);
      leave(draft);
    }
  }

  // ---- the thread as a whole

  @Override
  public boolean isInUse() {
    return !main.isUntouched() || !editors.isEmpty() || removal.isUnderWay();
  }

  @Override
  public List<Draft> drafts() {
    List<Draft> drafts = new ArrayList<>(main.drafts());
    editors.values().forEach(editor -> drafts.addAll(editor.draft().drafts()));
    return drafts;
  }

  /** Ends uploads and editors; what is in the composer stays, but for uploads under way. */
  @Override
  public void stop() {
    DraftSending sending = main.sending();
    if (sending != null) {
      sending.abandon("The thread was closed before the attachments were complete.");
    }
    main.endDictation();
    removal.stopUploads(main);
    main.announce();
    closeEditors();
  }
}
