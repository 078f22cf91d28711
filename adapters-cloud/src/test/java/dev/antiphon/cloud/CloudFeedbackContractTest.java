package dev.antiphon.cloud;

import dev.antiphon.message.Feedback;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.FeedbackAdapter;
import dev.antiphon.port.FeedbackRequest;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tck.FeedbackContract;
import dev.antiphon.tree.MessageItem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

class CloudFeedbackContractTest extends FeedbackContract {

  private final CloudWorld world = new CloudWorld();
  private final CloudClient client = world.client();

  @AfterEach
  void closeWorld() {
    world.close();
  }

  /** Only what is stored can be marked there, and the runtime stores before anybody can mark. */
  private record Storing(CloudThreadHistory history, CloudFeedback feedback)
      implements FeedbackAdapter {

    @Override
    public void submit(FeedbackRequest request) {
      history.write(
          request.thread(),
          new HistoryBatch(
              ThreadRevision.UNKNOWN,
              List.of(new HistoryEntry.Append(MessageItem.of(request.message(), null)))));
      feedback.submit(request);
    }

    @Override
    public Set<Capability> capabilities() {
      return feedback.capabilities();
    }
  }

  @Override
  protected FeedbackAdapter open() {
    return new Storing(new CloudThreadHistory(client), new CloudFeedback(client));
  }

  @Override
  protected Optional<Feedback> markOf(ThreadKey thread, MessageId message) {
    return client
        .threads()
        .idOf(thread)
        .flatMap(row -> client.messages().find(thread.owner(), row, message))
        .map(world.cloud.extras.feedback::get)
        .map(CloudFeedbackContractTest::mark);
  }

  private static Feedback mark(Map<String, Object> fields) {
    return new Feedback(
        "positive".equals(fields.get("type")) ? Feedback.Type.POSITIVE : Feedback.Type.NEGATIVE,
        (String) fields.get("comment"));
  }
}
