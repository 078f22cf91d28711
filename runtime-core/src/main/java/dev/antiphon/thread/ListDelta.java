package dev.antiphon.thread;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ErrorInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What changed in a thread list (rule EVT-7): its size is that of the change, not that of the list.
 * {@link ListState#after} makes the change.
 */
public final class ListDelta {

  private final List<ThreadListItem> changed;
  private final List<String> removed;
  private final ListSplice regular;
  private final ListSplice archived;
  private final boolean isLoading;
  private final boolean isLoadingMore;
  private final boolean hasMore;
  private final @Nullable ErrorInfo error;
  private final @Nullable String draftId;

  private ListDelta(Builder builder) {
    this.changed = builder.changed;
    this.removed = builder.removed;
    this.regular = builder.regular;
    this.archived = builder.archived;
    this.isLoading = builder.isLoading;
    this.isLoadingMore = builder.isLoadingMore;
    this.hasMore = builder.hasMore;
    this.error = builder.error;
    this.draftId = builder.draftId;
  }

  /** Starts one that changes nothing, of a list that is empty and at rest. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the items that are new or other than they were. */
  public List<ThreadListItem> changed() {
    return changed;
  }

  /** Returns the ids of the items that are not known any more. */
  public List<String> removed() {
    return removed;
  }

  /** Returns what changed in the order of the regular threads. */
  public ListSplice regular() {
    return regular;
  }

  /** Returns what changed in the order of the archived threads. */
  public ListSplice archived() {
    return archived;
  }

  /** Returns whether the list is being loaded now. */
  public boolean isLoading() {
    return isLoading;
  }

  /** Returns whether another page is being loaded now. */
  public boolean isLoadingMore() {
    return isLoadingMore;
  }

  /** Returns whether the storage has more threads now. */
  public boolean hasMore() {
    return hasMore;
  }

  /** Returns why the newest load failed, or {@code null} if it did not. */
  public @Nullable ErrorInfo error() {
    return error;
  }

  /** Returns the id of the draft now, or {@code null} if there is none. */
  public @Nullable String draftId() {
    return draftId;
  }

  @Override
  public String toString() {
    return "ListDelta[%d changed, %d removed]".formatted(changed.size(), removed.size());
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private List<ThreadListItem> changed = List.of();
    private List<String> removed = List.of();
    private ListSplice regular = ListSplice.NOTHING;
    private ListSplice archived = ListSplice.NOTHING;
    private boolean isLoading;
    private boolean isLoadingMore;
    private boolean hasMore;
    private @Nullable ErrorInfo error;
    private @Nullable String draftId;

    private Builder() {}

    /**
     * Sets the items that are new or other than they were.
     *
     * @param items the value
     */
    public Builder changed(List<ThreadListItem> items) {
      this.changed = List.copyOf(items);
      return this;
    }

    /**
     * Sets the ids of the items that are not known any more.
     *
     * @param ids the value
     */
    public Builder removed(List<String> ids) {
      this.removed = List.copyOf(ids);
      return this;
    }

    /**
     * Sets what changed in the order of the regular threads.
     *
     * @param splice the value
     */
    public Builder regular(ListSplice splice) {
      this.regular = requireNonNull(splice, "splice");
      return this;
    }

    /**
     * Sets what changed in the order of the archived threads.
     *
     * @param splice the value
     */
    public Builder archived(ListSplice splice) {
      this.archived = requireNonNull(splice, "splice");
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

    /** Returns the value. */
    public ListDelta build() {
      return new ListDelta(this);
    }
  }
}
