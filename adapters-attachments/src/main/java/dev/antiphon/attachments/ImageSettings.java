package dev.antiphon.attachments;

import dev.antiphon.spi.Setting;

/**
 * The settings of the attachments {@code image} of {@link AttachmentsPlugin}.
 *
 * @param imageMaxBytes the most bytes of an image
 * @param imageMaxPixels the most pixels of an image
 * @param imageScaleTo to how many pixels a side larger images are made smaller
 */
record ImageSettings(
    @Setting(value = "most bytes of an image", defaultValue = "20971520")
    long imageMaxBytes,

    @Setting(value = "most pixels of an image", defaultValue = "40000000")
    long imageMaxPixels,

    @Setting(
        value = "pixels of the longer side to which larger images are made smaller, or 0",
        defaultValue = "0")
    int imageScaleTo) {

  /** Refuses what makes no sense. */
  ImageSettings {
    options(imageMaxBytes, imageMaxPixels, imageScaleTo);
  }

  ImageOptions options() {
    return options(imageMaxBytes, imageMaxPixels, imageScaleTo);
  }

  private static ImageOptions options(long maxBytes, long maxPixels, int scaleTo) {
    return ImageOptions.builder()
        .maxBytes(maxBytes)
        .maxPixels(maxPixels)
        .scaleTo(scaleTo)
        .build();
  }
}
