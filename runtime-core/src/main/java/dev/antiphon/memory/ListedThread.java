package dev.antiphon.memory;

import dev.antiphon.port.ThreadRecord;
import java.time.Instant;
import java.util.Objects;

/** A thread of {@link InMemoryThreadList}, and when it was created. */
record ListedThread(ThreadRecord threadRecord, Instant createdAt) {

  /** Returns where it stands in the list. */
  ListPosition position() {
    Instant active = Objects.requireNonNullElse(threadRecord.lastMessageAt(), createdAt);
    return new ListPosition(active.toEpochMilli(), threadRecord.id());
  }
}
