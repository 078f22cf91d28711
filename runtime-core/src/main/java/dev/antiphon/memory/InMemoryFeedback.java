package dev.antiphon.memory;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Feedback;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.FeedbackAdapter;
import dev.antiphon.port.FeedbackRequest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the marks of messages for as long as the process lives (rule FEED-1).
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class InMemoryFeedback implements FeedbackAdapter {

  private final Map<Subject, Feedback> marks = new ConcurrentHashMap<>();

  /** Makes one without a mark. */
  public InMemoryFeedback() {}

  @Override
  public void submit(FeedbackRequest request) {
    Subject subject = new Subject(request.thread(), request.message().id());
    Feedback mark = request.feedback();
    if (mark == null) {
      marks.remove(subject);
    } else {
      marks.put(subject, mark);
    }
  }

  /**
   * Returns the mark of a message.
   *
   * @param thread the thread of the message
   * @param messageId the message
   * @return its last mark, unless that was withdrawn
   */
  public Optional<Feedback> find(ThreadKey thread, MessageId messageId) {
    return Optional.ofNullable(marks.get(new Subject(thread, messageId)));
  }

  /** What a mark is about. */
  private record Subject(ThreadKey thread, MessageId messageId) {
    Subject {
      requireNonNull(thread, "thread");
      requireNonNull(messageId, "messageId");
    }
  }
}
