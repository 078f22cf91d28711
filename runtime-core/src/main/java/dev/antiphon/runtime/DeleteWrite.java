package dev.antiphon.runtime;

import dev.antiphon.port.HistoryEntry;
import dev.antiphon.tree.Removal;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells the history of a deletion or a move, in one call (rule TREE-13). What goes and what moves
 * is what stands there when its turn comes: something may have been added below meanwhile.
 */
final class DeleteWrite extends StoreOperation.Required {

  /** Nothing is removed or moved: there is nothing to tell. */
  static final Removal NOTHING = new Removal(Set.of(), List.of());

  private final Supplier<Removal> removal;

  /**
   * Makes an operation.
   *
   * @param removal says what goes and what moves; asked under the writer
   * @param whenStored runs under the writer
   * @param whenFailed runs under the writer
   */
  DeleteWrite(Supplier<Removal> removal, Runnable whenStored, Consumer<Throwable> whenFailed) {
    super(List.of(), whenStored, whenFailed);
    this.removal = removal;
  }

  @Override
  void addEntries(List<HistoryEntry> entries, StoredForms forms) {
    Removal now = removal.get();
    if (!now.removed().isEmpty() || !now.reparented().isEmpty()) {
      entries.add(new HistoryEntry.Delete(List.copyOf(now.removed()), now.reparented()));
    }
  }
}
