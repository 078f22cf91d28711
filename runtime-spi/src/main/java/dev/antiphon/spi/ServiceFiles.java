package dev.antiphon.spi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.nio.charset.StandardCharsets;
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

  /** Returns the jars and folders that have a class, each once. */
  static List<String> placesOf(Class<?> type, ClassLoader loader) throws IOException {
    String path = type.getName().replace('.', '/') + ".class";
    return Collections.list(loader.getResources(path)).stream()
        .map(resource -> PluginClass.placeOf(resource, path))
        .distinct()
        .toList();
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
