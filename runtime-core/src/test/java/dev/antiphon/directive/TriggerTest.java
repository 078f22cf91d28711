package dev.antiphon.directive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.context.ModelContext;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerTest {

  // ---- finding

  @ParameterizedTest(name = "''{0}'' at {1}: ''{2}'' from {3}")
  @CsvSource({
    "'@',            1, '',       0",
    "'@sea',         4, 'sea',    0",
    "'@search',      4, 'sea',    0",
    "'hi @sea',      7, 'sea',    3",
    "'hi @sea now',  7, 'sea',    3",
    "'hi @',         4, '',       3",
    "'@a@b',         4, 'a@b',    0",
    "'@@',           2, '@',      0",
  })
  @DisplayName("DIR-4: the trigger begins the word before the cursor; the query lies in between")
  void found(String text, int cursor, String query, int start) {
    assertThat(Trigger.find(text, cursor, "@")).contains(new Trigger("@", query, start));
  }

  @ParameterizedTest(name = "''{0}'' at {1}")
  @CsvSource({
    "'',           0",
    "'@',          0",
    "'ada@x',      5",
    "'@a b',       4",
    "'hi',         2",
    "'(@a',        3",
    "'hi @sea',    3",
  })
  @DisplayName("DIR-4: inside a word, before the cursor's word or behind it there is none")
  void notFound(String text, int cursor) {
    assertThat(Trigger.find(text, cursor, "@")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\t", "\n", "\u0085", "\u00a0", "\u2003", "\u202f", "\u3000"})
  @DisplayName("DIR-4: any whitespace of Unicode ends the look back")
  void whitespace(String space) {
    String text = "\uD83D\uDE00" + space + "@a";

    assertThat(Trigger.find(text, text.length(), "@")).contains(new Trigger("@", "a", 3));
    assertThat(Trigger.find("@a" + space, 3, "@")).isEmpty();
  }

  @Test
  @DisplayName("DIR-4: a trigger may be longer; a cursor outside the text is refused")
  void longTrigger() {
    assertThat(Trigger.find("##tag", 5, "##")).contains(new Trigger("##", "tag", 0));
    assertThat(Trigger.find("##tag", 1, "##")).isEmpty();
    assertThatThrownBy(() -> Trigger.find("a", 2, "@"))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("0 to 1");
    assertThatThrownBy(() -> new Trigger("", "", 0)).isInstanceOf(IllegalArgumentException.class);
  }

  // ---- sources

  private static final TriggerCategory PEOPLE = new TriggerCategory("people", "People");
  private static final TriggerCategory PAGES = new TriggerCategory("pages", "Pages");
  private static final TriggerItem ADA = new TriggerItem("user", "ada", "Ada L.", "Countess");
  private static final TriggerItem BOB = new TriggerItem("user", "bob", "Bob", null);
  private static final TriggerItem HOME =
      new TriggerItem("page", "home", "Home", "Where bob lives");

  private static Map<TriggerCategory, List<TriggerItem>> categories() {
    Map<TriggerCategory, List<TriggerItem>> categories = new LinkedHashMap<>();
    categories.put(PEOPLE, List.of(ADA, BOB));
    categories.put(PAGES, List.of(HOME, ADA));
    return categories;
  }

  @ParameterizedTest(name = "''{0}'': {1}")
  @CsvSource({
    "'',       'ada bob home'",
    "'ADA',    'ada'",
    "'l.',     'ada'",
    "'BOB',    'bob home'",
    "'countE', 'ada'",
    "'x',      ''",
  })
  @DisplayName("DIR-5: without a search of its own, id, label and description are looked through")
  void search(String query, String ids) {
    TriggerSource source = MentionSource.ofCategories(categories(), () -> ModelContext.EMPTY);

    List<String> found = source.search(query).stream().map(TriggerItem::id).toList();

    assertThat(String.join(" ", found)).isEqualTo(ids);
  }

  @Test
  @DisplayName("DIR-5: a source gives categories, the items of one, and may have its own search")
  void ownSearch() {
    TriggerSource source = new TriggerSource() {
      @Override
      public List<TriggerCategory> categories() {
        return List.of(PEOPLE);
      }

      @Override
      public List<TriggerItem> items(String categoryId) {
        return List.of(ADA, BOB);
      }

      @Override
      public List<TriggerItem> search(String query) {
        return List.of(BOB);
      }
    };

    assertThat(source.items("people")).containsExactly(ADA, BOB);
    assertThat(source.search("anything")).containsExactly(BOB);
    assertThatThrownBy(() -> new TriggerItem("", "x", "x", null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // ---- mentions and commands

  private static ModelContext contextOf(String... tools) {
    List<Tool> made = new ArrayList<>();
    for (String name : tools) {
      made.add(
          Tool.builder(name, "Does " + name).handler((arguments, call) -> 1).build());
    }
    return ModelContext.builder().tools(ToolRegistry.of(made)).build();
  }

  @Test
  @DisplayName("DIR-6: mentions offer the tools of the model context when nothing else is given")
  void tools() {
    ModelContext[] context = {contextOf("search")};
    MentionSource source = MentionSource.ofTools(() -> context[0]);

    assertThat(source.categories()).containsExactly(MentionSource.TOOLS);
    assertThat(source.search(""))
        .containsExactly(new TriggerItem("tool", "search", "search", "Does search"));
    context[0] = contextOf("search", "wipe");
    assertThat(source.items("tools")).extracting(TriggerItem::id).containsExactly("search", "wipe");
  }

  @Test
  @DisplayName("DIR-6: items that are given win; with categories the tools are an extra one")
  void explicitItems() {
    MentionSource items = MentionSource.ofItems(List.of(ADA));
    MentionSource categories = MentionSource.ofCategories(categories(), () -> contextOf("search"));

    assertThat(items.search("")).containsExactly(ADA);
    assertThat(categories.categories()).containsExactly(PEOPLE, PAGES, MentionSource.TOOLS);
    assertThat(categories.items("people")).containsExactly(ADA, BOB);
    assertThat(categories.items("tools")).extracting(TriggerItem::id).containsExactly("search");
    assertThat(categories.items("nothing")).isEmpty();
  }

  @Test
  @DisplayName("DIR-6: slash commands are read when asked, labelled by slash and id unless given")
  void slashCommands() {
    List<SlashCommand> commands = new ArrayList<>(List.of(SlashCommand.of("help", "Helps")));
    SlashCommandSource source = new SlashCommandSource(() -> commands);
    assertThat(source.search("he"))
        .containsExactly(new TriggerItem("command", "help", "/help", "Helps"));

    commands.add(new SlashCommand("quit", "Leave", null));

    assertThat(source.items(source.categories().get(0).id()))
        .extracting(TriggerItem::label)
        .containsExactly("/help", "Leave");
    assertThat(source.items("other")).isEmpty();
  }

  @Test
  @DisplayName("DIR-6: picking replaces trigger and query by the directive and one space")
  void pick() {
    String directive = DirectiveFormatter.DEFAULT.format(ADA.directive());

    assertThat(pick("hi @ad", 6, directive))
        .isEqualTo(new Trigger.Picked("hi :user[Ada L.]{name=ada} ", 27));
    assertThat(pick("hi @ad there", 6, directive))
        .isEqualTo(new Trigger.Picked("hi :user[Ada L.]{name=ada} there", 27));
    assertThat(pick("@adult", 3, "X")).isEqualTo(new Trigger.Picked("X ult", 2));
  }

  private static Trigger.Picked pick(String text, int cursor, String picked) {
    return Trigger.find(text, cursor, "@").orElseThrow().pick(text, picked);
  }
}
