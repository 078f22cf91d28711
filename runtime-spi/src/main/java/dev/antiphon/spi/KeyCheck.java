package dev.antiphon.spi;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds settings that are misspelt. Pure. */
final class KeyCheck {

  /** How many letters a key may differ by from the one that was meant. */
  private static final int TYPO = 2;

  private final List<Registrations> plugins;
  private final Set<String> ours = new TreeSet<>();
  private final Set<String> ofPlugins = new LinkedHashSet<>();

  KeyCheck(List<Registrations> plugins) {
    this.plugins = plugins;
    ours.add(Settings.FILE_KEY);
    Port.all().forEach(port -> ours.add(port.key()));
    plugins.forEach(plugin -> ofPlugins.addAll(plugin.keys()));
  }

  /** Returns what is wrong with the keys, one or two sentences for each. */
  List<String> problems(Settings settings) {
    List<String> problems = new ArrayList<>();
    for (String key : settings.keys()) {
      problemWith(key, settings).ifPresent(problems::add);
    }
    return problems;
  }

  private Optional<String> problemWith(String key, Settings settings) {
    if (key.startsWith("antiphon.")) {
      return ours.contains(key) ? Optional.empty() : nearTo(key, ours);
    }
    for (Registrations plugin : plugins) {
      if (key.startsWith(plugin.plugin().name() + ".")) {
        return plugin.keys().contains(key) ? Optional.empty() : Optional.of(noSuchKey(key, plugin));
      }
    }
    return settings.isOurs(key) ? nearTo(key, ofPlugins) : Optional.empty();
  }

  /** A key that is near to none may belong to a plug-in that is not on this class path. */
  private static Optional<String> nearTo(String key, Set<String> known) {
    return KeyDistance.nearest(key, known, TYPO)
        .map(nearest -> "Setting '%s' is not known. Did you mean '%s'?".formatted(key, nearest));
  }

  private static String noSuchKey(String key, Registrations plugin) {
    String name = plugin.plugin().name();
    Optional<String> near = KeyDistance.nearest(key, plugin.keys(), TYPO);
    if (near.isPresent()) {
      return "Plug-in '%s' has no setting '%s'. Did you mean '%s'?"
          .formatted(name, key, near.get());
    }
    return plugin.keys().isEmpty()
        ? "Plug-in '%s' has no setting '%s', nor any other. Remove it.".formatted(name, key)
        : "Plug-in '%s' has no setting '%s'. It has: %s."
            .formatted(name, key, String.join(", ", plugin.keys()));
  }
}
