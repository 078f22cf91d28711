package dev.antiphon.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.Feedback;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Status;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.FeedbackAdapter;
import dev.antiphon.port.FeedbackRequest;
import dev.antiphon.port.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What every {@link FeedbackAdapter} promises. Extend it, and say how to open yours and how to see
 * what it keeps or passed on.
 */
@PortContract(FeedbackAdapter.class)
public abstract class FeedbackContract {

  private static final ThreadKey THREAD = new ThreadKey("alice", "thread-1");
  private static final Message REPLY = SampleMessages.assistant("a", "Under the mat.");
  private static final Feedback GOOD = new Feedback(Feedback.Type.POSITIVE, "Just right.");
  private static final Feedback BAD = new Feedback(Feedback.Type.NEGATIVE, null);

  /** Makes the contract. */
  protected FeedbackContract() {}

  /** Opens an adapter. Called again on the same place, it goes on with what was kept there. */
  protected abstract FeedbackAdapter open();

  /**
   * Returns the mark of a message that is kept, or that the last receiver knows.
   *
   * @param thread the thread of the message
   * @param message the message
   * @return the mark, or empty if it has none
   */
  protected abstract Optional<Feedback> markOf(ThreadKey thread, MessageId message);

  @Test
  @DisplayName("FEED-1: a mark is kept with its comment, or without one")
  final void kept() throws Exception {
    submit(THREAD, REPLY, GOOD);
    submit(THREAD, SampleMessages.assistant("b", "Under the roof."), BAD);

    assertThat(markOf(THREAD, REPLY.id())).contains(GOOD);
    assertThat(markOf(THREAD, new MessageId("b"))).contains(BAD);
  }

  @Test
  @DisplayName("FEED-1: of several marks of a message, the last one counts, with its comment")
  final void replaced() throws Exception {
    for (Feedback mark : List.of(GOOD, BAD, BAD, GOOD)) {
      submit(THREAD, REPLY, mark);

      assertThat(markOf(THREAD, REPLY.id())).contains(mark);
    }
  }

  @Test
  @DisplayName(
      "FEED-1: a withdrawn mark is gone and may be given again, or the withdrawal is refused")
  final void withdrawn() throws Exception {
    submit(THREAD, REPLY, GOOD);
    if (!canWithdraw()) {
      assertThatThrownBy(() -> submit(THREAD, REPLY, null)).isInstanceOf(StorageException.class);
      assertThat(markOf(THREAD, REPLY.id())).contains(GOOD);
      return;
    }

    submit(THREAD, REPLY, null);
    Optional<Feedback> afterwards = markOf(THREAD, REPLY.id());
    submit(THREAD, REPLY, BAD);

    assertThat(afterwards).isEmpty();
    assertThat(markOf(THREAD, REPLY.id())).contains(BAD);
  }

  @Test
  @DisplayName("FEED-1: withdrawing a mark that was never given changes nothing")
  final void withdrawnWithoutOne() throws Exception {
    for (int round = 0; round < 2; round++) {
      if (canWithdraw()) {
        submit(THREAD, REPLY, null);
      } else {
        assertThatThrownBy(() -> submit(THREAD, REPLY, null)).isInstanceOf(StorageException.class);
      }
    }

    assertThat(markOf(THREAD, REPLY.id())).isEmpty();
  }

  @Test
  @DisplayName("FEED-1, FEED-2: a message that streams, and one of a user, can be marked")
  final void anyMessage() throws Exception {
    Message running =
        SampleMessages.assistant("running", List.of(TextPart.of("Un")), Status.RUNNING);
    Message question = SampleMessages.user("question", "Where is the key?");

    submit(THREAD, running, GOOD);
    submit(THREAD, question, BAD);

    assertThat(markOf(THREAD, running.id())).contains(GOOD);
    assertThat(markOf(THREAD, question.id())).contains(BAD);
  }

  @Test
  @DisplayName("FEED-1: a mark touches no message of the same id of another thread or owner")
  final void keptApart() throws Exception {
    ThreadKey otherThread = new ThreadKey("alice", "thread-2");
    ThreadKey otherOwner = new ThreadKey("bob", "thread-1");
    submit(THREAD, REPLY, GOOD);
    submit(otherThread, REPLY, BAD);

    submit(otherOwner, REPLY, BAD);
    if (canWithdraw()) {
      submit(otherOwner, REPLY, null);
    }

    assertThat(markOf(THREAD, REPLY.id())).contains(GOOD);
    assertThat(markOf(otherThread, REPLY.id())).contains(BAD);
    assertThat(markOf(otherOwner, REPLY.id()))
        .isEqualTo(canWithdraw() ? Optional.empty() : Optional.of(BAD));
  }

  @Test
  @DisplayName("FEED-1: ids and comments of any characters are taken, and ids are kept apart")
  final void oddTexts() throws Exception {
    List<String> ids = SampleTexts.oddIds(128);
    for (String id : ids) {
      Message message = SampleMessages.assistant(id, "text");
      for (String comment : SampleTexts.odd()) {
        submit(new ThreadKey(id, id), message, new Feedback(Feedback.Type.NEGATIVE, comment));
      }
      submit(new ThreadKey(id, id), message, GOOD);
    }

    List<String> marked = new ArrayList<>();
    for (String id : ids) {
      if (markOf(new ThreadKey(id, id), new MessageId(id)).filter(GOOD::equals).isPresent()) {
        marked.add(id);
      }
    }
    assertThat(marked).isEqualTo(ids);
  }

  @Test
  @DisplayName("FEED-1: marks of several messages at once do not hinder each other")
  final void together() throws Exception {
    Together.run(8, number -> () -> {
      submit(THREAD, SampleMessages.assistant("m" + number, "text"), GOOD);
      return number;
    });

    for (int number = 0; number < 8; number++) {
      assertThat(markOf(THREAD, new MessageId("m" + number))).contains(GOOD);
    }
  }

  private boolean canWithdraw() {
    return open().capabilities().contains(FeedbackAdapter.Capability.WITHDRAW);
  }

  private void submit(ThreadKey thread, Message message, @Nullable Feedback mark) throws Exception {
    open().submit(new FeedbackRequest(thread, message, mark));
  }
}
