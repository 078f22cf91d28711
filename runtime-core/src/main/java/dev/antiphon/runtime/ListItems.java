package dev.antiphon.runtime;

import dev.antiphon.port.ThreadRecord;
import dev.antiphon.thread.ListDelta;
import dev.antiphon.thread.ListEvent;
import dev.antiphon.thread.ListSplice;
import dev.antiphon.thread.ListState;
import dev.antiphon.thread.ThreadListItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The items of a thread list as they are shown: what the storage and pending changes say, and over
 * it drafts, growing titles, and what live threads do. Confined to the list's writer.
 */
final class ListItems {

  private final ThreadDirectory list;
  private OptimisticList known = OptimisticList.EMPTY;

  /** Threads that are known to have no record. */
  private final Set<String> drafts = new LinkedHashSet<>();

  /** The one draft that {@code switchToNewThread} selects; null while its record is created. */
  private @Nullable String draftId;

  private final Map<String, String> growingTitles = new HashMap<>();
  private final Map<String, Instant> lastStored = new HashMap<>();
  private final Map<String, ThreadActivity> activities = new HashMap<>();

  private final Map<String, ThreadListItem> items = new LinkedHashMap<>();
  private final Set<String> touched = new LinkedHashSet<>();
  private List<String> shownRegular = List.of();
  private List<String> shownArchived = List.of();
  private ListDelta shownStatus;

  ListItems(ThreadDirectory list, String draftId) {
    this.list = list;
    this.draftId = draftId;
    drafts.add(draftId);
    items.put(draftId, unstored(draftId, ThreadListItem.Status.NEW));
    shownStatus = ListDelta.builder().isLoading(true).draftId(draftId).build();
  }

  // ---- what is known

  OptimisticList known() {
    return known;
  }

  /** Sets what is known of the storage; {@link #publish} shows it. */
  // What did not change are the same objects; comparing them all would cost the size of the list.
  @SuppressWarnings("ReferenceEquality")
  void known(OptimisticList next) {
    Map<String, ThreadRecord> before = known.shown().records();
    Map<String, ThreadRecord> after = next.shown().records();
    known = next;
    if (before == after) {
      return;
    }
    after.forEach((id, each) -> {
      if (before.get(id) != each) {
        touched.add(id);
      }
    });
    before.keySet().stream().filter(id -> !after.containsKey(id)).forEach(touched::add);
  }

  /** Returns the number that a change has which is begun now. */
  long begin(ListChange change) {
    known(known.begin(change));
    return known.now();
  }

  /** Returns the number of a question that is asked now. */
  long ask() {
    known(known.ask());
    return known.now();
  }

  /** Returns an item as it is now, or null if the thread is not known. */
  @Nullable
  ThreadListItem find(String threadId) {
    ThreadRecord stored = known.shown().find(threadId);
    if (stored != null) {
      return item(stored);
    }
    return drafts.contains(threadId) ? unstored(threadId, ThreadListItem.Status.NEW) : null;
  }

  /** Returns a thread of which no record is known. */
  ThreadListItem unstored(String threadId, ThreadListItem.Status status) {
    return ThreadListItem.builder(threadId)
        .status(status)
        .isMain(list.selection.isSelected(threadId))
        .isRunning(activityOf(threadId).isRunning())
        .isPaused(activityOf(threadId).isPaused())
        .build();
  }

  private ThreadListItem item(ThreadRecord stored) {
    String id = stored.id();
    return ThreadListItem.builder(id)
        .status(
            stored.status() == ThreadRecord.Status.ARCHIVED
                ? ThreadListItem.Status.ARCHIVED
                : ThreadListItem.Status.REGULAR)
        .title(growingTitles.getOrDefault(id, stored.title()))
        .remoteId(stored.remoteId())
        .externalId(stored.externalId())
        .lastMessageAt(later(stored.lastMessageAt(), lastStored.get(id)))
        .custom(stored.custom())
        .isMain(list.selection.isSelected(id))
        .isRunning(activityOf(id).isRunning())
        .isPaused(activityOf(id).isPaused())
        .build();
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isAfter(other) ? one : other;
  }

  private ThreadActivity activityOf(String threadId) {
    return activities.getOrDefault(threadId, ThreadActivity.NONE);
  }

