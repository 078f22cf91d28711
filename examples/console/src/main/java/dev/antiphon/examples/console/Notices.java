package dev.antiphon.examples.console;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.thread.HistoryRepair;
import dev.antiphon.thread.ThreadEvent;
import java.util.function.Consumer;

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
      error("A message that waited could not be sent", failed.error());
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

  private void error(String what, ErrorInfo error) {
    transcript.error(what + ": " + Printable.line(error.message()));
  }
}
