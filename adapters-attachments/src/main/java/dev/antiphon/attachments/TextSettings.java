package dev.antiphon.attachments;

import dev.antiphon.spi.Setting;

/**
 * The settings of the attachments {@code text} of {@link AttachmentsPlugin}.
 *
 * @param textMaxBytes the most bytes of a text
 * @param textMaxCharacters after how many characters a text is cut
 */
record TextSettings(
    @Setting(value = "most bytes of a text", defaultValue = "5242880")
    long textMaxBytes,

    @Setting(value = "characters after which a text is cut", defaultValue = "1000000")
    int textMaxCharacters) {

  /** Refuses what makes no sense. */
  TextSettings {
    options(textMaxBytes, textMaxCharacters);
  }

  TextOptions options() {
    return options(textMaxBytes, textMaxCharacters);
  }

  private static TextOptions options(long maxBytes, int maxCharacters) {
    return TextOptions.builder().maxBytes(maxBytes).maxCharacters(maxCharacters).build();
  }
}
