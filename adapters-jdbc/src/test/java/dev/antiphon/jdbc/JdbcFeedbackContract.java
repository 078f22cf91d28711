package dev.antiphon.jdbc;

import dev.antiphon.message.Feedback;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.FeedbackAdapter;
import dev.antiphon.tck.FeedbackContract;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** The contract on some database, whose rows are read as an operator would. */
abstract class JdbcFeedbackContract extends FeedbackContract {

  abstract DataSource dataSource();

  @Override
  protected final FeedbackAdapter open() {
    return new JdbcFeedback(dataSource());
  }

  @Override
  protected final Optional<Feedback> markOf(ThreadKey thread, MessageId message) {
    return Jdbi.create(dataSource())
        .withHandle(handle -> handle
            .createQuery("select type, comment_text from antiphon_feedback"
                + " where owner_id = ? and thread_id = ? and message_id = ?")
            .bind(0, KeyText.write(thread.owner()))
            .bind(1, KeyText.write(thread.threadId()))
            .bind(2, KeyText.write(message.value()))
            .map((row, context) -> new Feedback(
                Feedback.Type.valueOf(row.getString(1).toUpperCase(Locale.ROOT)), row.getString(2)))
            .findOne());
  }
}
