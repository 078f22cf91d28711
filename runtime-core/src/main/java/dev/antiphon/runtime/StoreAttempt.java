package dev.antiphon.runtime;

import dev.antiphon.message.MessageId;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tree.Head;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One batch on its way to the storage.
 *
 * @param operation what it carries out, or null if it only stores the head
 * @param backlog the messages given up earlier that it carries too
 * @param entries the changes
 * @param expected the revision that the thread must be at
 * @param createsRecord whether the thread's record is created first
 * @param headAfter what the storage knows of the head if it succeeds
 */
record StoreAttempt(
    @Nullable StoreOperation operation,
    List<MessageId> backlog,
    List<HistoryEntry> entries,
    ThreadRevision expected,
    boolean createsRecord,
    Head headAfter) {}
