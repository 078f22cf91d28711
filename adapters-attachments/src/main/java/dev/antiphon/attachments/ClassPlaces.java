package dev.antiphon.attachments;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where classes were loaded from, as the class path of another process. */
final class ClassPlaces {

  private ClassPlaces() {}

  /**
   * Returns a class path with the jars or folders of some classes.
   *
   * @throws IllegalStateException if one is not in a jar or folder of the file system
   */
  static String of(Class<?>... classes) {
    List<String> places = new ArrayList<>();
    for (Class<?> each : classes) {
      String place = placeOf(each).toString();
      if (!places.contains(place)) {
        places.add(place);
      }
    }
    return String.join(File.pathSeparator, places);
  }

  private static Path placeOf(Class<?> each) {
    CodeSource source = each.getProtectionDomain().getCodeSource();
    if (source != null && source.getLocation() != null) {
      try {
        URI location = source.getLocation().toURI();
        if ("file".equals(location.getScheme())) {
          Path place = Path.of(location);
          if (Files.exists(place)) {
            return place;
          }
        }
      } catch (URISyntaxException
          | IllegalArgumentException
          | FileSystemNotFoundException notAFile) {
        throw notAFile(each, notAFile);
      }
    }
    throw notAFile(each, null);
  }

  private static IllegalStateException notAFile(Class<?> each, @Nullable Throwable cause) {
    return new IllegalStateException(
        "PDF files are read in a process of their own, which needs the jars of PDFBox and of this adapter as files, but %s is in none: it is packed into another jar. Unpack the jars, or choose PdfIsolation.THREAD."
            .formatted(each.getName()),
        cause);
  }
}
