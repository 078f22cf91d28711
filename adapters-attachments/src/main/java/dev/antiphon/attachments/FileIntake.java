package dev.antiphon.attachments;

import dev.antiphon.port.AttachmentRequest;
import dev.antiphon.thread.AttachmentFile;
import dev.antiphon.thread.PendingAttachment;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How much of a file is taken, and how long that may take.
 *
 * @param maxBytes the most bytes; counted, whatever the file says
 * @param timeLimit how long opening and reading may take
 */
record FileIntake(long maxBytes, Duration timeLimit) {

  /** The longest array that every JVM can make. */
  private static final int MAX_IN_MEMORY = Integer.MAX_VALUE - 64;

  FileIntake {
    if (maxBytes < 1 || timeLimit.isNegative() || timeLimit.isZero()) {
      throw new IllegalArgumentException(
          "A file may have 1 byte or more and take more than no time, not %d bytes and %s."
              .formatted(maxBytes, timeLimit));
    }
  }

  /** Returns the intake of files that are read into memory. */
  static FileIntake inMemory(long maxBytes, Duration timeLimit) {
    if (maxBytes > MAX_IN_MEMORY) {
      throw new IllegalArgumentException(
          "A file that is read into memory may have up to %d bytes, not %d."
              .formatted(MAX_IN_MEMORY, maxBytes));
    }
    return new FileIntake(maxBytes, timeLimit);
  }

  /** Returns the moment by which a file that is added now must be read. */
  Deadline deadline() {
    return Deadline.after(timeLimit);
  }

  /** Opens the file of a request; what it says of its length may be enough to refuse it. */
  GuardedInput open(
      AttachmentRequest request, Deadline deadline, Consumer<PendingAttachment> states)
      throws IOException {
    AttachmentFile file = request.file();
    request.cancellation().throwIfCancelled();
    if (file.size() > maxBytes) {
      throw GuardedInput.tooLarge(maxBytes);
    }
    return new GuardedInput(
        file.open(),
        maxBytes,
        deadline,
        request.cancellation(),
        new ReadProgress(request.attachment(), file.size(), states));
  }

  /** Reads the whole file of a request into memory. */
  byte[] readAll(AttachmentRequest request, Deadline deadline, Consumer<PendingAttachment> states)
      throws IOException {
    try (GuardedInput input = open(request, deadline, states)) {
      return input.readAllBytes();
    }
  }
}
