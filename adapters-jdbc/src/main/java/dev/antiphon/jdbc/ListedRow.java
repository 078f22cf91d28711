package dev.antiphon.jdbc;

import dev.antiphon.port.StorageException;
import dev.antiphon.port.ThreadRecord;
import dev.antiphon.spi.json.JacksonJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A thread as a row of {@code antiphon_thread}, as the list reads it.
 *
 * @param threadId the escaped id
 * @param status {@code regular} or {@code archived}
 * @param title its title, or {@code null}
 * @param externalId a name of another system's, or {@code null}
 * @param custom a JSON object, or {@code null}
 * @param lastMessageAt epoch milliseconds, or {@code null}
 * @param activeAt epoch milliseconds
 */
record ListedRow(
    String threadId,
    String status,
    @Nullable String title,
    @Nullable String externalId,
    @Nullable String custom,
    @Nullable Long lastMessageAt,
    long activeAt) {

  static final String REGULAR = "regular";
  static final String ARCHIVED = "archived";

  private static final System.Logger LOG = System.getLogger(ListedRow.class.getName());
  private static final JacksonJson JSON = new JacksonJson();

  static ListedRow read(ResultSet row) throws SQLException {
    return new ListedRow(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        (Long) row.getObject(6),
        row.getLong(7));
  }

  ListCursor toCursor() {
    return new ListCursor(activeAt, threadId);
  }

  ThreadRecord toRecord() {
    return ThreadRecord.builder(KeyText.read(threadId))
        .status(statusOf(status))
        .title(title)
        .externalId(externalId)
        .custom(customOf(custom))
        .lastMessageAt(lastMessageAt == null ? null : Instant.ofEpochMilli(lastMessageAt))
        .build();
  }

  private static ThreadRecord.Status statusOf(String stored) {
    if (stored.equals(REGULAR)) {
      return ThreadRecord.Status.REGULAR;
    }
    if (stored.equals(ARCHIVED)) {
      return ThreadRecord.Status.ARCHIVED;
    }
    throw new StorageException(
        "schema",
        "A thread has a status that is neither 'regular' nor 'archived'. Use the Antiphon that wrote it.",
        false,
        null);
  }

  /** Returns the object; one that cannot be read makes no thread unreachable. */
  private static @Nullable Map<String, ?> customOf(@Nullable String json) {
    if (json == null) {
      return null;
    }
    try {
      @SuppressWarnings("unchecked") // an object's keys are strings
      Map<String, ?> custom = (Map<String, ?>) JSON.parse(json);
      return custom;
    } catch (IllegalArgumentException | ClassCastException unreadable) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The custom data of a thread is no JSON object any more; the thread is listed without it.");
      return null;
    }
  }
}
