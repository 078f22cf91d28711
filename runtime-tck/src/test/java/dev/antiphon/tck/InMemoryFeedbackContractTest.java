package dev.antiphon.tck;

import dev.antiphon.memory.InMemoryFeedback;
import dev.antiphon.message.Feedback;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.FeedbackAdapter;
import java.util.Optional;

class InMemoryFeedbackContractTest extends FeedbackContract {

  private final InMemoryFeedback feedback = new InMemoryFeedback();

  @Override
  protected FeedbackAdapter open() {
    return feedback;
  }

  @Override
  protected Optional<Feedback> markOf(ThreadKey thread, MessageId message) {
    return feedback.find(thread, message);
  }
}
