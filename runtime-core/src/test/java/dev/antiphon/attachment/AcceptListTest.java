package dev.antiphon.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptListTest {

  @ParameterizedTest(name = "''{0}'' takes ''{1}'' of type {2}: {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "'image/*',                 cat.png,        image/png,                  true",
        "'image/*',                 cat.png,        IMAGE/PNG,                  true",
        "'image/*',                 cat.txt,        text/plain,                 false",
        "'image/*',                 cat,            imagery/png,                false",
        "'IMAGE/PNG',               cat.png,        image/png,                  true",
        "'image/png',               cat.gif,        image/gif,                  false",
        "'text/plain',              a.txt,          'text/plain; charset=utf-8', true",
        "'text/plain;charset=x',    a.txt,          text/plain,                 true",
        "'.png',                    cat.PNG,        -,                          true",
        "'.PNG',                    cat.png,        -,                          true",
        "'.tar.gz',                 b.tar.gz,       application/gzip,           true",
        "'.tar.gz',                 b.gz,           application/gzip,           false",
        "'.gz',                     b.tar.gz,       -,                          true",
        "' text/plain , .md ',      a.md,           -,                          true",
        "'text/plain, .md',         a.html,         text/html,                  false",
      })
  @DisplayName(
      "ATT-7: entries split at commas, trimmed; types without parameters, extensions at the end")
  void matches(String accept, String name, String type, boolean expected) {
    boolean matches = AcceptList.parse(accept).matches(name, type);

    assertThat(matches).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "*/*", "image/*,*", "*/*, .png", " * "})
  @DisplayName("ATT-7: a wildcard matches everything, wherever it stands")
  void wildcards(String accept) {
    AcceptList list = AcceptList.parse(accept);

    assertThat(list.isEverything()).isTrue();
    assertThat(list.matches("anything", null)).isTrue();
    assertThat(list.matches("a.b", "x/y")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", ",", " , ,"})
  @DisplayName("ATT-8: an empty list matches nothing")
  void empty(String accept) {
    AcceptList list = AcceptList.parse(accept);

    assertThat(list.entries()).isEmpty();
    assertThat(list.matches("cat.png", "image/png")).isFalse();
    assertThat(list).isEqualTo(AcceptList.NOTHING);
  }

  @Test
  @DisplayName("ATT-8: a file without a type matches by extension or wildcard only")
  void withoutType() {
    AcceptList list = AcceptList.parse("image/*, text/plain, .md");

    assertThat(list.matches("cat.png", null)).isFalse();
    assertThat(list.matches("cat.png", "")).isFalse();
    assertThat(list.matches("notes.md", null)).isTrue();
  }

  @Test
  @DisplayName("ATT-8: '.png' does not match a file named 'png', and 'png' is no entry")
  void noExtension() {
    assertThat(AcceptList.parse(".png").matches("png", null)).isFalse();
    assertThat(AcceptList.parse("png").matches("cat.png", "image/png")).isFalse();
    assertThat(AcceptList.parse(".").matches("dot.", null)).isFalse();
  }

  @Test
  @DisplayName("ATT-9: lists are joined without repetition, and to '*' if one takes everything")
  void joined() {
    AcceptList images = AcceptList.parse("image/*, .png");
    AcceptList texts = AcceptList.parse("text/plain, .PNG");

    AcceptList both = AcceptList.anyOf(List.of(images, texts));

    assertThat(both).hasToString("image/*,.png,text/plain");
    assertThat(AcceptList.parse(both.toString())).isEqualTo(both).hasSameHashCodeAs(both);
    assertThat(AcceptList.anyOf(List.of(images, AcceptList.parse("*/*")))).hasToString("*");
  }
}
