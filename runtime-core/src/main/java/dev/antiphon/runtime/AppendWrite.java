package dev.antiphon.runtime;

import dev.antiphon.message.MessageId;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.tree.MessageItem;
import dev.antiphon.tree.MessageTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Stores a message that was appended without a run, once (rule HIST-3). */
final class AppendWrite extends StoreOperation.Required {

  private final Conversation thread;
  private final MessageTree enteredIn;
  private final MessageItem item;
  private final MessageId id;
  private final @Nullable MessageId headBefore;
  private final CompletableFuture<Void> done;
  private final Consumer<Throwable> whenNotSent;

  private List<MessageItem> taken = List.of();

  AppendWrite(
      Conversation thread,
      MessageItem item,
      @Nullable MessageId headBefore,
      CompletableFuture<Void> done,
      Consumer<Throwable> whenNotSent) {
    super(List.of(), () -> {}, cause -> {});
    this.thread = thread;
    this.enteredIn = thread.writer.tree();
    this.item = item;
    this.id = item.message().id();
    this.headBefore = headBefore;
    this.done = done;
    this.whenNotSent = whenNotSent;
  }

  @Override
  boolean isAbout(Set<MessageId> ids) {
    return ids.contains(id);
  }

  @Override
  List<MessageItem> items() {
    return taken;
  }

  @Override
  void addEntries(List<HistoryEntry> entries, StoredForms forms) {
    List<MessageItem> items = new ArrayList<>(thread.treeCommands.initialMessagesToStore());
    items.add(thread.writer.tree().item(id));
    taken = List.copyOf(items);
    super.addEntries(entries, forms);
  }

  @Override
  void succeeded() {
    thread.treeCommands.appended(done);
  }

  @Override
  void failed(Throwable cause) {
    thread.treeCommands.notAppended(enteredIn, item, headBefore, cause, done, whenNotSent);
  }
}
