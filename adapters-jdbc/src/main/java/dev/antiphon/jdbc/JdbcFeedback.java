package dev.antiphon.jdbc;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Feedback;
import dev.antiphon.port.FeedbackAdapter;
import dev.antiphon.port.FeedbackRequest;
import java.time.InstantSource;
import java.util.Locale;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what people think of messages, one row a message, to be read with SQL: table
 * {@code antiphon_feedback}.
 *
 * <p><b>Promise.</b> A later mark replaces an earlier one, and a withdrawn one is gone. A mark goes
 * with its message or thread when these are deleted from the same database. Comments are kept as
 * text of any characters but NUL and lone surrogates, which become U+FFFD. Nothing is done before
 * the first call, which creates or migrates the tables if need be.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads, none of which may be interrupted inside
 * a call.
 */
public sealed class JdbcFeedback implements FeedbackAdapter permits OwnedFeedback {

  private final Database database;
  private final InstantSource clock;

  /**
   * Makes one; connects on the first call.
   *
   * @param dataSource where the database is; as for {@link JdbcThreadHistory}
   * @throws IllegalArgumentException as for {@link JdbcThreadHistory}
   */
  public JdbcFeedback(DataSource dataSource) {
    this(dataSource, InstantSource.system());
  }

  /**
   * Makes one; connects on the first call.
   *
   * @param dataSource where the database is; as for {@link JdbcThreadHistory}
   * @param clock tells when a mark was given
   * @throws IllegalArgumentException as for {@link JdbcThreadHistory}
   */
  public JdbcFeedback(DataSource dataSource, InstantSource clock) {
    this(new Database(dataSource), clock);
  }

  JdbcFeedback(Database database, InstantSource clock) {
    this.database = database;
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public void submit(FeedbackRequest request) {
    Feedback feedback = request.feedback();
    if (feedback == null) {
      database.write((handle, isRepeated) ->
          bind(handle.createUpdate(Sql.DELETE_FEEDBACK), request).execute());
      return;
    }
    long now = clock.millis();
    database.write((handle, isRepeated) -> {
      int updated = set(handle, Sql.UPDATE_FEEDBACK, request, feedback, now);
      return updated == 1 ? updated : set(handle, Sql.INSERT_FEEDBACK, request, feedback, now);
    });
  }

  private static int set(
      Handle handle, String sql, FeedbackRequest request, Feedback feedback, long now) {
    return bind(handle.createUpdate(sql), request)
        .bind("type", feedback.type().name().toLowerCase(Locale.ROOT))
        .bind("comment", wellFormed(feedback.comment()))
        .bind("now", now)
        .execute();
  }

  private static @Nullable String wellFormed(@Nullable String comment) {
    return comment == null ? null : WellFormedText.of(comment);
  }

  private static <S extends SqlStatement<S>> S bind(S statement, FeedbackRequest request) {
    return statement
        .bind("owner", KeyText.write(request.thread().owner()))
        .bind("thread", KeyText.write(request.thread().threadId()))
        .bind("message", KeyText.write(request.message().id().value()));
  }
}
