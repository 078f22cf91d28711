package dev.antiphon.cloud;

import dev.antiphon.message.MessageId;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Which row is which message of a thread. Rows are never deleted on their own, so what is known
 * here stays true.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. It only grows, so a load that began
 * before a write takes nothing of it away.
 */
final class StoredRows {

  /**
   * A message that is stored.
   *
   * @param rowId the server's id
   * @param version how often it was written
   * @param content what was written last, told by its hash; {@code null} if somebody else did
   */
  record Stored(String rowId, long version, @Nullable String content) {}

  private final String threadRow;
  private final ConcurrentMap<MessageId, Stored> byId = new ConcurrentHashMap<>();
  private final AtomicBoolean isListDue = new AtomicBoolean();

  StoredRows(String threadRow) {
    this.threadRow = threadRow;
  }

  /** Returns the server's id of the thread. */
  String threadRow() {
    return threadRow;
  }

  Optional<Stored> get(MessageId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Takes what is stored now, unless a later version is known. */
  void put(MessageId id, Stored stored) {
    byId.merge(id, stored, (known, found) -> found.version() >= known.version() ? found : known);
  }

  /** Returns whether the list does not know yet that a message came. */
  AtomicBoolean isListDue() {
    return isListDue;
  }
}
