package dev.antiphon.runtime;

import dev.antiphon.message.MessageId;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.tree.MessageTree;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the storage should know by now and does not: messages never stored, writes that were given
 * up, and deletions given up with them (rules HIST-7, HIST-8 and HIST-12). Confined to the writer.
 */
final class StoreBacklog {

  private final ThreadWriter writer;

  /** Messages that are in the tree and were never stored. */
  private final Set<MessageId> neverStored = new HashSet<>();

  /** Messages that are stored and not shown: of a replaced thread, or replies of nobody. */
  private final Set<MessageId> owedRemovals = new LinkedHashSet<>();

  /** Whether the removals go with the next batch and are no reason to write one. */
  private boolean isPatient;

  StoreBacklog(ThreadWriter writer) {
    this.writer = writer;
  }

  void neverStored(MessageId id) {
    neverStored.add(id);
  }

  boolean wasNeverStored(@Nullable MessageId id) {
    return id != null && neverStored.contains(id);
  }

  void stored(MessageId id) {
    neverStored.remove(id);
  }

  void forget(MessageId id) {
    neverStored.remove(id);
  }

  /** Says that messages are stored and have to go, before anything else is stored. */
  void owe(List<MessageId> removals) {
    owedRemovals.addAll(removals);
    isPatient = false;
  }

  /**
   * Says that a replacement of the thread was given up, and its removals with it (rule HIST-12).
   */
  void oweWithTheNext(List<MessageId> removals) {
    boolean isDue = isRemovalDue();
    owedRemovals.addAll(removals);
    isPatient = !isDue;
  }

  /** Returns whether messages have to go with the next write at the latest. */
  boolean owesRemovals() {
    return !owedRemovals.isEmpty();
  }

  /** Returns whether the removals are a reason to write a batch of their own. */
  boolean isRemovalDue() {
    return !owedRemovals.isEmpty() && !isPatient;
  }

  /** Writing the removals alone failed: they are tried again with the next write. */
  void failed() {
    isPatient = true;
  }

  /** Says that a batch with all that is owed was stored. */
  void paid() {
    owedRemovals.clear();
  }

  void clear() {
    neverStored.clear();
    owedRemovals.clear();
  }

  /** Adds the deletions that are owed; they go before everything else. */
  void addRemovals(List<HistoryEntry> entries) {
    if (!owedRemovals.isEmpty()) {
      entries.add(new HistoryEntry.Delete(List.copyOf(owedRemovals), List.of()));
    }
  }

  /** Returns the messages that were given up and are still there, in the order to store them. */
  List<MessageId> givenUp() {
    MessageTree tree = writer.tree();
    List<MessageId> byAge = writer.unsaved().stream()
        .filter(tree::contains)
        .sorted(Comparator.comparingLong(tree::creationNumber))
        .toList();
    return ParentsFirst.order(byAge, tree::parentOf);
  }
}
