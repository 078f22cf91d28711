package dev.antiphon.directive;

import static java.util.Objects.requireNonNull;

import dev.antiphon.context.ModelContext;
import dev.antiphon.tool.Tool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What can be mentioned (rule DIR-6): the items that were given; else the categories that were
 * given, and one more with the tools of the model context; else these tools alone.
 *
 * <p>The tools are read each time somebody asks, so a change of the model context is seen.
 */
public final class MentionSource implements TriggerSource {

  /** The type of the directive that mentions a tool. */
  public static final String TOOL = "tool";

  /** The category of the tools. */
  public static final TriggerCategory TOOLS = new TriggerCategory("tools", "Tools");

  /** The category of items that were given without one. */
  private static final TriggerCategory ITEMS = new TriggerCategory("items", "Items");

  private final Map<TriggerCategory, List<TriggerItem>> given;
  private final @Nullable Supplier<ModelContext> context;

  private MentionSource(
      Map<TriggerCategory, List<TriggerItem>> given, @Nullable Supplier<ModelContext> context) {
    this.given = given;
    this.context = context;
  }

  /**
   * Returns a source of the tools of a model context.
   *
   * @param context reads the model context, such as {@code thread::modelContext}
   */
  public static MentionSource ofTools(Supplier<ModelContext> context) {
    return new MentionSource(Map.of(), requireNonNull(context, "context"));
  }

  /**
   * Returns a source of items, and of nothing else.
   *
   * @param items the items, in order
   */
  public static MentionSource ofItems(List<TriggerItem> items) {
    return new MentionSource(Map.of(ITEMS, List.copyOf(items)), null);
  }

  /**
   * Returns a source of categories, with one more for the tools of a model context.
   *
   * @param categories the items of each category, in order
   * @param context reads the model context
   */
  public static MentionSource ofCategories(
      Map<TriggerCategory, List<TriggerItem>> categories, Supplier<ModelContext> context) {
    Map<TriggerCategory, List<TriggerItem>> copy = new LinkedHashMap<>();
    categories.forEach((category, items) -> copy.put(category, List.copyOf(items)));
    return new MentionSource(copy, requireNonNull(context, "context"));
  }

  @Override
  public List<TriggerCategory> categories() {
    List<TriggerCategory> categories = new ArrayList<>(given.keySet());
    if (context != null) {
      categories.add(TOOLS);
    }
    return categories;
  }

  @Override
  public List<TriggerItem> items(String categoryId) {
    List<TriggerItem> items = new ArrayList<>();
    given.forEach((category, own) -> {
      if (category.id().equals(categoryId)) {
        items.addAll(own);
      }
    });
    if (context != null && categoryId.equals(TOOLS.id())) {
      context.get().tools().offered().forEach(tool -> items.add(itemOf(tool)));
    }
    return items;
  }

  private static TriggerItem itemOf(Tool tool) {
    return new TriggerItem(TOOL, tool.name(), tool.name(), tool.description());
  }
}
