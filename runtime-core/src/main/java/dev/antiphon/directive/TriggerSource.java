package dev.antiphon.directive;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a trigger character offers (rule DIR-5). A user interface shows the categories, then the
 * items of one; or, once something is typed, what a search finds.
 *
 * <p><b>Threads.</b> Called on the thread of whoever asks; what may take long is a search of the
 * source's own.
 *
 * <p>Implemented by applications, and here by {@link MentionSource} and {@link SlashCommandSource}.
 */
public interface TriggerSource {

  /** Returns the categories, in order; one of them alone needs no choice. */
  List<TriggerCategory> categories();

  /**
   * Returns the items of a category, in order.
   *
   * @param categoryId which category; one that does not exist has no items
   */
  List<TriggerItem> items(String categoryId);

  /**
   * Returns what a query finds: unless the source has a search of its own, the items of all
   * categories whose id, label or description contains it, whatever the case.
   *
   * @param query what was typed after the trigger; empty for everything
   */
  default List<TriggerItem> search(String query) {
    Set<TriggerItem> found = new LinkedHashSet<>();
    for (TriggerCategory category : categories()) {
      items(category.id()).stream().filter(item -> item.matches(query)).forEach(found::add);
    }
    return new ArrayList<>(found);
  }
}
