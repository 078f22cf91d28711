package dev.antiphon.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Attachment;
import dev.antiphon.message.AttachmentId;
import dev.antiphon.message.DraftId;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Quote;
import dev.antiphon.message.Role;
import dev.antiphon.testing.ValueCheck;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ComposerStateTest {

  private static final Quote QUOTE = new Quote("cited", new MessageId("m1"));
  private static final PendingAttachment ATTACHMENT =
      PendingAttachment.builder(new AttachmentId("a1"), "file", "notes.txt").build();
  private static final Draft DRAFT = Draft.builder(new DraftId("d1")).text("x").build();
  private static final DictationState DICTATION =
      new DictationState(MediaStatus.RUNNING, "hm", false);

  @Test
  @DisplayName("COMP-1: the state of a composer is a value: each field is kept and counts")
  void state() {
    ValueCheck.of(ComposerState::builder, ComposerState.Builder::build, ComposerState::toBuilder)
        .field(
            "editedMessageId",
            ComposerState.Builder::editedMessageId,
            ComposerState::editedMessageId,
            new MessageId("m1"),
            new MessageId("m2"))
        .field("text", ComposerState.Builder::text, ComposerState::text, "a", "b")
        .field(
            "role", ComposerState.Builder::role, ComposerState::role, Role.SYSTEM, Role.ASSISTANT)
        .field(
            "runConfig",
            ComposerState.Builder::runConfig,
            ComposerState::runConfig,
            Map.of("a", 1),
            Map.of("a", 2))
        .field(
            "quote",
            ComposerState.Builder::quote,
            ComposerState::quote,
            QUOTE,
            new Quote("other", new MessageId("m1")))
        .field(
            "attachments",
            ComposerState.Builder::attachments,
            ComposerState::attachments,
            List.of(ATTACHMENT),
            List.of(ATTACHMENT, ATTACHMENT))
        .field(
            "dictation",
            ComposerState.Builder::dictation,
            ComposerState::dictation,
            DICTATION,
            new DictationState(MediaStatus.RUNNING, "", true))
        .field(
            "unsent",
            ComposerState.Builder::unsent,
            ComposerState::unsent,
            List.of(DRAFT),
            List.of(DRAFT, DRAFT))
        .verify();
    ComposerState sending = ComposerState.builder().isSending(true).build();
    assertThat(sending).isNotEqualTo(ComposerState.builder().build());
    assertThat(sending.toBuilder().build()).isEqualTo(sending);
    assertThat(ComposerState.builder().text("secret").build().toString()).doesNotContain("secret");
  }

  @Test
  @DisplayName("OPT-9: an attachment is addressed by its place; one that is not there is refused")
  void attachmentByPlace() {
    ComposerState state =
        ComposerState.builder().attachments(List.of(ATTACHMENT)).build();

    assertThat(state.attachment(0)).isEqualTo(ATTACHMENT);
    assertThatThrownBy(() -> state.attachment(1)).isInstanceOf(UnknownAttachmentException.class);
    assertThatThrownBy(() -> state.attachment(-1)).isInstanceOf(UnknownAttachmentException.class);
  }

  @Test
  @DisplayName("COMP-9: a draft is a value: each field is kept and counts")
  void draft() {
    ValueCheck.of(() -> Draft.builder(new DraftId("d1")), Draft.Builder::build, Draft::toBuilder)
        .field("text", Draft.Builder::text, Draft::text, "a", "b")
        .field("role", Draft.Builder::role, Draft::role, Role.SYSTEM, Role.ASSISTANT)
        .field(
            "runConfig", Draft.Builder::runConfig, Draft::runConfig, Map.of("a", 1), Map.of("a", 2))
        .field(
            "quote",
            Draft.Builder::quote,
            Draft::quote,
            QUOTE,
            new Quote("other", new MessageId("m1")))
        .field(
            "attachments",
            Draft.Builder::attachments,
            Draft::attachments,
            List.of(ATTACHMENT),
            List.of(ATTACHMENT, ATTACHMENT))
        .field(
            "editedMessageId",
            Draft.Builder::editedMessageId,
            Draft::editedMessageId,
            new MessageId("m1"),
            new MessageId("m2"))
        .field(
            "error",
            Draft.Builder::error,
            Draft::error,
            ErrorInfo.of("a", "a"),
            ErrorInfo.of("b", "b"))
        .verify();
    assertThat(DRAFT.toString()).contains("d1").doesNotContain("x");
    assertThat(new DraftId("d1")).isLessThan(new DraftId("d2")).hasToString("d1");
  }

  @Test
  @DisplayName("ATT-2: an attachment of a draft has a file until it is complete, and then content")
  void pendingAttachment() {
    Attachment complete = Attachment.builder(new AttachmentId("a1"), "image", "cat.png")
        .contentType("image/png")
        .build();

    assertThat(PendingAttachment.of(complete).toAttachment()).isEqualTo(complete);
    assertThatThrownBy(ATTACHMENT::toAttachment)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a1");
    assertThatThrownBy(() -> AttachmentStatus.uploading(1.5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AttachmentStatus(
            AttachmentStatus.Type.COMPLETE, AttachmentStatus.Reason.ERROR, 0, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(AttachmentStatus.UPLOAD_PAUSED.isUploading()).isFalse();
  }
}
