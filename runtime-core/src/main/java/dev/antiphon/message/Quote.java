package dev.antiphon.message;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * What a user message is about: words of another message. It is kept in the message's custom
 * metadata under {@value #KEY}, as {@code {text, messageId}} (rule COMP-7).
 *
 * @param text the quoted words
 * @param messageId the message they are from
 */
public record Quote(String text, MessageId messageId) {

  /** Where a message keeps it, in {@code metadata.custom}. */
  public static final String KEY = "quote";

  /** Checks the fields. */
  public Quote {
    requireNonNull(text, "text");
    requireNonNull(messageId, "messageId");
  }

  /**
   * Reads the quote of a message back.
   *
   * @param message the message
   * @return the quote; empty if the message has none, or something else under that key
   */
  public static Optional<Quote> of(Message message) {
    if (message.metadata().custom().get(KEY) instanceof Map<?, ?> quote
        && quote.get("text") instanceof String text
        && quote.get("messageId") instanceof String id
        && !id.isEmpty()
        && id.length() <= MessageId.MAX_LENGTH) {
      return Optional.of(new Quote(text, new MessageId(id)));
    }
    return Optional.empty();
  }

  /** Returns it as a message keeps it: a JSON object. */
  public Map<String, Object> toJson() {
    return Map.of("text", text, "messageId", messageId.value());
  }

  @Override
  public String toString() {
    return "Quote[" + text.length() + " characters of " + messageId + "]";
  }
}
