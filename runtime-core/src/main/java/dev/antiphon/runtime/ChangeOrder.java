package dev.antiphon.runtime;

import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.ThreadRecord;
import dev.antiphon.thread.ThreadListItem.Status;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A change of a thread that is called for.
 *
 * @param operation its name, for a refusal
 * @param allowed the statuses that a thread may have for it (rule LIST-15)
 * @param change what it changes
 * @param request asks the storage for it
 */
record ChangeOrder(
    String operation,
    Set<Status> allowed,
    ListChange change,
    Consumer<RemoteThreadListAdapter> request) {

  /** The statuses of a thread that is stored. */
  static final Set<Status> STORED = EnumSet.of(Status.REGULAR, Status.ARCHIVED);

  static ChangeOrder rename(ThreadKey thread, String title) {
    return new ChangeOrder(
        "rename",
        STORED,
        new ListChange.Rename(thread.threadId(), title),
        adapter -> adapter.rename(thread, title));
  }

  static ChangeOrder updateCustom(ThreadKey thread, @Nullable Map<String, Object> custom) {
    return new ChangeOrder(
        "updateCustom",
        STORED,
        new ListChange.SetCustom(thread.threadId(), custom),
        adapter -> adapter.updateCustom(thread, custom));
  }

  static ChangeOrder archive(ThreadKey thread) {
    return new ChangeOrder(
        "archive",
        EnumSet.of(Status.REGULAR),
        new ListChange.SetStatus(thread.threadId(), ThreadRecord.Status.ARCHIVED),
        adapter -> adapter.archive(thread));
  }

  static ChangeOrder unarchive(ThreadKey thread) {
    return new ChangeOrder(
        "unarchive",
        EnumSet.of(Status.ARCHIVED),
        new ListChange.SetStatus(thread.threadId(), ThreadRecord.Status.REGULAR),
        adapter -> adapter.unarchive(thread));
  }

  static ChangeOrder delete(ThreadKey thread) {
    return new ChangeOrder(
        "delete",
        STORED,
        new ListChange.Delete(thread.threadId()),
        adapter -> adapter.delete(thread));
  }

  String threadId() {
    return change.threadId();
  }
}
