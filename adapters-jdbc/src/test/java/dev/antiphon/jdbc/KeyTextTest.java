package dev.antiphon.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.tck.SampleTexts;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KeyTextTest {

  @Test
  @DisplayName("a usual id is stored as it is")
  void usual() {
    assertThat(KeyText.write("01J-abc_\u6f22\ud83d\ude00")).isEqualTo("01J-abc_\u6f22\ud83d\ude00");
  }

  @Test
  @DisplayName("what a database cannot keep is escaped, and comes back")
  void escaped() {
    assertThat(KeyText.write("a\\b\u0000c\ud83d")).isEqualTo("a\\005cb\\0000c\\d83d");

    Set<String> stored = new HashSet<>();
    for (String id : SampleTexts.oddIds(256)) {
      String written = KeyText.write(id);
      assertThat(KeyText.read(written)).isEqualTo(id);
      assertThat(stored.add(written)).isTrue();
      assertThat(new String(written.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
          .isEqualTo(written)
          .doesNotContain("\u0000");
    }
  }

  @Test
  @DisplayName("an escape that was changed by hand comes back as it stands")
  void changedByHand() {
    assertThat(KeyText.read("a\\xyz1b")).isEqualTo("a\\xyz1b");
    assertThat(KeyText.read("a\\00")).isEqualTo("a\\00");
  }

  @Test
  @DisplayName("the longest key of a message fits into an index of PostgreSQL")
  void longestKey() {
    String longest = KeyText.write("\u0000".repeat(256))
        + KeyText.write("\u0000".repeat(128))
        + KeyText.write("\u0000".repeat(128));

    assertThat(longest.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(2704 - 64);
    assertThat(KeyText.write("\u0000".repeat(256))).hasSize(1280);
  }
}
