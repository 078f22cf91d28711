package dev.antiphon.runtime;

import dev.antiphon.port.ThreadRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a thread list shows, whatever the order in which the storage answers: what the storage has
 * told, and over it, replayed in the order of the calls, the changes that it may not have known
 * when it told it (rules LIST-4, LIST-8 and LIST-9). Immutable.
 *
 * <p>Time is counted here: each change that is begun or answered and each list that is asked for
 * has a number of its own. A list contains every change that was confirmed before it was asked for;
 * of any other it is not known.
 */
final class OptimisticList {

  static final OptimisticList EMPTY = new OptimisticList(
      0, ListedThreads.NONE, List.of(), List.of(), Collections.emptySortedSet(), Map.of());

  private final long now;

  /** What the storage has told, with the confirmed changes before all others. */
  private final ListedThreads stored;

  /** The changes that are not in {@link #stored}, in the order of the calls. */
  private final List<Entry> log;

  /**
   * Confirmed changes that a list which was asked for before may lack, in the order of the calls.
   */
  private final List<Entry> recent;

  /** The lists that were asked for and have not come. */
  private final SortedSet<Long> asked;

  /**
   * Threads that came, under a name of the storage's own, while other threads were being created:
   * each may be one of those, so it is not listed before they are (rule LIST-13).
   */
  private final Map<String, Set<Long>> ambiguous;

  private final ListedThreads shown;

  /** A change, and when it was confirmed: 0 if it was not. */
  private record Entry(long number, ListChange change, long confirmedAt) {
    boolean isConfirmed() {
      return confirmedAt > 0;
    }
  }

  private OptimisticList(
      long now,
      ListedThreads stored,
      List<Entry> log,
      List<Entry> recent,
      SortedSet<Long> asked,
      Map<String, Set<Long>> ambiguous) {
    this.now = now;
    this.stored = stored;
    this.log = log;
    this.asked = asked;
    this.recent = asked.isEmpty()
        ? List.of()
        : recent.stream().filter(each -> each.confirmedAt > asked.first()).toList();
    this.ambiguous = ambiguous;
    ListedThreads replayed = stored.after(changes(log));
    this.shown = ambiguous.isEmpty() ? replayed : replayed.unlisting(ambiguous.keySet());
  }

  private static List<ListChange> changes(List<Entry> entries) {
    return entries.stream().map(Entry::change).toList();
  }

  /** Returns what is shown. */
  ListedThreads shown() {
    return shown;
  }

  /** Returns the number of the newest change or question. */
  long now() {
    return now;
  }

  /**
   * Returns the id that a thread is known by here, if the storage calls it by another one (rule
   * LIST-13).
   */
  String idOf(ThreadRecord found) {
    return shown.find(found.id()) != null || stored.find(found.id()) != null
        ? found.id()
        : knownAs(found.id(), found.remoteId());
  }

  /** Returns the id that a thread is known by here, if it is the storage's name for one. */
  String idOf(String name) {
    return shown.find(name) != null ? name : knownAs(name, null);
  }

  private String knownAs(String id, @Nullable String remoteId) {
    for (ThreadRecord known : shown.records().values()) {
      String name = known.remoteId();
      if (name != null && (name.equals(id) || name.equals(remoteId))) {
        return known.id();
      }
    }
    return id;
  }

  // ---- changes

  /** Begins a change; {@link #now} is its number then. */
  OptimisticList begin(ListChange change) {
    List<Entry> longer = new ArrayList<>(log);
    longer.add(new Entry(now + 1, change, 0));
    return new OptimisticList(
        now + 1, stored, Collections.unmodifiableList(longer), recent, asked, ambiguous);
  }

  /** Confirms a change: the storage has made it. */
  OptimisticList confirm(long number) {
    return confirm(number, null);
  }

  /**
   * Confirms a change.
   *
   * @param number the change
   * @param created the record, if a thread was created
   */
  OptimisticList confirm(long number, @Nullable ThreadRecord created) {
    List<Entry> answered = new ArrayList<>();
    for (Entry each : log) {
      if (each.number != number) {
        answered.add(each);
      } else if (created != null) {
        String id = each.change.threadId();
        ThreadRecord own = created.toBuilder().id(id).build();
        answered.add(new Entry(number, new ListChange.Create(id, own), now + 1));
      } else {
        answered.add(new Entry(number, each.change, now + 1));
      }
    }
    OptimisticList confirmed =
        new OptimisticList(now + 1, stored, answered, recent, asked, ambiguous);
    return (created == null ? confirmed : confirmed.settled(number, created)).folded();
  }

  /** Takes a change back that the storage did not make; all others stay (rule LIST-8). */
  OptimisticList fail(long number) {
    List<Entry> rest = log.stream().filter(each -> each.number != number).toList();
    return new OptimisticList(now + 1, stored, rest, recent, asked, ambiguous)
        .settled(number, null)
        .folded();
  }

  /** Moves the confirmed changes before all others to what is stored. */
  private OptimisticList folded() {
    int count = 0;
    while (count < log.size() && log.get(count).isConfirmed()) {
      count++;
    }
    if (count == 0) {
      return this;
    }
    List<Entry> folded = log.subList(0, count);
    List<Entry> later = new ArrayList<>(recent);
    later.addAll(folded);
    return new OptimisticList(
        now,
        stored.after(changes(folded)),
        List.copyOf(log.subList(count, log.size())),
        later,
        asked,
        ambiguous);
  }

