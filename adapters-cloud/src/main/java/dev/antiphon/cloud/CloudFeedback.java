package dev.antiphon.cloud;

import static java.util.Objects.requireNonNull;

import dev.antiphon.cloud.StoredRows.Stored;
import dev.antiphon.message.Feedback;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Status;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.FeedbackAdapter;
import dev.antiphon.port.FeedbackRequest;
import dev.antiphon.port.StorageException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells Assistant Cloud what people think of messages that it has. The API has no call that takes a
 * mark back: a withdrawal is refused, and the mark stays.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; blocks.
 */
public final class CloudFeedback implements FeedbackAdapter {

  private final CloudClient client;

  /**
   * Makes one.
   *
   * @param client speaks to the server
   */
  public CloudFeedback(CloudClient client) {
    this.client = requireNonNull(client, "client");
  }

  /**
   * {@inheritDoc}
   *
   * @throws CloudException if the server does not have the message, or does not take the mark
   * @throws StorageException with code {@code schema} if the mark was taken back
   */
  @Override
  public void submit(FeedbackRequest request) {
    Feedback feedback = request.feedback();
    if (feedback == null) {
      throw new StorageException(
          "schema",
          "Assistant Cloud has no call that takes feedback back; give another mark instead.",
          false,
          null);
    }
    ThreadKey thread = request.thread();
    boolean isThere = client
        .threads()
        .onRow(thread, threadRow -> {
          String row = rowOf(thread, threadRow, request.message().id());
          CloudCall call = CloudCall.post("threads", threadRow, "messages", row, "feedback")
              .body(body(feedback))
              .repeatable();
          return client.send(thread.owner(), call);
        })
        .isPresent();
    if (!isThere) {
      throw CloudException.missing("the message that was marked");
    }
  }

  private String rowOf(ThreadKey thread, String threadRow, MessageId message) {
    Optional<Stored> known = client.messages().of(thread, threadRow).get(message);
    return known
        .or(() -> client.messages().reread(thread, threadRow).get(message))
        .map(Stored::rowId)
        .orElseThrow(() -> CloudException.missing("the message that was marked"));
  }

  private static Map<String, Object> body(Feedback feedback) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", Status.jsonName(feedback.type()));
    String comment =
        feedback.comment() == null ? "" : WellFormedText.of(feedback.comment()).strip();
    if (!comment.isEmpty()) {
      body.put("comment", comment);
    }
    return body;
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.noneOf(Capability.class);
  }
}
