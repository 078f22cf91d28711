package dev.antiphon.spi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds out which listed plug-in classes cannot be loaded, and where they are listed:
 * {@code ServiceLoader} lets the error of a class that does not link pass without saying which
 * provider it was.
 */
final class ServiceFiles {

  static final String PATH = "META-INF/services/" + RuntimePlugin.class.getName();

  private ServiceFiles() {}

  /**
   * Returns the listed classes that do not load or are no plug-ins, in the order of their names.
   */
  static List<BrokenPlugin> broken(ClassLoader loader) throws IOException {
    List<BrokenPlugin> broken = new ArrayList<>();
    for (PluginClass listed : listed(loader)) {
      problemWith(listed, loader)
          .ifPresent(failure -> broken.add(new BrokenPlugin(listed, failure)));
    }
    return broken;
  }

  /**
   * Returns the jars and folders that have a class, each once. A copy of a jar is no other one:
   * programs that name the jars beside them have those twice when they are tested.
   */
  static List<String> placesOf(Class<?> type, ClassLoader loader) throws IOException {
    String path = type.getName().replace('.', '/') + ".class";
    List<String> places = new ArrayList<>();
    for (URL resource : Collections.list(loader.getResources(path))) {
      String place = PluginClass.placeOf(resource, path);
      if (!hasCopy(places, place)) {
        places.add(place);
      }
    }
    return places;
  }

  private static boolean hasCopy(List<String> places, String place) throws IOException {
    for (String other : places) {
      if (other.equals(place) || isCopy(other, place)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCopy(String first, String second) throws IOException {
    try {
      Path one = Path.of(first);
      Path other = Path.of(second);
      return Files.isRegularFile(one)
          && Files.isRegularFile(other)
          && Files.mismatch(one, other) == -1;
    } catch (InvalidPathException noFile) {
      return false;
    }
  }

  private static Optional<PluginException> problemWith(PluginClass listed, ClassLoader loader) {
    try {
      Class<?> type = Class.forName(listed.name(), false, loader);
      return isPlugin(type) ? Optional.empty() : Optional.of(PluginException.noPlugin(listed));
    } catch (ClassNotFoundException | LinkageError failure) {
      return Optional.of(PluginException.unloadable(listed, failure));
    }
  }

  private static boolean isPlugin(Class<?> type) {
    return RuntimePlugin.class.isAssignableFrom(type)
        && !Modifier.isAbstract(type.getModifiers())
        && Stream.of(type.getConstructors())
            .anyMatch(constructor -> constructor.getParameterCount() == 0);
  }

  private static List<PluginClass> listed(ClassLoader loader) throws IOException {
    List<PluginClass> classes = new ArrayList<>();
    for (URL file : Collections.list(loader.getResources(PATH))) {
      Optional<String> place = Optional.of(PluginClass.placeOf(file, PATH));
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(file.openStream(), StandardCharsets.UTF_8))) {
        lines
            .lines()
            .map(line -> line.replaceFirst("#.*", "").strip())
            .filter(line -> !line.isEmpty())
            .forEach(name -> classes.add(new PluginClass(name, place)));
      }
    }
    classes.sort(java.util.Comparator.comparing(PluginClass::name));
    return classes;
  }
}