  // ---- drafts

  boolean isDraft(String threadId) {
    return drafts.contains(threadId);
  }

  @Nullable
  String draftId() {
    return draftId;
  }

  /** Makes a thread the draft that a new thread begins with. */
  void draftId(@Nullable String threadId) {
    draftId = threadId;
    if (threadId != null) {
      addDraft(threadId);
    }
  }

  /** Says that a thread has no record. */
  void addDraft(String threadId) {
    drafts.add(threadId);
    touched.add(threadId);
  }

  void removeDraft(String threadId) {
    drafts.remove(threadId);
    touched.add(threadId);
  }

  // ---- what is shown over the storage

  /** Shows a title that grows, or no more if it is null (rule TITLE-3). */
  void growingTitle(String threadId, @Nullable String title) {
    if (title == null) {
      growingTitles.remove(threadId);
    } else {
      growingTitles.put(threadId, title);
    }
    touched.add(threadId);
  }

  void stored(String threadId, Instant when) {
    lastStored.put(threadId, when);
    touched.add(threadId);
  }

  void activity(String threadId, ThreadActivity activity) {
    if (activity.equals(ThreadActivity.NONE)) {
      activities.remove(threadId);
    } else {
      activities.put(threadId, activity);
    }
    touched.add(threadId);
  }

  /** Says that something else that is shown of a thread may be another. */
  void touch(String threadId) {
    touched.add(threadId);
  }

  /** Forgets what is shown over the storage of a thread that is gone. */
  void forget(String threadId) {
    drafts.remove(threadId);
    growingTitles.remove(threadId);
    lastStored.remove(threadId);
    activities.remove(threadId);
    touched.add(threadId);
  }

  // ---- showing it

  /** Emits what is shown otherwise than before; nothing if nothing is (rule EVT-10). */
  void publish() {
    List<ThreadListItem> changed = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    for (String id : touched) {
      ThreadListItem now = find(id);
      ThreadListItem before = now == null ? items.remove(id) : items.get(id);
      if (now == null && before != null) {
        removed.add(id);
      } else if (now != null && !now.equals(before)) {
        items.put(id, now);
        changed.add(now);
      }
    }
    touched.clear();
    ListedThreads shown = known.shown();
    ListSplice regular = splice(shownRegular, shown.regular());
    ListSplice archived = splice(shownArchived, shown.archived());
    shownRegular = shown.regular();
    shownArchived = shown.archived();
    ListDelta delta = status()
        .changed(changed)
        .removed(removed)
        .regular(regular)
        .archived(archived)
        .build();
    boolean isNews = !changed.isEmpty()
        || !removed.isEmpty()
        || !regular.isEmpty()
        || !archived.isEmpty()
        || !isSameStatus(delta, shownStatus);
    if (isNews) {
      shownStatus = status().build();
      list.writer.emit(header -> new ListEvent.ListChanged(header, delta));
    }
  }

  private ListDelta.Builder status() {
    return list.loader.status(ListDelta.builder()).draftId(draftId);
  }

  @SuppressWarnings("ReferenceEquality") // an order that did not change is the same object
  private static ListSplice splice(List<String> before, List<String> after) {
    return before == after ? ListSplice.NOTHING : ListSplice.between(before, after);
  }

  private static boolean isSameStatus(ListDelta one, ListDelta other) {
    return one.isLoading() == other.isLoading()
        && one.isLoadingMore() == other.isLoadingMore()
        && one.hasMore() == other.hasMore()
        && Objects.equals(one.error(), other.error())
        && Objects.equals(one.draftId(), other.draftId());
  }

  /** Adds to a snapshot what was published. */
  ListState.Builder addTo(ListState.Builder builder) {
    return builder
        .isLoading(shownStatus.isLoading())
        .isLoadingMore(shownStatus.isLoadingMore())
        .hasMore(shownStatus.hasMore())
        .error(shownStatus.error())
        .draftId(shownStatus.draftId())
        .regularIds(shownRegular)
        .archivedIds(shownArchived)
        .items(items);
  }

  /** Returns the ids of all threads that are known, drafts included. */
  Set<String> ids() {
    Set<String> ids = new HashSet<>(known.shown().records().keySet());
    ids.addAll(drafts);
    return ids;
  }
}
