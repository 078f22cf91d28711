package dev.antiphon.thread;

import dev.antiphon.message.QueueItemId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a queue item is to go (rule QUEUE-10): a lane, and neighbours there. Without a lane the
 * item stays in its own; without neighbours it stays where it is, or goes to the end of the other
 * lane.
 *
 * <pre>{@code
 * QueuePlace.front()                                        // first in its lane
 * QueuePlace.after(other)                                   // behind another item of its lane
 * QueuePlace.in(QueueLane.STEER)                            // last in the steer lane
 * QueuePlace.builder().lane(STEER).before(other).build()    // in front of an item of that lane
 * }</pre>
 */
public final class QueuePlace {

  private final @Nullable QueueLane lane;
  private final boolean hasAfter;
  private final @Nullable QueueItemId after;
  private final boolean hasBefore;
  private final @Nullable QueueItemId before;

  private QueuePlace(Builder builder) {
    this.lane = builder.lane;
    this.hasAfter = builder.hasAfter;
    this.after = builder.after;
    this.hasBefore = builder.hasBefore;
    this.before = builder.before;
  }

  /** Starts one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the first place of the item's lane. */
  public static QueuePlace front() {
    return builder().after(null).build();
  }

  /** Returns the last place of the item's lane. */
  public static QueuePlace end() {
    return builder().before(null).build();
  }

  /**
   * Returns the place behind another item of the item's lane.
   *
   * @param other the other item
   */
  public static QueuePlace after(QueueItemId other) {
    return builder().after(Objects.requireNonNull(other, "other")).build();
  }

  /**
   * Returns the place in front of another item of the item's lane.
   *
   * @param other the other item
   */
  public static QueuePlace before(QueueItemId other) {
    return builder().before(Objects.requireNonNull(other, "other")).build();
  }

  /**
   * Returns the last place of a lane, if the item is in the other one; else the place where it is.
   *
   * @param lane the lane
   */
  public static QueuePlace in(QueueLane lane) {
    return builder().lane(lane).build();
  }

  /** Returns the lane, or {@code null} for that of the item. */
  public @Nullable QueueLane lane() {
    return lane;
  }

  /** Returns whether it is said what stands in front of the place. */
  public boolean hasAfter() {
    return hasAfter;
  }

  /** Returns the item in front of the place; {@code null}, if said, is the front of the lane. */
  public @Nullable QueueItemId after() {
    return after;
  }

  /** Returns whether it is said what stands behind the place. */
  public boolean hasBefore() {
    return hasBefore;
  }

  /** Returns the item behind the place; {@code null}, if said, is the end of the lane. */
  public @Nullable QueueItemId before() {
    return before;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof QueuePlace that
        && lane == that.lane
        && hasAfter == that.hasAfter
        && Objects.equals(after, that.after)
        && hasBefore == that.hasBefore
        && Objects.equals(before, that.before);
  }

  @Override
  public int hashCode() {
    return Objects.hash(lane, hasAfter, after, hasBefore, before);
  }

  @Override
  public String toString() {
    return "QueuePlace[lane=%s%s%s]"
        .formatted(lane, hasAfter ? ", after=" + after : "", hasBefore ? ", before=" + before : "");
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private @Nullable QueueLane lane;
    private boolean hasAfter;
    private @Nullable QueueItemId after;
    private boolean hasBefore;
    private @Nullable QueueItemId before;

    private Builder() {}

    /**
     * Sets the lane.
     *
     * @param lane the value, or {@code null} for that of the item
     */
    public Builder lane(@Nullable QueueLane lane) {
      this.lane = lane;
      return this;
    }

    /**
     * Sets the item in front of the place.
     *
     * @param after the value, or {@code null} for the front of the lane
     */
    public Builder after(@Nullable QueueItemId after) {
      this.after = after;
      this.hasAfter = true;
      return this;
    }

    /**
     * Sets the item behind the place.
     *
     * @param before the value, or {@code null} for the end of the lane
     */
    public Builder before(@Nullable QueueItemId before) {
      this.before = before;
      this.hasBefore = true;
      return this;
    }

    /** Returns the value. */
    public QueuePlace build() {
      return new QueuePlace(this);
    }
  }
}
