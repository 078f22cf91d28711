package dev.antiphon.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.antiphon.attachment.AcceptList;
import dev.antiphon.cancel.Cancellation;
import dev.antiphon.message.Attachment;
import dev.antiphon.message.AttachmentId;
import dev.antiphon.message.FilePart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.AttachmentRequest;
import dev.antiphon.thread.AttachmentFile;
import dev.antiphon.thread.AttachmentStatus;
import dev.antiphon.thread.PendingAttachment;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What every {@link AttachmentAdapter} promises. Extend it and say how to make yours, and which
 * files it takes.
 *
 * <p>What an adapter can leave out is said by {@link #abilities()}; what it does not declare is
 * asserted to be absent.
 */
@PortContract(AttachmentAdapter.class)
public abstract class AttachmentAdapterContract {

  private static final ThreadKey THREAD = new ThreadKey("alice", "thread-1");

  /** Names that end quotes, tags, lines and paths. */
  private static final List<String> ODD_NAMES = List.of(
      "say \"hi\" & <b>'x'</b>",
      "line\nbreak\r\n</attachment>",
      "../../etc/passwd",
      "..\\..\\windows\\win",
      "\u202Egpj.exe",
      "nul\u0000byte",
      "\u05E9\u05DC\u05D5\u05DD \uD83D\uDE00");

  private AttachmentAdapter adapter;

  /** What an adapter may leave out. Everything else is not negotiable. */
  public enum Ability {
    /** There are files that it accepts by their name and refuses by their bytes. */
    CHECKS_BYTES,
    /** An add leaves something behind outside the attachment, which {@code remove} takes back. */
    KEEPS_FILES
  }

  /** Makes the contract; {@link #adapter} is called before each test. */
  @SuppressWarnings("NullAway.Init") // makeAdapter() sets the adapter before each test
  protected AttachmentAdapterContract() {}

  /** Makes an adapter. Called once for a test. */
  protected abstract AttachmentAdapter adapter();

  /**
   * Returns a file that the adapter takes.
   *
   * @param stem what its name starts with; an extension may follow
   */
  protected abstract AttachmentFile accepted(String stem);

  /**
   * Returns a file that the adapter accepts by its name and refuses by its bytes. Called only if
   * {@link Ability#CHECKS_BYTES} is declared.
   */
  protected AttachmentFile refused() {
    throw new UnsupportedOperationException(
        "Say which file is refused, or leave CHECKS_BYTES out.");
  }

  /** Returns what the adapter can do; all of it, unless overridden. */
  protected Set<Ability> abilities() {
    return EnumSet.allOf(Ability.class);
  }

  /**
   * Returns how many files the adapter keeps outside of attachments: 0, unless
   * {@link Ability#KEEPS_FILES} is declared.
   */
  protected int keptFiles() {
    return 0;
  }

  @BeforeEach
  final void makeAdapter() {
    adapter = adapter();
  }

  @Test
  @DisplayName("ATT-7: the accept list is always the same and has the files that are taken")
  final void accepts() {
    AttachmentFile file = accepted("file");

    assertThat(AcceptList.parse(adapter.accept()).matches(file.name(), file.contentType()))
        .isTrue();
    assertThat(adapter().accept()).isEqualTo(adapter.accept());
  }

  @Test
  @DisplayName("ATT-2: an added attachment keeps its id, and is ready or complete")
  final void added() throws Exception {
    PendingAttachment added = add(request("id-1", accepted("file")));

    assertThat(added.id()).isEqualTo(new AttachmentId("id-1"));
    assertThat(added.name()).isNotBlank();
    assertThat(added.type()).isNotBlank();
    assertThat(added.status()).isIn(AttachmentStatus.READY, AttachmentStatus.COMPLETE);
    assertThat(keptFiles()).isEqualTo(keepsFiles() ? 1 : 0);
  }

  @Test
  @DisplayName("ATT-2: states in between are uploads of the same attachment that go forward")
  final void statesGoForward() throws Exception {
    List<PendingAttachment> states = new CopyOnWriteArrayList<>();
    AtomicBoolean isOver = new AtomicBoolean();

    adapter.add(request("id-1", accepted("file")), state -> {
      assertThat(isOver).as("a state after the end").isFalse();
      states.add(state);
    });
    isOver.set(true);

    assertThat(states).allSatisfy(state -> {
      assertThat(state.id()).isEqualTo(new AttachmentId("id-1"));
      assertThat(state.status().isUploading()).isTrue();
    });
    assertThat(states.stream().map(state -> state.status().progress()).toList()).isSorted();
  }

  @Test
  @DisplayName("COMP-5: the send completes an attachment, and its content is for users")
  final void sent() throws Exception {
    PendingAttachment added = add(request("id-1", accepted("file")));

    Attachment sent = adapter.send(requestOf(added));

    assertThat(sent.id()).isEqualTo(added.id());
    assertThat(sent.name()).isEqualTo(added.name());
    assertThat(sent.type()).isEqualTo(added.type());
    assertThat(sent.contentType()).isEqualTo(added.contentType());
    assertThat(sent.content()).isNotEmpty();
    assertThat(keptFiles()).isEqualTo(keepsFiles() ? 1 : 0);
  }

  @Test
  @DisplayName("COMP-5: a send that is repeated gives the same attachment")
  final void sentAgain() throws Exception {
    PendingAttachment added = add(request("id-1", accepted("file")));

    Attachment first = adapter.send(requestOf(added));
    Attachment second = adapter.send(requestOf(added));

    assertThat(second).isEqualTo(first);
  }

  @Test
  @DisplayName("ATT-2: two files of one name are two attachments")
  final void sameName() throws Exception {
    PendingAttachment first = add(request("id-1", accepted("file")));
    PendingAttachment second = add(request("id-2", accepted("file")));

    adapter.remove(requestOf(first));

    assertThat(adapter.send(requestOf(second)).id()).isEqualTo(new AttachmentId("id-2"));
    assertThat(keptFiles()).isEqualTo(keepsFiles() ? 1 : 0);
  }

  @Test
  @DisplayName("ATT-3: a file that is not what it is accepted for fails, and leaves nothing")
  final void refusesByBytes() throws Exception {
    if (!abilities().contains(Ability.CHECKS_BYTES)) {
      assertThatThrownBy(this::refused).isInstanceOf(UnsupportedOperationException.class);
      return;
    }
    AttachmentFile file = refused();
    assertThat(AcceptList.parse(adapter.accept()).matches(file.name(), file.contentType()))
        .as("accepted by its name")
        .isTrue();

    assertThat(failure(request("id-1", file))).isNotNull();

    assertThatCode(() -> adapter.remove(request("id-1", file))).doesNotThrowAnyException();
    assertThat(keptFiles()).isZero();
  }

  @Test
  @DisplayName("ATT-3: a file that cannot be read fails, wherever it breaks off, and is closed")
  final void unreadable() throws Exception {
    for (int whole : List.of(0, 1)) {
      ObservedFile file = ObservedFile.acting(accepted("file"), before -> {
        if (before >= whole) {
          throw new IOException("the upload was cut");
        }
      });

      assertThat(failure(request("id-1", file))).isNotNull();

      assertThat(file.openStreams()).isZero();
      assertThat(keptFiles()).isZero();
    }
  }

  @Test
  @DisplayName("ATT-4: an add that was cancelled before does not read the file, and fails")
  final void cancelledBefore() throws Exception {
    SwitchedCancellation cancellation = new SwitchedCancellation();
    cancellation.cancel();
    ObservedFile file = ObservedFile.of(accepted("file"));

    assertThat(failure(request("id-1", file, cancellation))).isNotNull();

    assertThat(file.openStreams()).isZero();
    assertThat(keptFiles()).isZero();
  }

  @Test
  @DisplayName(
      "ATT-4: an add that is cancelled while it reads fails, and tells no state after that")
  final void cancelledWhileReading() throws Exception {
    SwitchedCancellation cancellation = new SwitchedCancellation();
    ObservedFile file = ObservedFile.acting(accepted("file"), before -> {
      if (before > 0) {
        cancellation.cancel();
      }
    });
    AtomicBoolean isLate = new AtomicBoolean();

    Throwable failure =
        catchThrowable(() -> adapter.add(request("id-1", file, cancellation), state -> {
          if (cancellation.isCancelled()) {
            isLate.set(true);
          }
        }));

    assertThat(failure).isNotNull();
    assertThat(isLate).isFalse();
    assertThat(file.openStreams()).isZero();
    assertThat(keptFiles()).isZero();
  }

  @Test
  @DisplayName("ATT-6: removing takes back what was kept, and can be repeated")
  final void removed() throws Exception {
    PendingAttachment added = add(request("id-1", accepted("file")));

    adapter.remove(requestOf(added));
    assertThatCode(() -> adapter.remove(requestOf(added))).doesNotThrowAnyException();

    assertThat(keptFiles()).isZero();
  }

  @Test
  @DisplayName("ATT-6: removing what was never added does nothing")
  final void removedUnadded() throws Exception {
    assertThatCode(() -> adapter.remove(request("id-1", accepted("file"))))
        .doesNotThrowAnyException();

    assertThat(keptFiles()).isZero();
  }

  @Test
  @DisplayName("ATT-2: every stream that was opened is closed, and the file is never changed")
  final void closesStreams() throws Exception {
    ObservedFile file = ObservedFile.of(accepted("file"));

    adapter.send(requestOf(add(request("id-1", file))));

    assertThat(file.wasOpened()).isTrue();
    assertThat(file.openStreams()).isZero();
  }

  @Test
  @DisplayName("ATT-10: a text stands in one tag, whatever the name of its file")
  final void tags() throws Exception {
    for (String stem : ODD_NAMES) {
      AttachmentFile file = accepted("file");
      ObservedFile odd = ObservedFile.named(file, stem + extensionOf(file));

      Attachment sent = adapter.send(requestOf(add(request("id-1", odd))));

      for (MessagePart part : sent.content()) {
        if (part instanceof TextPart text) {
          assertThat(text.text().lines().findFirst().orElse(""))
              .matches("<attachment name=\"[^\"<>]*\">");
          assertThat(text.text()).endsWith("\n</attachment>");
        }
      }
    }
  }

  @Test
  @DisplayName("ATT-11: an image is a URL or data URL, a file has a type")
  final void urls() throws Exception {
    Attachment sent = adapter.send(requestOf(add(request("id-1", accepted("file")))));

    for (MessagePart part : sent.content()) {
      if (part instanceof ImagePart image) {
        assertThat(image.image()).matches("(?s)data:image/[a-z]+;base64,.+|[a-z]+:.+|/.*");
      }
      if (part instanceof FilePart file) {
        assertThat(file.mimeType()).contains("/");
        assertThat(file.data()).isNotEmpty();
      }
    }
  }

  @Test
  @DisplayName("eight files that are added at once are eight attachments")
  final void together() throws Exception {
    List<Object> outcomes = Together.run(8, number -> () -> {
      PendingAttachment added = add(request("id-" + number, accepted("file-" + number)));
      return adapter.send(requestOf(added)).id();
    });

    assertThat(outcomes)
        .extracting(Object::toString)
        .containsExactly("id-0", "id-1", "id-2", "id-3", "id-4", "id-5", "id-6", "id-7");
    assertThat(keptFiles()).isEqualTo(keepsFiles() ? 8 : 0);
  }

  private boolean keepsFiles() {
    return abilities().contains(Ability.KEEPS_FILES);
  }

  private PendingAttachment add(AttachmentRequest request) throws Exception {
    return adapter.add(request, state -> {});
  }

  /** Returns how an add failed: what it threw, or the error that it returned; else nothing. */
  private @Nullable Object failure(AttachmentRequest request) {
    PendingAttachment[] last = new PendingAttachment[1];
    Throwable thrown = catchThrowable(() -> last[0] = add(request));
    if (thrown != null) {
      return thrown;
    }
    return last[0].status().isError() ? last[0].status() : null;
  }

  private static String extensionOf(AttachmentFile file) {
    int dot = file.name().lastIndexOf('.');
    return dot < 0 ? "" : file.name().substring(dot);
  }

  private static AttachmentRequest request(String id, AttachmentFile file) {
    return request(id, file, Cancellation.none());
  }

  private static AttachmentRequest request(
      String id, AttachmentFile file, Cancellation cancellation) {
    return new AttachmentRequest(
        THREAD,
        PendingAttachment.builder(new AttachmentId(id), "file", file.name())
            .contentType(file.contentType())
            .file(file)
            .status(AttachmentStatus.uploading(0))
            .build(),
        cancellation);
  }

  private static AttachmentRequest requestOf(PendingAttachment attachment) {
    return new AttachmentRequest(THREAD, attachment, Cancellation.none());
  }
}
