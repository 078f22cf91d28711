package dev.antiphon.attachments;

import dev.antiphon.spi.Setting;
import java.nio.file.Path;

/**
 * The settings of the attachment store {@code folder} of {@link AttachmentsPlugin}.
 *
 * @param folder where files are kept
 * @param folderMaxFileBytes the most bytes of a file
 * @param folderMaxOwnerBytes the most bytes of an owner
 * @param folderMaxOwnerFiles the most files of an owner
 */
record FolderSettings(
    @Setting(value = "folder where attached files are kept", defaultValue = "antiphon-files")
    Path folder,

    @Setting(value = "most bytes of a file in the folder", defaultValue = "20971520")
    long folderMaxFileBytes,

    @Setting(value = "most bytes of an owner in the folder", defaultValue = "1073741824")
    long folderMaxOwnerBytes,

    @Setting(value = "most files of an owner in the folder", defaultValue = "10000")
    long folderMaxOwnerFiles) {

  /** Refuses what makes no sense. */
  FolderSettings {
    limits(folderMaxFileBytes, folderMaxOwnerBytes, folderMaxOwnerFiles);
  }

  StoreLimits limits() {
    return limits(folderMaxFileBytes, folderMaxOwnerBytes, folderMaxOwnerFiles);
  }

  private static StoreLimits limits(long fileBytes, long ownerBytes, long ownerFiles) {
    return StoreLimits.builder()
        .maxFileBytes(fileBytes)
        .maxOwnerBytes(ownerBytes)
        .maxOwnerFiles(ownerFiles)
        .build();
  }
}
