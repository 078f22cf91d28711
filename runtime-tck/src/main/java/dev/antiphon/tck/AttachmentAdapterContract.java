package dev.antiphon.tck;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.antiphon.message.Attachment;
import dev.antiphon.message.AttachmentId;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.Role;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.AttachmentRequest;
import dev.antiphon.thread.AttachmentFile;
import dev.antiphon.thread.AttachmentStatus;
import dev.antiphon.thread.PendingAttachment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What every {@link AttachmentAdapter} promises. Extend it, say how to open yours, and give a file
 * that it takes.
 */
@PortContract(AttachmentAdapter.class)
public abstract class AttachmentAdapterContract {

  private static final ThreadKey THREAD = new ThreadKey("alice", "thread-1");

  private AttachmentAdapter adapter;

  /** Makes the contract; {@link #open} is called before each test. */
  @SuppressWarnings("NullAway.Init") // openAdapter() sets the adapter before each test
  protected AttachmentAdapterContract() {}

  /** Opens an adapter. */
  protected abstract AttachmentAdapter open();

  /** Returns a file that it takes. */
  protected abstract AttachmentFile acceptedFile();

  @BeforeEach
  final void openAdapter() {
    adapter = open();
  }

  @Test
  @DisplayName("ATT-7: what it accepts is settled, and is a list as of the HTML attribute")
  final void accept() {
    assertThat(adapter.accept()).isEqualTo(adapter.accept()).isNotBlank();
    assertThat(adapter.accept().split(",", -1))
        .allMatch(entry -> entry.strip().matches("\\*|\\.\\S+|[^\\s/]+/[^\\s/]+"));
  }

  @Test
  @DisplayName("ATT-2: an added file keeps its id and is ready or complete; so is every state told")
  final void add() throws Exception {
    List<PendingAttachment> states = new CopyOnWriteArrayList<>();

    PendingAttachment added =
        adapter.add(request("att-1", acceptedFile(), new TestCancellation()), states::add);

    states.add(added);
    assertThat(states).allSatisfy(state -> {
      assertThat(state.id()).isEqualTo(new AttachmentId("att-1"));
      assertThat(state.name()).isNotBlank();
    });
    assertThat(added.status()).isIn(AttachmentStatus.READY, AttachmentStatus.COMPLETE);
  }

  @Test
  @DisplayName("ATT-11: a sent file is complete: parts that a user message may have, nothing else")
  final void send() throws Exception {
    Attachment sent = sent("att-1", acceptedFile());

    assertThat(sent.id()).isEqualTo(new AttachmentId("att-1"));
    assertThat(sent.content())
        .isNotEmpty()
        .allSatisfy(part -> assertThat(part.roles()).contains(Role.USER));
    assertThat(sent.content()).extracting(MessagePart::type).doesNotContain("tool-call");
  }

  @Test
  @DisplayName("ATT-2: two files of one name are two attachments")
  final void sameName() throws Exception {
    Attachment first = sent("att-1", acceptedFile());
    Attachment second = sent("att-2", acceptedFile());

    assertThat(first.id()).isNotEqualTo(second.id());
    assertThat(first.name()).isEqualTo(second.name());
  }

  @Test
  @DisplayName("ATT-6: an added file is taken back without a word, a second one is not touched")
  final void remove() throws Exception {
    PendingAttachment first = added("att-1", acceptedFile());
    PendingAttachment second = added("att-2", acceptedFile());

    adapter.remove(new AttachmentRequest(THREAD, first, new TestCancellation()));

    assertThat(completed(second).content()).isNotEmpty();
  }

  @Test
  @DisplayName("ATT-2: every stream of a file that was opened is closed again")
  final void closesStreams() throws Exception {
    CountedFile file = new CountedFile(acceptedFile());

    sent("att-1", file);

    assertThat(file.open.get()).isZero();
  }

  @Test
  @DisplayName("ATT-3: a file that cannot be read fails when it is added or sent, and never hangs")
  final void unreadable() {
    UnreadableFile file = new UnreadableFile(acceptedFile());
    AttachmentStatus[] status = new AttachmentStatus[1];

    Throwable thrown = catchThrowable(() -> {
      PendingAttachment added = added("att-1", file);
      status[0] = added.status();
      completed(added);
    });

    assertThat(thrown != null || requireNonNull(status[0]).isError())
        .as("thrown: %s, status: %s", thrown, status[0])
        .isTrue();
    assertThat(thrown instanceof Error).as("thrown: %s", thrown).isFalse();
  }

  @Test
  @DisplayName("ATT-4: an add that was cancelled before it began comes back, and tells no progress")
  final void cancelledBefore() {
    List<PendingAttachment> states = new CopyOnWriteArrayList<>();

    Throwable thrown = catchThrowable(() ->
        adapter.add(request("att-1", acceptedFile(), TestCancellation.cancelled()), states::add));

    assertThat(thrown instanceof Error).as("thrown: %s", thrown).isFalse();
    assertThat(states).noneMatch(state -> state.status().isComplete());
  }

  @Test
  @DisplayName("ATT-2: eight files at the same time do not get into each other's way")
  final void threads() throws Exception {
    List<Object> outcomes = Together.run(
        8, number -> () -> sent("att-" + number, acceptedFile()).id().value());

    assertThat(outcomes)
        .containsExactlyInAnyOrder(
            "att-0", "att-1", "att-2", "att-3", "att-4", "att-5", "att-6", "att-7");
  }

  private Attachment sent(String id, AttachmentFile file) throws Exception {
    return completed(added(id, file));
  }

  private PendingAttachment added(String id, AttachmentFile file) throws Exception {
    return adapter.add(request(id, file, new TestCancellation()), state -> {});
  }

  /** Completes an attachment as the runtime does: one that is complete is not sent again. */
  private Attachment completed(PendingAttachment added) throws Exception {
    return added.status().isComplete()
        ? added.toAttachment()
        : adapter.send(new AttachmentRequest(THREAD, added, new TestCancellation()));
  }

  private static AttachmentRequest request(
      String id, AttachmentFile file, TestCancellation cancellation) {
    PendingAttachment uploading = PendingAttachment.builder(
            new AttachmentId(id), "file", file.name())
        .contentType(file.contentType())
        .file(file)
        .status(AttachmentStatus.uploading(0))
        .build();
    return new AttachmentRequest(THREAD, uploading, cancellation);
  }
}
