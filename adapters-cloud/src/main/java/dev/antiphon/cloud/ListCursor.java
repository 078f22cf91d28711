package dev.antiphon.cloud;

import dev.antiphon.spi.json.JacksonJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of an owner's list starts: the API has two lists, and ours is both in one.
 *
 * @param active where the list of those in use goes on
 * @param archived where the list of those put away goes on
 */
record ListCursor(Place active, Place archived) {

  /**
   * A place in one list.
   *
   * @param before rows that were shown last, the very last one first; empty at the start
   * @param isEnd whether nothing follows
   */
  record Place(List<String> before, boolean isEnd) {

    static final Place START = new Place(List.of(), false);

    /** So many rows may be deleted between two pages before the list starts again. */
    private static final int REMEMBERED = 10;

    Place {
      before = List.copyOf(before);
    }

    /** Returns the place after more rows. */
    Place after(List<ThreadRow> shown, boolean isNowEnd) {
      List<String> last = new ArrayList<>();
      for (int i = shown.size() - 1; i >= 0; i--) {
        last.add(shown.get(i).id());
      }
      last.addAll(before);
      return new Place(last.subList(0, Math.min(last.size(), REMEMBERED)), isNowEnd);
    }
  }

  static final ListCursor FIRST = new ListCursor(Place.START, Place.START);

  private static final JacksonJson JSON = new JacksonJson();

  boolean isEnd() {
    return active.isEnd() && archived.isEnd();
  }

  String write() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("a", active.before());
    fields.put("ae", active.isEnd());
    fields.put("r", archived.before());
    fields.put("re", archived.isEnd());
    return JSON.write(fields);
  }

  /**
   * Reads a cursor.
   *
   * @throws CloudException if it is none
   */
  static ListCursor parse(String text) {
    try {
      if (JSON.parse(text) instanceof Map<?, ?> fields) {
        return new ListCursor(
            place(fields.get("a"), fields.get("ae")), place(fields.get("r"), fields.get("re")));
      }
    } catch (IllegalArgumentException noJson) {
      // Answered below, in one way for whatever is no cursor.
    }
    throw CloudException.invalidCursor();
  }

  private static Place place(@Nullable Object before, @Nullable Object isEnd) {
    if (before instanceof List<?> ids
        && ids.stream().allMatch(String.class::isInstance)
        && isEnd instanceof Boolean end) {
      return new Place(ids.stream().map(String.class::cast).toList(), end);
    }
    throw CloudException.invalidCursor();
  }
}
