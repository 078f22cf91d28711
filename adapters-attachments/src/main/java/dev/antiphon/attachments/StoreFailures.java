package dev.antiphon.attachments;

import dev.antiphon.port.StorageException;
import java.io.IOException;

/**
 * What a file system threw, as a {@link StorageException} (rule ERR-6). Paths stay in the cause.
 */
final class StoreFailures {

  private StoreFailures() {}

  static StorageException of(IOException failed) {
    String text = String.valueOf(failed.getMessage());
    if (text.contains("No space left") || text.contains("not enough space")) {
      return new StorageException(
          "disk-full",
          "The folder of attached files has no room left. Make room and try again.",
          true,
          failed);
    }
    return new StorageException(
        "unavailable",
        "The folder of attached files cannot be used. See that it is there and can be read and written; the cause says more.",
        true,
        failed);
  }

  static StorageException tooLarge(long maxFileBytes) {
    return new StorageException(
        "too-large",
        "The file has more than the %d bytes that are kept of one. Give a smaller one, or allow more."
            .formatted(maxFileBytes),
        false,
        null);
  }

  static StorageException ownerFull(StoreLimits limits) {
    return new StorageException(
        "too-large",
        "With this file its owner would have more than the %d bytes or %d files allowed. Delete some, or allow more."
            .formatted(limits.maxOwnerBytes(), limits.maxOwnerFiles()),
        false,
        null);
  }
}
