package dev.antiphon.port;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Changes that are stored together or not at all (rule HIST-2).
 *
 * @param expected the revision that the thread must be at; see {@link ThreadRevision#UNKNOWN}
 * @param entries the changes, in order; parents before children
 */
public record HistoryBatch(ThreadRevision expected, List<HistoryEntry> entries) {

  /** Copies the entries. */
  public HistoryBatch {
    requireNonNull(expected, "expected");
    entries = List.copyOf(entries);
  }
}
