package dev.antiphon.spi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Finds out which listed plug-in class cannot be loaded: {@code ServiceLoader} lets the error of a
 * class that does not link pass without saying which provider it was.
 */
final class ServiceFiles {

  static final String PATH = "META-INF/services/" + RuntimePlugin.class.getName();

  private ServiceFiles() {}

  /** Returns the first listed class that does not load, and why; empty if all do. */
  static Optional<Culprit> culprit(ClassLoader loader) throws IOException {
    for (String className : listed(loader)) {
      try {
        Class.forName(className, false, loader);
      } catch (ClassNotFoundException | LinkageError failure) {
        return Optional.of(new Culprit(className, failure));
      }
    }
    return Optional.empty();
  }

  private static List<String> listed(ClassLoader loader) throws IOException {
    List<String> names = new ArrayList<>();
    for (URL file : Collections.list(loader.getResources(PATH))) {
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(file.openStream(), StandardCharsets.UTF_8))) {
        lines
            .lines()
            .map(line -> line.replaceFirst("#.*", "").strip())
            .filter(line -> !line.isEmpty())
            .forEach(names::add);
      }
    }
    return names;
  }

  /**
   * A class that does not load.
   *
   * @param className its name
   * @param cause why
   */
  record Culprit(String className, Throwable cause) {}
}
