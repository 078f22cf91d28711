package dev.antiphon.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TextBufferTest {

  @Test
  @DisplayName("MSG-1: a view shows what the text was when it was taken, however it grows")
  void viewsStay() {
    TextBuffer buffer = new TextBuffer();
    StringBuilder expected = new StringBuilder();
    List<TextView> views = new ArrayList<>();
    List<String> texts = new ArrayList<>();

    for (int i = 0; i < 500; i++) {
      buffer.append("delta " + i);
      expected.append("delta ").append(i);
      views.add(buffer.view());
      texts.add(expected.toString());
    }

    assertThat(views).extracting(TextView::toString).isEqualTo(texts);
    assertThat(buffer.finished()).isEqualTo(buffer.view());
    assertThat(buffer.length()).isEqualTo(expected.length());
  }

  @Test
  @DisplayName("views are equal if their texts are, and are character sequences")
  void viewsAreValues() {
    TextBuffer buffer = new TextBuffer();
    assertThat(buffer.view()).isEqualTo(TextView.of("")).isSameAs(TextView.of(""));
    buffer.append("abc");

    assertThat(buffer.view())
        .isEqualTo(TextView.of("abc"))
        .hasSameHashCodeAs(TextView.of("abc"))
        .isNotEqualTo(TextView.of("abd"))
        .isNotEqualTo(TextView.of("abcd"))
        .isNotEqualTo("abc");
    assertThat(buffer.view().charAt(1)).isEqualTo('b');
    assertThat(buffer.view().subSequence(1, 3).toString()).isEqualTo("bc");
  }
}
