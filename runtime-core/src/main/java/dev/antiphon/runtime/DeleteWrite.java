package dev.antiphon.runtime;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.MessageId;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tree.Removal;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells the history of a deletion or a move, in one call (rule TREE-13). What it tells is looked up
 * when its turn comes: what waited before it may have changed the tree.
 */
final class DeleteWrite extends StoreOperation.Required {

  /** Nothing is removed or moved: there is nothing to tell. */
  static final Removal NOTHING = new Removal(Set.of(), List.of());

  private final Supplier<Removal> removal;
  private final Consumer<Removal> whenStored;
  private Removal taken = NOTHING;

  DeleteWrite(
      Supplier<Removal> removal, Consumer<Removal> whenStored, Consumer<Throwable> whenFailed) {
    super(List.of(), () -> {}, whenFailed);
    this.removal = removal;
    this.whenStored = whenStored;
  }

  /** Deletes a reply that nobody has seen; if that fails, the next load shows it as interrupted. */
  static DeleteWrite ofUnused(MessageId reply, ThreadWriter writer) {
    Removal unused = new Removal(Set.of(reply), List.of());
    return new DeleteWrite(() -> unused, stored -> {}, cause -> {
      ErrorInfo error = ErrorInfo.from(cause, ErrorInfo.STORAGE);
      writer.emit(header -> new ThreadEvent.StorageFailed(header, error));
    });
  }

  @Override
  void addEntries(List<HistoryEntry> entries, StoredForms forms) {
    taken = removal.get();
    if (!taken.removed().isEmpty() || !taken.reparented().isEmpty()) {
      entries.add(new HistoryEntry.Delete(List.copyOf(taken.removed()), taken.reparented()));
    }
  }

  @Override
  void succeeded() {
    whenStored.accept(taken);
  }
}
