package dev.antiphon.cloud;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as the server keeps it.
 *
 * @param id the server's id
 * @param parentId the server's id of its parent, or {@code null} for a root
 * @param createdAt when the row was made
 * @param format the form of the content
 * @param content the content, a JSON object; {@code null} if it is something else
 */
record MessageRow(
    String id,
    @Nullable String parentId,
    Instant createdAt,
    String format,
    @Nullable Map<String, Object> content) {

  static MessageRow read(AnswerFields fields) {
    return new MessageRow(
        fields.id("id"),
        fields.idOrNull("parent_id"),
        fields.time("created_at"),
        fields.text("format"),
        fields.json("content"));
  }
}
