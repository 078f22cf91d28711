package dev.antiphon.attachment;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.FilePart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.MessagePart;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part that a model gets of a file: an image part of an image, a file part of any other file
 * (rule ATT-11).
 */
public final class AttachedFile {

  private static final String UNKNOWN_TYPE = "application/octet-stream";

  /** So many base64 characters give the leading bytes of an image. */
  private static final int LEADING_CHARACTERS = (ImageType.LEADING_BYTES + 2) / 3 * 4;

  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]++={0,2}");

  private AttachedFile() {}

  /**
   * Returns the part of a file whose bytes go with the message, as a data URL.
   *
   * @param name the file's name
   * @param contentType its MIME type; if {@code null} or blank, that of an image is told by its
   *     leading bytes
   * @param content its bytes
   */
  public static MessagePart of(String name, @Nullable String contentType, byte[] content) {
    String type = typeOf(contentType, content);
    return part(name, type, DataUrl.of(type, content), null);
  }

  /**
   * Returns the part of a file that is stored somewhere, as its URL.
   *
   * @param name the file's name
   * @param contentType its MIME type; if {@code null} or blank, that of an image is told by its
   *     leading bytes
   * @param leading the bytes it starts with; {@value ImageType#LEADING_BYTES} suffice
   * @param url where the model or the user interface finds it
   */
  public static MessagePart stored(
      String name, @Nullable String contentType, byte[] leading, String url) {
    return part(name, typeOf(contentType, leading), requireNonNull(url, "url"), "url");
  }

  private static MessagePart part(
      String name, String type, String url, @Nullable String sourceType) {
    return isImage(type)
        ? new ImagePart(url, name, null)
        : new FilePart(url, type, name, sourceType, null, null);
  }

  /**
   * Returns an image as a URL: what is one already stays as it is, raw base64 is wrapped into a
   * data URL.
   *
   * @param image a URL of any scheme, or the bytes in base64
   * @param contentType the MIME type of raw base64; if {@code null} or blank, it is told by the
   *     leading bytes
   * @return a URL; what is neither stays as it is
   */
  public static String imageUrl(String image, @Nullable String contentType) {
    if (!isBase64(image)) {
      return image;
    }
    if (contentType != null && !contentType.isBlank()) {
      return DataUrl.ofBase64(contentType, image);
    }
    return leadingType(image).map(type -> DataUrl.ofBase64(type, image)).orElse(image);
  }

  private static boolean isBase64(String image) {
    return image.length() % 4 == 0 && BASE64.matcher(image).matches();
  }

  private static Optional<String> leadingType(String base64) {
    String leading = base64.substring(0, Math.min(base64.length(), LEADING_CHARACTERS));
    return ImageType.of(Base64.getDecoder().decode(leading));
  }

  private static String typeOf(@Nullable String contentType, byte[] leading) {
    if (contentType != null && !contentType.isBlank()) {
      return contentType.strip();
    }
    return ImageType.of(leading).orElse(UNKNOWN_TYPE);
  }

  private static boolean isImage(String type) {
    return type.toLowerCase(Locale.ROOT).startsWith("image/");
  }
}
