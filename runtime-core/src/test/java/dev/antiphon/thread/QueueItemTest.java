package dev.antiphon.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Attachment;
import dev.antiphon.message.AttachmentId;
import dev.antiphon.message.DataPart;
import dev.antiphon.message.FilePart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.QueueItemId;
import dev.antiphon.message.Role;
import dev.antiphon.message.RunId;
import dev.antiphon.message.TextPart;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class QueueItemTest {

  private static final String PNG = "data:image/png;base64,iVBORw0KGgo=";

  private static QueueItem item(@Nullable Message message, @Nullable ErrorInfo error) {
    return new QueueItem(
        new QueueItemId("que_1"), new RunId("run_1"), QueueLane.QUEUE, message, error);
  }

  private static Message message(List<MessagePart> content, Attachment... attachments) {
    return Message.builder(new MessageId("msg_1"), Role.USER, Instant.EPOCH)
        .content(content)
        .attachments(List.of(attachments))
        .build();
  }

  private static Attachment attachment(String name, String contentType, MessagePart... content) {
    return Attachment.builder(new AttachmentId(name), "file", name)
        .contentType(contentType)
        .content(List.of(content))
        .build();
  }

  @Test
  @DisplayName("QUEUE-2: an item shows its text, not those of its attachments")
  void text() {
    QueueItem item = item(
        message(
            List.of(TextPart.of("Read this")),
            attachment("a.txt", "text/plain", TextPart.of("<attachment>long text</attachment>"))),
        null);

    assertThat(item.text()).isEqualTo("Read this");
    assertThat(item.parts()).containsExactly(TextPart.of("Read this"));
  }

  @Test
  @DisplayName("QUEUE-2: images are shown as file parts, those of attachments by their name")
  void images() {
    FilePart pdf = new FilePart("JVBERi0=", "application/pdf", "b.pdf", null, null, null);
    QueueItem item = item(
        message(
            List.of(TextPart.of("Look"), new ImagePart(PNG, "shot.png", null)),
            attachment("c.webp", "image/webp", new ImagePart("https://x.org/c", null, null)),
            attachment("b.pdf", "application/pdf", pdf)),
        null);

    assertThat(item.parts())
        .containsExactly(
            TextPart.of("Look"),
            new FilePart(PNG, "image/png", "shot.png", null, null, null),
            new FilePart("https://x.org/c", "image/webp", "c.webp", "url", null, null),
            pdf);
  }

  @Test
  @DisplayName("QUEUE-2: an image of unknown type is still an image, and other parts stay")
  void unknownImageType() {
    DataPart data = new DataPart("place", Map.of("city", "SF"));
    QueueItem item = item(
        message(List.of(
            new ImagePart("https://x.org/d", null, null),
            new ImagePart("data:,", null, null),
            data)),
        null);

    assertThat(item.parts())
        .containsExactly(
            new FilePart("https://x.org/d", "image/*", null, "url", null, null),
            new FilePart("data:,", "image/*", null, null, null, null),
            data);
  }

  @Test
  @DisplayName("QUEUE-2: an item waits or has failed; a run without a message shows nothing")
  void stateAndNoMessage() {
    QueueItem waiting = item(null, null);
    QueueItem failed = item(null, ErrorInfo.of(ErrorInfo.STORAGE, "Disk full"));

    assertThat(waiting.state()).isEqualTo(QueueItem.State.WAITING);
    assertThat(failed.state()).isEqualTo(QueueItem.State.FAILED);
    assertThat(waiting.text()).isEmpty();
    assertThat(waiting.parts()).isEmpty();
  }
}
