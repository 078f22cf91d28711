package dev.antiphon.spi;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/**
 * The class of a plug-in, and where it stands: the jar or folder, if that is known.
 *
 * @param name the class name
 * @param place a jar or folder
 */
record PluginClass(String name, Optional<String> place) {

  static PluginClass of(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return new PluginClass(
        type.getName(),
        Optional.ofNullable(source == null ? null : source.getLocation()).map(PluginClass::path));
  }

  /** Returns the jar or folder that holds a resource. */
  static String placeOf(URL resource, String resourcePath) {
    String text = resource.toExternalForm();
    String place = text.endsWith(resourcePath)
        ? text.substring(0, text.length() - resourcePath.length())
        : text;
    if (place.startsWith("jar:") && place.endsWith("!/")) {
      place = place.substring("jar:".length(), place.length() - "!/".length());
    }
    return path(place);
  }

  private static String path(URL place) {
    return path(place.toExternalForm());
  }

  /** Returns a place as people write it, if it is a file. */
  private static String path(String place) {
    if (!place.startsWith("file:")) {
      return place;
    }
    try {
      return Path.of(new URI(place)).toString();
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException odd) {
      return place;
    }
  }

  @Override
  public String toString() {
    return "'%s'%s".formatted(name, place.map(" (in %s)"::formatted).orElse(""));
  }
}
