package dev.antiphon.attachments;

import dev.antiphon.port.FileId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where stored files can be had.
 *
 * @param before what stands before the id
 * @param after what stands behind it
 */
record FileUrl(String before, String after) {

  private static final String ID = "{id}";
  private static final Pattern FILE_ID = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,255}");

  static FileUrl of(String template) {
    int place = template.indexOf(ID);
    if (place < 0) {
      throw new IllegalArgumentException(
          "The URL of stored files has no {id}. Write one where the id of the file goes, such as https://files.example.org/{id}.");
    }
    return new FileUrl(template.substring(0, place), template.substring(place + ID.length()));
  }

  String of(FileId file) {
    return before + file.value() + after;
  }

  /** Returns the file that a URL names, if it is one of these. */
  Optional<FileId> fileOf(String url) {
    if (!url.startsWith(before)
        || !url.endsWith(after)
        || url.length() < before.length() + after.length()) {
      return Optional.empty();
    }
    return Optional.of(url.substring(before.length(), url.length() - after.length()))
        .filter(id -> FILE_ID.matcher(id).matches())
        .map(FileId::new);
  }
}
