package dev.antiphon.attachments;

import dev.antiphon.thread.AttachmentFile;
import java.util.function.Predicate;

/** Compares what a file says of its type with what its bytes say. */
final class TypeClaims {

  private TypeClaims() {}

  /**
   * Refuses a file that calls itself something else than what it is.
   *
   * @param file the file, whose name and type are claims
   * @param found the type of its bytes
   * @param mayClaim which types a file of the found one may claim
   */
  static void check(AttachmentFile file, String found, Predicate<String> mayClaim) {
    MediaTypes.namedBy(FileNames.harmless(file.name()))
        .filter(mayClaim.negate())
        .ifPresent(claimed -> {
          throw disguised("name", claimed, found);
        });
    String declared = file.contentType();
    if (declared != null && !declared.isBlank()) {
      String claimed = MediaTypes.baseOf(declared);
      if (!claimed.equals(MediaTypes.UNKNOWN) && !mayClaim.test(claimed)) {
        throw disguised("type", claimed, found);
      }
    }
  }

  private static FileRefusedException disguised(String what, String claimed, String found) {
    return new FileRefusedException(
        FileRefusal.DISGUISED,
        "By its %s the file is %s, by its bytes it is %s. Give it a name and type that fit."
            .formatted(what, isShowable(claimed) ? claimed : "of no known form", found));
  }

  /** A type is a text of somebody else: one with strange characters is not repeated. */
  private static boolean isShowable(String type) {
    return type.matches("[a-z0-9/+._-]{1,100}");
  }
}
