package dev.antiphon.attachments;

import dev.antiphon.thread.AttachmentStatus;
import dev.antiphon.thread.PendingAttachment;
import java.util.function.Consumer;

/**
 * Tells how much of a file is read, in steps of a percent or more. A file that does not say its
 * length has no progress.
 *
 * <p>For one thread.
 */
final class ReadProgress {

  private static final double STEP = 0.01;

  private final PendingAttachment attachment;
  private final Consumer<PendingAttachment> states;
  private final long size;
  private double told;

  ReadProgress(PendingAttachment attachment, long size, Consumer<PendingAttachment> states) {
    this.attachment = attachment;
    this.size = size;
    this.states = states;
  }

  /** Tells the progress, if that is worth it, after so many bytes in all. */
  void read(long bytes) {
    if (size <= 0) {
      return;
    }
    double progress = Math.min(1, (double) bytes / size);
    if (progress - told >= STEP || (progress == 1 && told < 1)) {
      told = progress;
      states.accept(
          attachment.toBuilder().status(AttachmentStatus.uploading(progress)).build());
    }
  }
}
