package dev.antiphon.spi.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StrictJacksonTest {

  private final StrictJackson small = new StrictJackson(3, 10, 40);

  @Test
  @DisplayName("a text beyond its length is not read, whatever is in it")
  void longTextIsNotRead() throws IOException {
    String longest = "[" + " ".repeat(38) + "]";

    assertThat(small.parser(longest).nextToken()).isNotNull();
    assertThatThrownBy(() -> small.parser(longest + " "))
        .isInstanceOf(StreamConstraintsException.class);
  }

  @Test
  @DisplayName(
      "a text beyond its length, a string beyond its length, a level too much: not written")
  void nothingBeyondIsWritten() {
    assertThatThrownBy(() -> written(List.of("1234567890", "1234567890", "1234567890", "12")))
        .isInstanceOf(StreamConstraintsException.class);
    assertThatThrownBy(() -> written("12345678901")).isInstanceOf(StreamConstraintsException.class);
    assertThatThrownBy(() -> written(List.of(List.of(List.of(List.of())))))
        .isInstanceOf(StreamConstraintsException.class);
  }

  @Test
  @DisplayName("the limits are told in words")
  void tellsLimits() {
    assertThat(small.limits())
        .isEqualTo(
            "3 levels, 40 characters in all, 10 in a string, 1000 in a number, a decimal point within 100000 places");
  }

  private String written(Object value) throws IOException {
    JsonSink sink = new JsonSink(small);
    sink.value(value);
    return sink.finish();
  }
}
