package dev.antiphon.cloud;

import dev.antiphon.port.AttachmentRequest;
import dev.antiphon.thread.AttachmentStatus;
import dev.antiphon.thread.PendingAttachment;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/**
 * Tells the progress of an upload: forward only, not after a cancel, and not after the end.
 *
 * <p><b>Threads.</b> Told by threads of the HTTP client, ended by the one that waits.
 */
final class UploadProgress implements DoubleConsumer, AutoCloseable {

  private static final double STEP = 0.01;

  private final AttachmentRequest request;
  private final Consumer<PendingAttachment> states;
  private final Object lock = new Object();
  private double told; // guarded by lock
  private boolean isOver; // guarded by lock

  UploadProgress(AttachmentRequest request, Consumer<PendingAttachment> states) {
    this.request = request;
    this.states = states;
  }

  @Override
  public void accept(double progress) {
    synchronized (lock) {
      if (isOver || progress < told + STEP || request.cancellation().isCancelled()) {
        return;
      }
      told = progress;
      states.accept(request.attachment().toBuilder()
          .status(AttachmentStatus.uploading(progress))
          .build());
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      isOver = true;
    }
  }
}
