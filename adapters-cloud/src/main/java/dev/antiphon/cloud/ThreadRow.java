package dev.antiphon.cloud;

import dev.antiphon.port.ThreadRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A thread as the server keeps it.
 *
 * @param id the server's id
 * @param title the title; {@code null} if it never had one
 * @param lastMessageAt when its last message came; {@link #NO_MESSAGE} if there is none yet
 * @param metadata what the application keeps with it
 * @param externalId the id that it has elsewhere
 * @param createdAt when the row was made
 * @param isArchived whether it is put away
 */
record ThreadRow(
    String id,
    @Nullable String title,
    Instant lastMessageAt,
    @Nullable Map<String, Object> metadata,
    @Nullable String externalId,
    Instant createdAt,
    boolean isArchived) {

  /** The API has no thread without a last message; ours have this until there is one. */
  static final Instant NO_MESSAGE = Instant.EPOCH;

  /** The row that was made first counts, if two clients made one for the same thread at once. */
  static final Comparator<ThreadRow> BY_AGE =
      Comparator.comparing(ThreadRow::createdAt).thenComparing(ThreadRow::id);

  private static final int MAX_THREAD_ID = 128;

  static ThreadRow read(AnswerFields fields) {
    return new ThreadRow(
        fields.id("id"),
        fields.textOrNull("title"),
        fields.time("last_message_at"),
        fields.json("metadata"),
        fields.textOrNull("external_id"),
        fields.time("created_at"),
        fields.flag("is_archived"));
  }

  /** Returns the row that a creation makes. */
  static ThreadRow created(String id, String externalId, Instant now) {
    return new ThreadRow(id, null, NO_MESSAGE, null, externalId, now, false);
  }

  /** Returns the id that the thread has here: the one it was made with, or else the server's. */
  String threadId() {
    String given = externalId == null ? "" : PlainText.from(externalId);
    return given.isEmpty() || given.length() > MAX_THREAD_ID ? id : given;
  }

  ThreadRecord toRecord() {
    return ThreadRecord.builder(threadId())
        .status(isArchived ? ThreadRecord.Status.ARCHIVED : ThreadRecord.Status.REGULAR)
        .title(title)
        .remoteId(id)
        .externalId(externalId)
        .lastMessageAt(lastMessageAt.equals(NO_MESSAGE) ? null : lastMessageAt)
        .custom(metadata)
        .build();
  }
}
