package dev.antiphon.attachments;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.mime.MimeTypes;

/**
 * MIME types, as Tika's table of leading bytes knows them. No file is opened or parsed for it, but
 * for the root element of XML, without entities.
 */
final class MediaTypes {

  /** The type of bytes of which nothing is known. */
  static final String UNKNOWN = "application/octet-stream";

  /** How many leading bytes are looked at. */
  static final int PREFIX = 64 * 1024;

  private static final String PLAIN = "text/plain";
  private static final MimeTypes TYPES = MimeTypes.getDefaultMimeTypes();

  private MediaTypes() {}

  /** Returns the type of a file that starts with these bytes, without parameters. */
  static String of(byte[] start, int length) {
    try {
      ByteArrayInputStream prefix = new ByteArrayInputStream(start, 0, Math.min(length, PREFIX));
      return TYPES.detect(prefix, new Metadata()).getBaseType().toString();
    } catch (IOException impossible) {
      throw new UncheckedIOException("Bytes in memory could not be read.", impossible);
    }
  }

  /** Returns whether a browser that is given a file of a type may run what is in it. */
  private static boolean isActive(String type) {
    MediaTypeRegistry registry = TYPES.getMediaTypeRegistry();
    MediaType parsed = registry.normalize(parsed(type));
    return type.contains("html")
        || type.contains("script")
        || parsed.equals(MediaType.APPLICATION_XML)
        || registry.isSpecializationOf(parsed, MediaType.APPLICATION_XML);
  }

  /**
   * Returns the type to show of a file. Markup and scripts are shown as plain text: nobody who
   * serves the file by its type shall have them run.
   */
  static String harmless(String type) {
    return isActive(type) ? PLAIN : type;
  }

  /** Returns the type that a name's extension stands for, if it stands for one. */
  static Optional<String> namedBy(String name) {
    Metadata metadata = new Metadata();
    // Tika takes a name for a URL and stops at a # or ?
    metadata.set(
        TikaCoreProperties.RESOURCE_NAME_KEY,
        name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{Alnum}.]", "_"));
    try {
      String type = TYPES.detect(null, metadata).getBaseType().toString();
      return Optional.of(type).filter(named -> !named.equals(UNKNOWN));
    } catch (IOException impossible) {
      throw new UncheckedIOException("A name in memory could not be read.", impossible);
    }
  }

  /** Returns a type without parameters, in lower case. */
  static String baseOf(String type) {
    return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private static MediaType parsed(String type) {
    MediaType parsed = MediaType.parse(type);
    return parsed == null ? MediaType.OCTET_STREAM : parsed;
  }
}
