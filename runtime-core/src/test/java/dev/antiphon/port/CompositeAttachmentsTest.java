package dev.antiphon.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.cancel.Cancellation;
import dev.antiphon.message.Attachment;
import dev.antiphon.message.AttachmentId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.testing.ScriptedAttachments;
import dev.antiphon.thread.AttachmentRejectedException;
import dev.antiphon.thread.PendingAttachment;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CompositeAttachmentsTest {

  private final ScriptedAttachments images = new ScriptedAttachments().accepting("image/*, .png");
  private final ScriptedAttachments pngs = new ScriptedAttachments().accepting("image/png");
  private final ScriptedAttachments rest = new ScriptedAttachments().accepting("text/*");
  private final CompositeAttachments all = CompositeAttachments.of(images, pngs, rest);

  @Test
  @DisplayName("ATT-9: the first adapter that accepts wins, and gets send and remove too")
  void firstWins() throws Exception {
    AttachmentRequest image = request("a1", "cat.png", "image/png");
    AttachmentRequest text = request("a2", "notes.txt", "text/plain");

    PendingAttachment added = all.add(image, state -> {});
    all.add(text, state -> {});
    Attachment sent = all.send(image);
    all.remove(text);

    assertThat(added.status().isComplete()).isFalse();
    assertThat(sent.name()).isEqualTo("cat.png");
    assertThat(images.calls()).containsExactly("add cat.png", "send cat.png");
    assertThat(pngs.calls()).isEmpty();
    assertThat(rest.calls()).containsExactly("add notes.txt", "remove notes.txt");
  }

  @Test
  @DisplayName("ATT-9: send and remove go to the adapter that added it, whatever it accepts by now")
  void staysWithItsAdapter() throws Exception {
    AttachmentRequest image = request("a1", "cat.png", "image/png");
    all.add(image, state -> {});
    images.accepting("");

    all.send(image);

    assertThat(images.calls()).containsExactly("add cat.png", "send cat.png");
    assertThatThrownBy(() -> all.send(image)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @DisplayName("ATT-9: none accepting is not-accepted")
  void noneAccepts() {
    AttachmentRequest sound = request("a1", "song.mp3", "audio/mpeg");

    assertThatThrownBy(() -> all.add(sound, state -> {}))
        .isInstanceOfSatisfying(
            AttachmentRejectedException.class,
            rejected -> assertThat(rejected.reason())
                .isEqualTo(AttachmentRejectedException.Reason.NOT_ACCEPTED))
        .hasMessageContaining("song.mp3")
        .hasMessageContaining("text/*");
  }

  @Test
  @DisplayName("ATT-9: one that accepts everything must be last")
  void everythingIsLast() {
    ScriptedAttachments everything = new ScriptedAttachments();

    assertThatThrownBy(() -> CompositeAttachments.of(images, everything, rest))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 of 3");
    assertThat(CompositeAttachments.of(images, rest, everything).accept()).isEqualTo("*");
  }

  @Test
  @DisplayName("ATT-9: accept is the joined list")
  void joinedList() {
    assertThat(all.accept()).isEqualTo("image/*,.png,image/png,text/*");
    assertThat(CompositeAttachments.of().accept()).isEmpty();
  }

  @Test
  @DisplayName("ATT-9: an attachment that is complete when it is added is not kept in mind")
  void completeAtOnce() throws Exception {
    images.onAdd(
        "cat.png",
        (request, states) -> PendingAttachment.of(ScriptedAttachments.complete(request)));
    AttachmentRequest image = request("a1", "cat.png", "image/png");
    all.add(image, state -> {});

    assertThatThrownBy(() -> all.remove(image)).isInstanceOf(IllegalStateException.class);
  }

  private static AttachmentRequest request(String id, String name, String type) {
    PendingAttachment attachment = PendingAttachment.builder(new AttachmentId(id), "file", name)
        .contentType(type)
        .build();
    return new AttachmentRequest(new ThreadKey("ada", "t"), attachment, Cancellation.none());
  }
}
