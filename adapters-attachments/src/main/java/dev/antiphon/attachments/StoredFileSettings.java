package dev.antiphon.attachments;

import dev.antiphon.spi.Setting;
import java.util.List;
import java.util.Optional;

/**
 * The settings of the attachments {@code file} of {@link AttachmentsPlugin}.
 *
 * @param fileMaxBytes the most bytes of a file
 * @param fileAccept which files are taken
 * @param fileUrl where stored files can be had
 */
record StoredFileSettings(
    @Setting(value = "most bytes of a stored file", defaultValue = "20971520")
    long fileMaxBytes,

    @Setting(value = "files that are stored, such as application/zip, .docx", defaultValue = "*")
    List<String> fileAccept,

    @Setting("URL where a stored file can be had, with {id} in it")
    Optional<String> fileUrl) {

  /** Refuses what makes no sense. */
  StoredFileSettings {
    options(fileMaxBytes, fileAccept, fileUrl);
  }

  StoredFileOptions options() {
    return options(fileMaxBytes, fileAccept, fileUrl);
  }

  private static StoredFileOptions options(
      long maxBytes, List<String> accept, Optional<String> url) {
    StoredFileOptions.Builder builder =
        StoredFileOptions.builder().maxBytes(maxBytes).accept(String.join(", ", accept));
    url.ifPresent(builder::url);
    return builder.build();
  }
}
