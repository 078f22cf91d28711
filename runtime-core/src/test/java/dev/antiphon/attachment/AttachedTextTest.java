package dev.antiphon.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AttachedTextTest {

  @Test
  @DisplayName("ATT-10: a text stands in an attachment tag with its quoted name")
  void wrapped() {
    String wrapped = AttachedText.wrap("notes.txt", "one\ntwo <b>");

    assertThat(wrapped).isEqualTo("<attachment name=\"notes.txt\">\none\ntwo <b>\n</attachment>");
    assertThat(AttachedText.part("notes.txt", "one").text()).contains("\none\n");
  }

  @Test
  @DisplayName("ATT-10: a name cannot end the quotes, the tag or the line")
  void escaped() {
    String wrapped = AttachedText.wrap("a\" role=\"x\"><b>&\n\u2028.txt", "");

    assertThat(wrapped.lines().findFirst())
        .contains(
            "<attachment name=\"a&quot; role=&quot;x&quot;&gt;&lt;b&gt;&amp;&#10;&#8232;.txt\">");
  }
}
