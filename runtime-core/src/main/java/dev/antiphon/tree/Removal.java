package dev.antiphon.tree;

import dev.antiphon.message.MessageId;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What deleting a message would do: the history is told all of it in one call before the tree
 * changes (rule TREE-13).
 *
 * @param removed the ids that go, parents first
 * @param reparented the messages that move up, with their new parents
 */
public record Removal(Set<MessageId> removed, List<Reparented> reparented) {

  /** Copies both, in their order. */
  public Removal {
    removed = Collections.unmodifiableSet(new LinkedHashSet<>(removed));
    reparented = List.copyOf(reparented);
  }
}
