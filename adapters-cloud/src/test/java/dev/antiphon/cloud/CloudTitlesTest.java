package dev.antiphon.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.FilePart;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Role;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.TextWriter;
import dev.antiphon.port.TitleRequest;
import dev.antiphon.tck.SampleMessages;
import dev.antiphon.thread.UnknownThreadException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Titles that the cloud makes. */
class CloudTitlesTest {

  private static final ThreadKey THREAD = new ThreadKey("ada", "plans");
  private static final List<Message> MESSAGES = List.of(
      SampleMessages.user("q", "What is the weather?"), SampleMessages.assistant("a", "It rains."));

  private final CloudWorld world = new CloudWorld();
  private final TestCancellation cancellation = new TestCancellation();
  private final List<String> pieces = new CopyOnWriteArrayList<>();

  @BeforeEach
  void createThread() {
    new CloudThreadList(world.client()).initialize(THREAD);
  }

  @AfterEach
  void closeWorld() {
    world.close();
  }

  private TextWriter writer(Runnable onPiece) {
    return new TextWriter() {
      @Override
      public void text(String delta) {
        pieces.add(delta);
        onPiece.run();
      }

      @Override
      public boolean isClosed() {
        return false;
      }
    };
  }

  private String title(List<Message> messages) {
    new CloudTitles(world.client())
        .generateTitle(new TitleRequest(THREAD, messages, cancellation), writer(() -> {}));
    return String.join("", pieces);
  }

  @Test
  @DisplayName("TITLE-3: a title comes as it is written, and characters that were cut are whole")
  void streamed() {
    List<byte[]> bytes = new ArrayList<>();
    for (byte each : "Wetter \u00e4\u20ac\ud83d\ude00".getBytes(StandardCharsets.UTF_8)) {
      bytes.add(new byte[] {each});
    }
    world.cloud.extras.title = bytes;

    assertThat(title(MESSAGES)).isEqualTo("Wetter \u00e4\u20ac\ud83d\ude00");
  }

  @Test
  @DisplayName("TITLE-3: a title is the first line, and cut if it has no end")
  void oneLine() {
    world.cloud.extras.title = FakeExtras.pieces("\n  ", "First", " line\nsecond");
    assertThat(title(MESSAGES)).isEqualTo("First line");

    pieces.clear();
    world.cloud.extras.title = FakeExtras.pieces("x".repeat(5000), "y".repeat(5000));
    assertThat(title(MESSAGES)).hasSize(120);
  }

  @Test
  @DisplayName("TITLE-3: texts and tool calls are sent, files are not, and odd texts well-formed")
  void sent() {
    Message question = Message.builder(new MessageId("q"), Role.USER, SampleMessages.CREATED_AT)
        .content(List.of(
            TextPart.of("Look \ud83d\u0000"),
            new FilePart("c2VjcmV0", "text/plain", null, null, null, null)))
        .build();

    title(List.of(question));

    Map<String, Object> body = world.cloud.extras.titleRequests.get(0);
    assertThat(body)
        .containsEntry("thread_id", world.cloud.data.only("ada").text("id"))
        .containsEntry("assistant_id", "system/thread_title");
    assertThat(String.valueOf(body.get("messages")))
        .contains("Look \ufffd\ufffd", "role=user", "id=q")
        .doesNotContain("c2VjcmV0");
  }

  @Test
  @DisplayName("TITLE-2: a cancel ends a title that stalls, at once")
  void cancelled() {
    world.cloud.failNext("POST", "/runs/stream", new Fault.Stall("The wea"));
    TitleRequest request = new TitleRequest(THREAD, MESSAGES, cancellation);
    CloudTitles titles = new CloudTitles(world.client());

    assertThatThrownBy(() -> titles.generateTitle(request, writer(cancellation::cancel)))
        .isInstanceOf(CancellationException.class);

    assertThat(pieces).containsExactly("The wea");
  }

  @Test
  @DisplayName("TITLE-5: what is no text, or refused, is a typed error")
  void failures() {
    world.cloud.failNext("POST", "/runs/stream", new Fault.Nonsense("{}"), Fault.status(429));

    assertThatThrownBy(() -> title(MESSAGES))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("text/plain");
    assertThatThrownBy(() -> title(MESSAGES))
        .isInstanceOfSatisfying(
            CloudException.class, failure -> assertThat(failure.code()).isEqualTo("rate-limit"));
    assertThat(pieces).isEmpty();
  }

  @Test
  @DisplayName("TITLE-5: a thread that the cloud does not have is named")
  void unknownThread() {
    CloudTitles titles = new CloudTitles(world.client());
    TitleRequest request = new TitleRequest(new ThreadKey("ada", "other"), MESSAGES, cancellation);

    assertThatThrownBy(() -> titles.generateTitle(request, writer(() -> {})))
        .isInstanceOf(UnknownThreadException.class)
        .hasMessageContaining("other");
  }
}
