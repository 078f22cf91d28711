package dev.antiphon.directive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.testing.Seeds;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectiveTest {

  private static final DirectiveFormatter FORMATTER = DirectiveFormatter.DEFAULT;

  /** Everything that means something in the notation, and much that does not. */
  private static final String[] ALPHABET = {
    ":",
    "[",
    "]",
    "{",
    "}",
    "{name=",
    "\\",
    "\n",
    "\r",
    "\u2028",
    " ",
    "\u00a0",
    "\"",
    "'",
    "`",
    "a",
    "Z",
    "0",
    "_",
    "-",
    ".",
    "/",
    "ä",
    "日",
    "\uD83D\uDE00",
    "\u0301",
    "=",
    "name",
  };

  static LongStream seeds() {
    return LongStream.of(Seeds.of(DirectiveTest.class, 50));
  }

  @Test
  @DisplayName("DIR-1: the brace part is left out when the id is the label")
  void notation() {
    assertThat(FORMATTER.format(new Directive("tool", "Search", "web.search")))
        .isEqualTo(":tool[Search]{name=web.search}");
    assertThat(FORMATTER.format(new Directive("tool", "search", "search")))
        .isEqualTo(":tool[search]");
    assertThat(FORMATTER.parse(":tool[search]"))
        .containsExactly(mention("tool", "search", "search"));
    assertThatThrownBy(() -> new Directive("", "label", "id"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("DIR-1: a formatter can be replaced")
  void replaceable() {
    DirectiveFormatter at = new DirectiveFormatter() {
      @Override
      public String format(Directive directive) {
        return "@" + directive.id();
      }

      @Override
      public List<TextSegment> parse(String text) {
        return List.of(new TextSegment.Plain(text));
      }
    };
    TriggerItem item = new TriggerItem("user", "ada", "Ada", null);

    Trigger.Picked picked =
        Trigger.find("hi @a", 5, "@").orElseThrow().pick("hi @a", at.format(item.directive()));

    assertThat(picked).isEqualTo(new Trigger.Picked("hi @ada ", 8));
  }

  @Test
  @DisplayName("DIR-2: brackets, braces, blanks, backslashes and lines round-trip")
  void escapes() {
    Directive directive = new Directive("my type", "a]b\\c[\nd", "e}f\\{");

    String text = FORMATTER.format(directive);

    assertThat(text).isEqualTo(":my\\ type[a\\]b\\\\c[\\\nd]{name=e\\}f\\\\{}");
    assertThat(FORMATTER.parse(text)).containsExactly(new TextSegment.Mention(directive));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName("DIR-2: every label, id and type round-trips, alone and inside a text")
  void roundTrip(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 200; i++) {
      Directive first = random(random);
      Directive second = random(random);
      String text = FORMATTER.format(first) + " and " + FORMATTER.format(second) + " so";

      List<TextSegment> segments = FORMATTER.parse(text);

      assertThat(segments)
          .as("%s: %s", Seeds.replay(DirectiveTest.class, seed), text)
          .containsExactly(
              new TextSegment.Mention(first),
              new TextSegment.Plain(" and "),
              new TextSegment.Mention(second),
              new TextSegment.Plain(" so"));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName("DIR-2: of any text nothing is lost: plain text and directives, in order")
  void nothingIsLost(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 200; i++) {
      String text = randomText(random, 30);

      List<TextSegment> segments = FORMATTER.parse(text);

      int at = 0;
      for (TextSegment segment : segments) {
        String wanted = segment instanceof TextSegment.Plain plain ? plain.text() : ":";
        int found = text.indexOf(wanted, at);
        boolean isNext = segment instanceof TextSegment.Mention || at == 0 || found > at;
        assertThat(found >= 0 && isNext)
            .as("%s: %s", Seeds.replay(DirectiveTest.class, seed), text)
            .isTrue();
        at = found + wanted.length();
      }
      if (mentions(segments).isEmpty() && !text.isEmpty()) {
        assertThat(segments).containsExactly(new TextSegment.Plain(text));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "\n", "\u00a0", "\u2003", "\u0085", "(", "[", "{", "\"", "'", "`", "«", "“", "「"
      })
  @DisplayName(
      "DIR-3: a directive counts at the start, after whitespace, an opening bracket or quote")
  void counts(String before) {
    List<TextSegment> segments = FORMATTER.parse(before + ":tool[search]");

    assertThat(segments).last().isEqualTo(mention("tool", "search", "search"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://x:tool[search]",
        "a:tool[search]",
        "]:tool[search]",
        ".:tool[search]",
        "\\:tool[search]",
        "::tool[search]",
        ":[search]",
        ":tool",
        ":tool [search]",
        ":tool[search",
        ":tool[sea\nrch]",
        "10:30 [x]",
      })
  @DisplayName("DIR-3: parts of words, of URLs and of nothing are no directives")
  void doesNotCount(String text) {
    assertThat(FORMATTER.parse(text)).containsExactly(new TextSegment.Plain(text));
  }

  @Test
  @DisplayName("DIR-3: an unfinished brace part is plain text behind the directive")
  void unfinishedBraces() {
    assertThat(FORMATTER.parse(":tool[a]{name=b"))
        .containsExactly(mention("tool", "a", "a"), new TextSegment.Plain("{name=b"));
    assertThat(FORMATTER.parse(":tool[a]{id=b}"))
        .containsExactly(mention("tool", "a", "a"), new TextSegment.Plain("{id=b}"));
    assertThat(FORMATTER.parse("")).isEmpty();
  }

  @Test
  @DisplayName("DIR-3: a long line of beginnings costs no more than its length")
  void linear() {
    String labels = " :a[".repeat(200_000);
    String ids = " :a[b]{name=".repeat(100_000);

    assertThat(FORMATTER.parse(labels)).hasSize(1);
    assertThat(FORMATTER.parse(ids)).hasSize(200_000 + 1);
  }

  private static List<TextSegment> mentions(List<TextSegment> segments) {
    return segments.stream().filter(TextSegment.Mention.class::isInstance).toList();
  }

  private static TextSegment mention(String type, String label, String id) {
    return new TextSegment.Mention(new Directive(type, label, id));
  }

  private static Directive random(SplittableRandom random) {
    String label = randomText(random, 6);
    String id = random.nextBoolean() ? label : randomText(random, 6);
    return new Directive("t" + randomText(random, 4), label, id);
  }

  private static String randomText(SplittableRandom random, int length) {
    StringBuilder text = new StringBuilder();
    int parts = random.nextInt(length);
    for (int i = 0; i < parts; i++) {
      text.append(ALPHABET[random.nextInt(ALPHABET.length)]);
    }
    return text.toString();
  }
}
