package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

import dev.antiphon.port.ThreadRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which threads there are, and the order of those that are listed. A thread can be known without
 * being listed. Immutable.
 */
final class ListedThreads {

  static final ListedThreads NONE = new ListedThreads(Map.of(), List.of(), List.of());

  private final Map<String, ThreadRecord> records;
  private final List<String> regular;
  private final List<String> archived;

  private ListedThreads(
      Map<String, ThreadRecord> records, List<String> regular, List<String> archived) {
    this.records = records;
    this.regular = regular;
    this.archived = archived;
  }

  /** Returns the known threads by id. */
  Map<String, ThreadRecord> records() {
    return records;
  }

  @Nullable
  ThreadRecord find(String threadId) {
    return records.get(threadId);
  }

  /** Returns the ids of the listed regular threads, in order. */
  List<String> regular() {
    return regular;
  }

  /** Returns the ids of the listed archived threads, in order. */
  List<String> archived() {
    return archived;
  }

  boolean isListed(String threadId) {
    return regular.contains(threadId) || archived.contains(threadId);
  }

  /** Returns these threads with changes made, in order. */
  ListedThreads after(Collection<ListChange> changes) {
    if (changes.isEmpty()) {
      return this;
    }
    Editor editor = new Editor(this);
    changes.forEach(editor::apply);
    return editor.done();
  }

  /**
   * Returns what the storage listed, and beside it every thread known before (rule LIST-4). Of
   * several threads of one id the first counts (rule LIST-6).
   */
  ListedThreads replacedBy(List<ThreadRecord> listed) {
    Editor editor = new Editor(new ListedThreads(records, List.of(), List.of()));
    listed.forEach(editor::append);
    return editor.done();
  }

  /** Returns these threads and, behind them, those of a page that are not listed (rule LIST-7). */
  ListedThreads plus(List<ThreadRecord> page) {
    Editor editor = new Editor(this);
    page.forEach(editor::append);
    return editor.done();
  }

  /**
   * Returns these threads with one known as it is now. It is listed if it was before: in the same
   * place, unless its status is another one.
   */
  ListedThreads knowing(ThreadRecord known) {
    Editor editor = new Editor(this);
    editor.know(known);
    return editor.done();
  }

  /** Returns only the threads of some ids. */
  ListedThreads only(Set<String> ids) {
    Editor editor = new Editor(this);
    editor.records.keySet().retainAll(ids);
    editor.regular.retainAll(ids);
    editor.archived.retainAll(ids);
    return editor.done();
  }

  /** Returns these threads without some ids in the lists; they stay known. */
  ListedThreads unlisting(Set<String> ids) {
    Editor editor = new Editor(this);
    editor.regular.removeAll(ids);
    editor.archived.removeAll(ids);
    return editor.done();
  }

  /** Returns these threads without one. */
  ListedThreads without(String threadId) {
    return after(List.of(new ListChange.Delete(threadId)));
  }

  /** A copy that changes. */
  private static final class Editor {
    private final Map<String, ThreadRecord> records;
    private final List<String> regular;
    private final List<String> archived;
    private final Set<String> listed;
    private final ListedThreads before;

    Editor(ListedThreads before) {
      this.before = before;
      this.records = new LinkedHashMap<>(before.records);
      this.regular = new ArrayList<>(before.regular);
      this.archived = new ArrayList<>(before.archived);
      this.listed = new HashSet<>(before.regular);
      listed.addAll(before.archived);
    }

    void apply(ListChange change) {
      if (change instanceof ListChange.Create create) {
        create(create);
      } else if (change instanceof ListChange.Rename rename) {
        edit(rename.threadId(), builder -> builder.title(rename.title()));
      } else if (change instanceof ListChange.SetCustom setCustom) {
        edit(setCustom.threadId(), builder -> builder.custom(setCustom.custom()));
      } else if (change instanceof ListChange.SetStatus setStatus) {
        setStatus(setStatus);
      } else if (change instanceof ListChange.Delete delete) {
        records.remove(delete.threadId());
        unlist(delete.threadId());
      } else {
        throw new AssertionError("Unhandled kind of change: " + change.getClass());
      }
    }

    private interface Edit {
      void on(ThreadRecord.Builder builder);
    }

    private void edit(String threadId, Edit edit) {
      records.computeIfPresent(threadId, (id, known) -> {
        ThreadRecord.Builder builder = known.toBuilder();
        edit.on(builder);
        return builder.build();
      });
    }

    private void create(ListChange.Create create) {
      String id = create.threadId();
      ThreadRecord created = create.created();
      ThreadRecord known = records.get(id);
      if (known == null) {
        records.put(id, created != null ? created : ThreadRecord.builder(id).build());
      } else if (created != null) {
        // A list that came first knows as much, but maybe not by which names.
        records.put(
            id,
            known.toBuilder()
                .remoteId(known.remoteId() != null ? known.remoteId() : created.remoteId())
                .externalId(known.externalId() != null ? known.externalId() : created.externalId())
                .build());
      }
      if (listed.add(id)) {
        arrayOf(requireNonNull(records.get(id))).add(0, id);
      }
    }

    private void setStatus(ListChange.SetStatus change) {
      String id = change.threadId();
      if (!records.containsKey(id)) {
        return;
      }
      edit(id, builder -> builder.status(change.status()));
      List<String> target = arrayOf(requireNonNull(records.get(id)));
      if (!target.contains(id)) {
        unlist(id);
        listed.add(id);
        target.add(0, id);
      }
    }

    private void know(ThreadRecord known) {
      records.put(known.id(), known);
      if (listed.contains(known.id()) && !arrayOf(known).contains(known.id())) {
        unlist(known.id());
        append(known);
      }
    }

    private void unlist(String id) {
      if (listed.remove(id)) {
        regular.remove(id);
        archived.remove(id);
      }
    }

    private void append(ThreadRecord found) {
      if (listed.add(found.id())) {
        records.put(found.id(), found);
        arrayOf(found).add(found.id());
      }
    }

    private List<String> arrayOf(ThreadRecord known) {
      return known.status() == ThreadRecord.Status.ARCHIVED ? archived : regular;
    }

    /** Returns the result; orders that did not change are the same objects (rule EVT-10). */
    ListedThreads done() {
      return new ListedThreads(
          Collections.unmodifiableMap(records),
          regular.equals(before.regular) ? before.regular : List.copyOf(regular),
          archived.equals(before.archived) ? before.archived : List.copyOf(archived));
    }
  }
}
