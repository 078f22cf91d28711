package dev.antiphon.examples.console;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Feedback;
import dev.antiphon.thread.HistoryRepair;
import dev.antiphon.thread.MediaStatus;
import dev.antiphon.thread.ThreadEvent;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says what the messages of a thread do not tell: what was not stored, not sent, or repaired. */
final class Notices implements Consumer<ThreadEvent> {

  private final Transcript transcript;

  Notices(Transcript transcript) {
    this.transcript = transcript;
  }

  @Override
  public void accept(ThreadEvent event) {
    if (event instanceof ThreadEvent.MessageNotSent notSent) {
      error("Not sent", notSent.error());
    } else if (event instanceof ThreadEvent.MessageUnsaved unsaved) {
      error("The reply is not stored, which the next message tries again", unsaved.error());
    } else if (event instanceof ThreadEvent.LoadFailed failed) {
      error("The thread cannot be read", failed.error());
    } else if (event instanceof ThreadEvent.QueueItemFailed failed) {
      error("A message that waited could not be sent; /queue lists what waits", failed.error());
    } else if (event instanceof ThreadEvent.FeedbackChanged changed) {
      transcript.note(mark(changed.feedback()));
    } else if (event instanceof ThreadEvent.SuggestionsFailed failed) {
      error("Nothing can be suggested", failed.error());
    } else if (event instanceof ThreadEvent.SpeechChanged changed) {
      speech(changed.speech().status());
    } else if (event instanceof ThreadEvent.HistoryRepaired repaired) {
      repaired.repairs().stream()
          .filter(repair -> repair.kind() != HistoryRepair.Kind.INTERRUPTED)
          .forEach(repair -> transcript.error("Repaired: " + Printable.line(repair.detail())));
    } else if (event instanceof ThreadEvent.LeakSuspected leak) {
      transcript.error(
          "Does not stop although it was cancelled: " + Printable.line(leak.culprit()));
    }
    // Everything else is in the messages.
  }

  private static String mark(@Nullable Feedback feedback) {
    if (feedback == null) {
      return "(the mark is taken back)";
    }
    String comment = feedback.comment() == null ? "" : ": " + Printable.line(feedback.comment());
    return "(marked as " + (feedback.type() == Feedback.Type.POSITIVE ? "good" : "bad") + comment
        + ")";
  }

  private void speech(MediaStatus status) {
    if (status.equals(MediaStatus.RUNNING)) {
      transcript.note("(is being read; /silence stops it)");
    } else if (status.equals(MediaStatus.FINISHED)) {
      transcript.note("(read)");
    } else if (status.equals(MediaStatus.CANCELLED)) {
      transcript.note("(not read to its end)");
    }
    // What failed is told to whoever asked for it.
  }

  private void error(String what, ErrorInfo error) {
    transcript.error(what + ": " + Printable.line(error.message()));
  }
}
