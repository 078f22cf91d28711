package dev.antiphon.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class QuoteTest {

  @Test
  @DisplayName("COMP-7: a quote is read back from the custom metadata of its message")
  void readBack() {
    Quote quote = new Quote("cited", new MessageId("m1"));

    Message message = messageWith(quote.toJson());

    assertThat(message.metadata().custom())
        .isEqualTo(Map.of("quote", Map.of("text", "cited", "messageId", "m1")));
    assertThat(Quote.of(message)).contains(quote);
    assertThat(quote.toString()).doesNotContain("cited");
  }

  @Test
  @DisplayName("COMP-7: a message without a quote, or with something else in its place, has none")
  void none() {
    assertThat(Quote.of(
            Message.builder(new MessageId("u"), Role.USER, Instant.EPOCH).build()))
        .isEmpty();
    for (Object other : List.of(
        "cited",
        Map.of("text", "cited"),
        Map.of("text", 1, "messageId", "m1"),
        Map.of("text", "cited", "messageId", 2),
        Map.of("text", "cited", "messageId", ""),
        Map.of("text", "cited", "messageId", "m".repeat(129)))) {
      assertThat(Quote.of(messageWith(other))).as("%s", other).isEmpty();
    }
  }

  private static Message messageWith(Object quote) {
    return Message.builder(new MessageId("u"), Role.USER, Instant.EPOCH)
        .custom(Map.of(Quote.KEY, quote))
        .build();
  }
}
