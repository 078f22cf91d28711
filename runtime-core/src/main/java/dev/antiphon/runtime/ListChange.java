package dev.antiphon.runtime;

import dev.antiphon.port.ThreadRecord;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A change of a thread list that somebody called for. Values, which know nothing of storage. */
sealed interface ListChange {

  /** Returns the thread that changes. */
  String threadId();

  /**
   * A thread gets a record: it is regular, at the front (rule LIST-13).
   *
   * @param threadId the thread
   * @param created the record, once the storage has given it
   */
  record Create(String threadId, @Nullable ThreadRecord created) implements ListChange {}

  /**
   * A thread gets a title.
   *
   * @param threadId the thread
   * @param title the title
   */
  record Rename(String threadId, String title) implements ListChange {}

  /**
   * A thread gets other data of the application's.
   *
   * @param threadId the thread
   * @param custom a JSON object, or {@code null} for none
   */
  record SetCustom(String threadId, @Nullable Map<String, Object> custom) implements ListChange {}

  /**
   * A thread goes into the archive or out of it, to the front (rule LIST-16).
   *
   * @param threadId the thread
   * @param status where it goes
   */
  record SetStatus(String threadId, ThreadRecord.Status status) implements ListChange {}

  /**
   * A thread goes.
   *
   * @param threadId the thread
   */
  record Delete(String threadId) implements ListChange {}
}
