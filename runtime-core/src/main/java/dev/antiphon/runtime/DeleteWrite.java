package dev.antiphon.runtime;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.MessageId;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tree.Removal;
import dev.antiphon.tree.Reparented;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Tells the history of a deletion, in one call (rule TREE-13). */
final class DeleteWrite extends StoreOperation.Required {

  private final List<MessageId> removed;
  private final List<Reparented> reparented;

  DeleteWrite(Removal removal, Runnable whenStored, Consumer<Throwable> whenFailed) {
    super(List.of(), whenStored, whenFailed);
    this.removed = List.copyOf(removal.removed());
    this.reparented = removal.reparented();
  }

  /** Deletes a reply that nobody has seen; if that fails, the next load shows it as interrupted. */
  static DeleteWrite ofUnused(MessageId reply, ThreadWriter writer) {
    return new DeleteWrite(new Removal(Set.of(reply), List.of()), () -> {}, cause -> {
      ErrorInfo error = ErrorInfo.from(cause, ErrorInfo.STORAGE);
      writer.emit(header -> new ThreadEvent.StorageFailed(header, error));
    });
  }

  @Override
  void addEntries(List<HistoryEntry> entries, StoredForms forms) {
    if (!removed.isEmpty() || !reparented.isEmpty()) {
      entries.add(new HistoryEntry.Delete(removed, reparented));
    }
  }
}
