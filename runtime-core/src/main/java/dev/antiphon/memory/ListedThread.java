package dev.antiphon.memory;

import dev.antiphon.port.ThreadRecord;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A thread of {@link InMemoryThreadList}, and when it was created. */
record ListedThread(ThreadRecord threadRecord, Instant createdAt) {

  /**
   * Returns where it stands in the list.
   *
   * @param lastMessageAt when its last message was stored, or null
   */
  ListPosition position(@Nullable Instant lastMessageAt) {
    Instant active = Objects.requireNonNullElse(lastMessageAt, createdAt);
    return new ListPosition(active.toEpochMilli(), threadRecord.id());
  }
}
