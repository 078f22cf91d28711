package dev.antiphon.cloud;

import dev.antiphon.cloud.ListCursor.Place;
import dev.antiphon.port.ThreadPage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes one page of the two lists that the API has, the newest message first. */
final class ListPage {

  /** What the front end of assistant-ui asks for; a shorter page is the last one. */
  private static final int SIZE = 20;

  private static final Comparator<ThreadRow> NEWEST_FIRST =
      Comparator.comparing(ThreadRow::lastMessageAt).reversed();

  private final ThreadRows threads;
  private final String owner;

  ListPage(ThreadRows threads, String owner) {
    this.threads = threads;
    this.owner = owner;
  }

  ThreadPage from(ListCursor cursor) {
    List<ThreadRow> active = rows(cursor.active(), false);
    List<ThreadRow> archived = rows(cursor.archived(), true);
    List<ThreadRow> page = merged(active, archived);
    threads.saw(owner, page);
    ListCursor next = new ListCursor(
        next(cursor.active(), active, page), next(cursor.archived(), archived, page));
    return new ThreadPage(
        page.stream().map(ThreadRow::toRecord).toList(), next.isEnd() ? null : next.write());
  }

  private List<ThreadRow> rows(Place place, boolean isArchived) {
    if (place.isEnd()) {
      return List.of();
    }
    return threads.page(owner, isArchived, lastThatIsThere(place), SIZE);
  }

  /**
   * A server that does not know the row to go on after may begin again: the last row that is still
   * there is asked for.
   */
  private @Nullable String lastThatIsThere(Place place) {
    for (String id : place.before()) {
      Optional<ThreadRow> row = threads.row(owner, id);
      if (row.isPresent()) {
        return id;
      }
    }
    return null;
  }

  /** Takes from two lists whichever comes next, and leaves the order of each as it is. */
  private static List<ThreadRow> merged(List<ThreadRow> active, List<ThreadRow> archived) {
    Deque<ThreadRow> left = new ArrayDeque<>(active);
    Deque<ThreadRow> right = new ArrayDeque<>(archived);
    List<ThreadRow> page = new ArrayList<>();
    while (page.size() < SIZE && !(left.isEmpty() && right.isEmpty())) {
      boolean takesLeft = right.isEmpty()
          || (!left.isEmpty() && NEWEST_FIRST.compare(left.getFirst(), right.getFirst()) <= 0);
      page.add(takesLeft ? left.removeFirst() : right.removeFirst());
    }
    return page;
  }

  private static Place next(Place place, List<ThreadRow> rows, List<ThreadRow> page) {
    List<ThreadRow> shown = rows.stream().filter(page::contains).toList();
    boolean isLast = rows.size() < SIZE && shown.size() == rows.size();
    return place.after(shown, place.isEnd() || isLast);
  }
}
