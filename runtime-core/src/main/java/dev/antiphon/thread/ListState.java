package dev.antiphon.thread;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ErrorInfo;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen of an owner's threads at one moment (rule LIST-2). Items and orders that did not
 * change are the same objects in successive states.
 */
public final class ListState {

  private final String owner;
  private final long sequence;
  private final boolean isLoading;
  private final boolean isLoadingMore;
  private final boolean hasMore;
  private final @Nullable ErrorInfo error;
  private final @Nullable String draftId;
  private final String selectedId;
  private final List<String> regularIds;
  private final List<String> archivedIds;
  private final Map<String, ThreadListItem> items;

  private ListState(Builder builder) {
    this.owner = builder.owner;
    this.sequence = builder.sequence;
    this.isLoading = builder.isLoading;
    this.isLoadingMore = builder.isLoadingMore;
    this.hasMore = builder.hasMore;
    this.error = builder.error;
    this.draftId = builder.draftId;
    this.selectedId = builder.selectedId;
    this.regularIds = builder.regularIds;
    this.archivedIds = builder.archivedIds;
    this.items = builder.items;
  }

  /**
   * Starts one of a list that is empty and at rest.
   *
   * @param owner whose threads
   * @param selectedId the selected thread
   */
  public static Builder builder(String owner, String selectedId) {
    return new Builder(owner, selectedId);
  }

  /** Returns whose threads these are. */
  public String owner() {
    return owner;
  }

  /** Returns the sequence number of the last event that it includes (rule EVT-7). */
  public long sequence() {
    return sequence;
  }

  /** Returns whether the list is being loaded: true until the first list ended. */
  public boolean isLoading() {
    return isLoading;
  }

  /** Returns whether another page is being loaded. */
  public boolean isLoadingMore() {
    return isLoadingMore;
  }

  /** Returns whether the storage has more threads than are listed. */
  public boolean hasMore() {
    return hasMore;
  }

  /** Returns why the newest load failed, or {@code null} if it did not (rule LIST-5). */
  public @Nullable ErrorInfo error() {
    return error;
  }

  /**
   * Returns the id of the draft: the thread that is not stored yet. {@code null} while there is
   * none, as when its record is being created.
   */
  public @Nullable String draftId() {
    return draftId;
  }

  /** Returns the id of the selected thread. */
  public String selectedId() {
    return selectedId;
  }

  /** Returns the ids of the listed regular threads, in order. */
  public List<String> regularIds() {
    return regularIds;
  }

  /** Returns the ids of the listed archived threads, in order. */
  public List<String> archivedIds() {
    return archivedIds;
  }

  /** Returns the listed regular threads, in order. */
  public List<ThreadListItem> regular() {
    return regularIds.stream().map(this::listed).toList();
  }

  /** Returns the listed archived threads, in order. */
  public List<ThreadListItem> archived() {
    return archivedIds.stream().map(this::listed).toList();
  }

  private ThreadListItem listed(String id) {
    return requireNonNull(items.get(id), "A listed thread has an item.");
  }

  /** Returns every thread that is known, listed or not, drafts included. */
  public Collection<ThreadListItem> items() {
    return items.values();
  }

  /**
   * Returns a thread that is known, listed or not.
   *
   * @param threadId its id
   */
  public Optional<ThreadListItem> item(String threadId) {
    return Optional.ofNullable(items.get(threadId));
  }

  /**
   * Returns the item of the selected thread; empty for the moment in which one that is gone is
   * left.
   */
  public Optional<ThreadListItem> selected() {
    return item(selectedId);
  }

  /**
   * Returns the state after an event that follows it.
   *
   * @param event the event with the next sequence number
   * @throws IllegalArgumentException if it is another event, or stands for lost ones
   */
  public ListState after(ListEvent event) {
    if (event instanceof ListEvent.Snapshot snapshot) {
      return snapshot.state();
    }
    if (event instanceof ListEvent.Overflow || event.sequence() != sequence + 1) {
      throw new IllegalArgumentException(
          "The event after state %d has number %d, but this is %s with %d. Subscribe anew."
              .formatted(
                  sequence, sequence + 1, event.getClass().getSimpleName(), event.sequence()));
    }
    Builder next = toBuilder().sequence(event.sequence());
    if (event instanceof ListEvent.ListChanged changed) {
      next.apply(changed.delta());
    } else if (event instanceof ListEvent.SelectionChanged selection) {
      next.selectedId(selection.threadId());
    }
    return next.build();
  }

