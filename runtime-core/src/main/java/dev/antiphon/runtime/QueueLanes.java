package dev.antiphon.runtime;

import dev.antiphon.message.QueueItemId;
import dev.antiphon.thread.QueueItem;
import dev.antiphon.thread.QueueItemNotFoundException;
import dev.antiphon.thread.QueueLane;
import dev.antiphon.thread.QueuePlace;
import dev.antiphon.thread.QueuePlacementException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The two lanes of a queue and the order in them: steer first, each first in, first out (rules
 * QUEUE-1 and QUEUE-10). Confined to the writer.
 */
final class QueueLanes {

  private final Map<QueueLane, List<QueueEntry>> lanes = new EnumMap<>(QueueLane.class);

  QueueLanes() {
    for (QueueLane lane : QueueLane.values()) {
      lanes.put(lane, new ArrayList<>());
    }
  }

  /** Returns everything, first in line first. */
  Stream<QueueEntry> all() {
    return lanes.values().stream().flatMap(List::stream);
  }

  List<QueueItem> view() {
    return all().map(QueueEntry::view).toList();
  }

  /** Returns the entry that is first in line, those aside that failed; null if there is none. */
  @Nullable
  QueueEntry next() {
    return all().filter(QueueEntry::isWaiting).findFirst().orElse(null);
  }

  /**
   * Returns an entry.
   *
   * @throws QueueItemNotFoundException if there is none
   */
  QueueEntry find(QueueItemId id) {
    return all()
        .filter(entry -> entry.id.equals(id))
        .findFirst()
        .orElseThrow(() -> new QueueItemNotFoundException(id));
  }

  /** Returns the entry of a run, or null. */
  @Nullable
  QueueEntry of(LiveRun run) {
    return all().filter(entry -> entry.run == run).findFirst().orElse(null);
  }

  void addLast(QueueEntry entry) {
    lane(entry.lane).add(entry);
  }

  void addFirst(QueueEntry entry) {
    lane(entry.lane).add(0, entry);
  }

  void remove(QueueEntry entry) {
    lane(entry.lane).remove(entry);
  }

  void clear() {
    lanes.values().forEach(List::clear);
  }

  /**
   * Moves an entry.
   *
   * @throws QueuePlacementException if there is no such place; nothing is moved then
   */
  void move(QueueEntry entry, QueuePlace place) {
    QueueLane target = place.lane() == null ? entry.lane : place.lane();
    List<QueueEntry> others = new ArrayList<>(lane(target));
    others.remove(entry);
    int index = indexOf(entry, target, place, others);
    if (index >= 0) {
      remove(entry);
      entry.lane = target;
      lane(target).add(index, entry);
    }
  }

  /** Returns where among the others of the lane an entry is to go; -1 where it is. */
  private int indexOf(
      QueueEntry entry, QueueLane target, QueuePlace place, List<QueueEntry> others) {
    int behind = -1;
    if (place.hasAfter()) {
      QueueItemId after = place.after();
      behind = after == null ? 0 : anchor(after, entry, target, others) + 1;
    }
    int inFront = -1;
    if (place.hasBefore()) {
      QueueItemId before = place.before();
      inFront = before == null ? others.size() : anchor(before, entry, target, others);
    }
    if (behind >= 0 && inFront >= 0 && behind != inFront) {
      throw new QueuePlacementException("%s and %s are no neighbours in the lane %s"
          .formatted(named(place.after(), "its front"), named(place.before(), "its end"), target));
    }
    if (behind < 0 && inFront < 0) {
      return entry.lane == target ? -1 : others.size();
    }
    return Math.max(behind, inFront);
  }

  private static int anchor(
      QueueItemId id, QueueEntry entry, QueueLane target, List<QueueEntry> others) {
    if (id.equals(entry.id)) {
      throw new QueuePlacementException("it is named as its own neighbour");
    }
    for (int i = 0; i < others.size(); i++) {
      if (others.get(i).id.equals(id)) {
        return i;
      }
    }
    throw new QueuePlacementException("no item '%s' is in the lane %s".formatted(id, target));
  }

  private static String named(@Nullable QueueItemId id, String otherwise) {
    return id == null ? otherwise : "'" + id + "'";
  }

  private List<QueueEntry> lane(QueueLane lane) {
    return Objects.requireNonNull(lanes.get(lane));
  }
}