  /** Says that a creation is over: what may have been the created thread is it, or is not. */
  private OptimisticList settled(long number, @Nullable ThreadRecord created) {
    if (ambiguous.isEmpty()) {
      return this;
    }
    Map<String, Set<Long>> rest = new LinkedHashMap<>();
    ListedThreads known = stored;
    for (Map.Entry<String, Set<Long>> each : ambiguous.entrySet()) {
      String id = each.getKey();
      Set<Long> others = new HashSet<>(each.getValue());
      others.remove(number);
      if (created != null && isSame(created, known.find(id))) {
        known = known.without(id);
      } else if (!others.isEmpty()) {
        rest.put(id, others);
      }
    }
    return new OptimisticList(now, known, log, recent, asked, rest);
  }

  private static boolean isSame(ThreadRecord created, @Nullable ThreadRecord found) {
    String name = created.remoteId();
    return name != null
        && found != null
        && (name.equals(found.id()) || name.equals(found.remoteId()));
  }

  // ---- answers

  /** Says that the storage is asked; {@link #now} is the number of the question then. */
  OptimisticList ask() {
    SortedSet<Long> more = new TreeSet<>(asked);
    more.add(now + 1);
    return new OptimisticList(now + 1, stored, log, recent, more, ambiguous);
  }

  /** Says that an answer does not come, or is of no use any more. */
  OptimisticList drop(long question) {
    return new OptimisticList(now, stored, log, recent, without(question), ambiguous);
  }

  private SortedSet<Long> without(long question) {
    SortedSet<Long> rest = new TreeSet<>(asked);
    rest.remove(question);
    return rest;
  }

  /** Takes a list, or its first page (rule LIST-4). */
  OptimisticList listed(long question, List<ThreadRecord> page) {
    OptimisticList before = withContained(question);
    ListedThreads told = before.stored.replacedBy(named(page));
    return before.answered(question, told, unknown(page)).folded();
  }

  /** Takes the list of another storage: of what was known before, only some ids stay (LIST-24). */
  OptimisticList listedAnew(long question, List<ThreadRecord> page, Set<String> kept) {
    OptimisticList before = withContained(question);
    ListedThreads survivors = before.stored.only(kept);
    ListedThreads found = survivors.replacedBy(page);
    List<ThreadRecord> missing = survivors.records().values().stream()
        .filter(each -> !found.isListed(each.id()))
        .toList();
    List<ListChange> atFront = new ArrayList<>();
    missing.forEach(each -> atFront.add(new ListChange.Create(each.id(), null)));
    return before.answered(question, found.after(atFront), Set.of()).folded();
  }

  /** Takes a further page (rule LIST-7). */
  OptimisticList paged(long question, List<ThreadRecord> page) {
    List<ThreadRecord> unlisted =
        named(page).stream().filter(each -> !shown.isListed(each.id())).toList();
    return answered(question, stored.plus(unlisted), unknown(page));
  }

  /**
   * Takes a thread that was asked for by its id.
   *
   * @param isListed whether it goes to the end of its list if it is in none (rule LIST-10)
   */
  OptimisticList found(long question, ThreadRecord thread, boolean isListed) {
    ThreadRecord named = named(thread);
    ListedThreads known = stored.knowing(named);
    return answered(
        question,
        isListed && !shown.isListed(named.id()) ? known.plus(List.of(named)) : known,
        Set.of());
  }

  private OptimisticList answered(long question, ListedThreads told, Set<String> unknown) {
    List<Entry> lacking =
        recent.stream().filter(each -> each.confirmedAt > question).toList();
    Map<String, Set<Long>> undecided = new LinkedHashMap<>(ambiguous);
    Set<Long> creations = new HashSet<>();
    for (Entry each : log) {
      if (each.change instanceof ListChange.Create && !each.isConfirmed()) {
        creations.add(each.number);
      }
    }
    if (!creations.isEmpty()) {
      unknown.forEach(id -> undecided.putIfAbsent(id, creations));
    }
    return new OptimisticList(
        now, told.after(changes(lacking)), log, recent, without(question), undecided);
  }

  /**
   * Moves the confirmed changes that a list contains to what is stored, unless one called for
   * before them on the same thread is under way.
   */
  private OptimisticList withContained(long question) {
    List<ListChange> contained = new ArrayList<>();
    List<Entry> rest = new ArrayList<>();
    Set<String> underWay = new HashSet<>();
    for (Entry each : log) {
      boolean isContained = each.isConfirmed() && each.confirmedAt < question;
      if (isContained && !underWay.contains(each.change.threadId())) {
        contained.add(each.change);
      } else {
        rest.add(each);
        if (!each.isConfirmed()) {
          underWay.add(each.change.threadId());
        }
      }
    }
    return new OptimisticList(now, stored.after(contained), rest, recent, asked, ambiguous);
  }

  /** Gives threads that are known the id that they are known by. */
  private List<ThreadRecord> named(List<ThreadRecord> page) {
    return page.stream().map(this::named).toList();
  }

  private ThreadRecord named(ThreadRecord found) {
    String id = idOf(found);
    return id.equals(found.id()) ? found : found.toBuilder().id(id).build();
  }

  /** Returns the threads that nobody knew, and that the storage calls by a name of its own. */
  private Set<String> unknown(List<ThreadRecord> page) {
    Set<String> ids = new HashSet<>();
    for (ThreadRecord each : page) {
      if (each.remoteId() != null && shown.find(idOf(each)) == null) {
        ids.add(each.id());
      }
    }
    return ids;
  }
}