  private Builder toBuilder() {
    return new Builder(owner, selectedId)
        .isLoading(isLoading)
        .isLoadingMore(isLoadingMore)
        .hasMore(hasMore)
        .error(error)
        .draftId(draftId)
        .regularIds(regularIds)
        .archivedIds(archivedIds)
        .items(items);
  }

  @Override
  public String toString() {
    return "ListState[%s, %d regular, %d archived, sequence %d]"
        .formatted(owner, regularIds.size(), archivedIds.size(), sequence);
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private final String owner;
    private String selectedId;
    private long sequence;
    private boolean isLoading;
    private boolean isLoadingMore;
    private boolean hasMore;
    private @Nullable ErrorInfo error;
    private @Nullable String draftId;
    private List<String> regularIds = List.of();
    private List<String> archivedIds = List.of();
    private Map<String, ThreadListItem> items = Map.of();

    private Builder(String owner, String selectedId) {
      this.owner = requireNonNull(owner, "owner");
      this.selectedId = requireNonNull(selectedId, "selectedId");
    }

    /**
     * Sets the selected thread.
     *
     * @param selectedId the value
     */
    public Builder selectedId(String selectedId) {
      this.selectedId = requireNonNull(selectedId, "selectedId");
      return this;
    }

    /**
     * Sets the sequence number of the last event that it includes.
     *
     * @param sequence the value
     */
    public Builder sequence(long sequence) {
      this.sequence = sequence;
      return this;
    }

    /**
     * Sets whether the list is being loaded.
     *
     * @param isLoading the value
     */
    public Builder isLoading(boolean isLoading) {
      this.isLoading = isLoading;
      return this;
    }

    /**
     * Sets whether another page is being loaded.
     *
     * @param isLoadingMore the value
     */
    public Builder isLoadingMore(boolean isLoadingMore) {
      this.isLoadingMore = isLoadingMore;
      return this;
    }

    /**
     * Sets whether the storage has more threads.
     *
     * @param hasMore the value
     */
    public Builder hasMore(boolean hasMore) {
      this.hasMore = hasMore;
      return this;
    }

    /**
     * Sets why the newest load failed.
     *
     * @param error the value, or {@code null} if it did not
     */
    public Builder error(@Nullable ErrorInfo error) {
      this.error = error;
      return this;
    }

    /**
     * Sets the id of the draft.
     *
     * @param draftId the value, or {@code null} if there is none
     */
    public Builder draftId(@Nullable String draftId) {
      this.draftId = draftId;
      return this;
    }

    /**
     * Sets the ids of the listed regular threads, in order.
     *
     * @param ids the value
     */
    public Builder regularIds(List<String> ids) {
      this.regularIds = List.copyOf(ids);
      return this;
    }

    /**
     * Sets the ids of the listed archived threads, in order.
     *
     * @param ids the value
     */
    public Builder archivedIds(List<String> ids) {
      this.archivedIds = List.copyOf(ids);
      return this;
    }

    /**
     * Sets the known threads by id.
     *
     * @param items the value
     */
    public Builder items(Map<String, ThreadListItem> items) {
      this.items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
      return this;
    }

    private void apply(ListDelta delta) {
      isLoading = delta.isLoading();
      isLoadingMore = delta.isLoadingMore();
      hasMore = delta.hasMore();
      error = delta.error();
      draftId = delta.draftId();
      regularIds = delta.regular().appliedTo(regularIds);
      archivedIds = delta.archived().appliedTo(archivedIds);
      Map<String, ThreadListItem> changed = new LinkedHashMap<>(items);
      delta.changed().forEach(item -> changed.put(item.id(), item));
      delta.removed().forEach(changed::remove);
      items = Collections.unmodifiableMap(changed);
    }

    /** Returns the value. */
    public ListState build() {
      return new ListState(this);
    }
  }
}
