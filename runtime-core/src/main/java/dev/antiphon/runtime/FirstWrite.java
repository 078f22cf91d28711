package dev.antiphon.runtime;

import dev.antiphon.message.MessageId;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.MessageItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first batch of a run: the user message, the running reply and the head, stored together
 * before the model is called (rule SEND-4). A run that is cancelled before its turn comes stores no
 * reply.
 */
final class FirstWrite extends StoreOperation.Required {

  private final Conversation thread;
  private final LiveRun run;
  private final MessageId assistantId;

  /** What was taken to the storage; the list of the superclass stays empty. */
  private List<MessageItem> taken = List.of();

  private @Nullable MessageItem assistant;

  FirstWrite(Conversation thread, LiveRun run, MessageId assistantId) {
    super(List.of(), () -> {}, cause -> {});
    this.thread = thread;
    this.run = run;
    this.assistantId = assistantId;
  }

  @Override
  boolean isAbout(Set<MessageId> ids) {
    return (run.userMessageId != null && ids.contains(run.userMessageId))
        || (run.parentId != null && ids.contains(run.parentId));
  }

  @Override
  void addEntries(List<HistoryEntry> entries, StoredForms forms) {
    List<MessageItem> items = new ArrayList<>(thread.treeCommands.initialMessagesToStore());
    if (run.userMessageId != null) {
      items.add(thread.writer.tree().item(run.userMessageId));
    }
    assistant = null;
    if (run.isActive()) {
      assistant = MessageItem.of(thread.entry.emptyReply(run, assistantId), run.parentId)
          .withRunConfig(run.plan.runConfig());
      items.add(assistant);
    }
    taken = List.copyOf(items);
    super.addEntries(entries, forms);
  }

  @Override
  List<MessageItem> items() {
    return taken;
  }

  @Override
  Head headAfter(@Nullable MessageId current) {
    boolean follows = run.isActive() && Objects.equals(current, run.parentId);
    return Head.of(follows ? assistantId : current);
  }

  /** Returns the id of the reply, if one was taken to the storage. */
  @Nullable
  MessageId storedReply() {
    return assistant == null ? null : assistantId;
  }

  @Override
  void succeeded() {
    if (assistant != null && run.isActive()) {
      thread.entry.prepared(run, assistant);
    } else {
      thread.entry.preparedAfterCancel(run, storedReply());
    }
  }

  @Override
  void failed(Throwable cause) {
    thread.entry.preparingFailed(run, cause);
  }
}
