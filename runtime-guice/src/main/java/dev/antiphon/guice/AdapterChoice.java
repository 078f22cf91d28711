package dev.antiphon.guice;

import dev.antiphon.spi.Offer;
import dev.antiphon.spi.PluginInfo;
import dev.antiphon.spi.Plugins;
import dev.antiphon.spi.Port;
import dev.antiphon.spi.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Chooses among offers: what settings name is used; where they name nothing, the only offer is.
 *
 * <p>Pure: nothing is made here.
 */
final class AdapterChoice {

  /** Names the core's own implementation of a port that has one. */
  static final String IN_MEMORY = "memory";

  private final Plugins plugins;
  private final Settings settings;

  AdapterChoice(Plugins plugins, Settings settings) {
    this.plugins = plugins;
    this.settings = settings;
  }

  /** Chooses for a port that must have exactly one adapter. */
  <T> Offer<T> one(Port<T> port) {
    List<Offer<T>> offers = plugins.offers(port);
    Optional<String> asked = asked(port);
    if (asked.isPresent()) {
      return named(port, asked.get(), offers, List.of());
    }
    if (offers.isEmpty()) {
      throw new AdapterChoiceException(
          "A runtime needs a %s, %s is not set, and none of the plug-ins on the class path offers one (found: %s). Put a jar that offers one on the class path; if it is not the only one then, add a line %s=NAME to antiphon.properties."
              .formatted(port.label(), port.key(), pluginNames(), port.key()));
    }
    return only(port, offers, List.of());
  }

  /** Chooses for a port that may be left to the core. */
  <T> Optional<Offer<T>> atMostOne(Port<T> port) {
    List<Offer<T>> offers = plugins.offers(port);
    Optional<String> asked = asked(port);
    if (asked.isPresent()) {
      return asked.get().equals(IN_MEMORY)
          ? Optional.empty()
          : Optional.of(named(port, asked.get(), offers, List.of(IN_MEMORY)));
    }
    return offers.isEmpty()
        ? Optional.empty()
        : Optional.of(only(port, offers, List.of(IN_MEMORY)));
  }

  /** Chooses for a port that takes any number: those that settings list, in that order. */
  <T> List<Offer<T>> listed(Port<T> port) {
    List<Offer<T>> chosen = new ArrayList<>();
    for (String name : settings.get(port.key()).orElse("").split(",", -1)) {
      if (!name.isBlank()) {
        chosen.add(named(port, name.strip(), plugins.offers(port), List.of()));
      }
    }
    return chosen;
  }

  private Optional<String> asked(Port<?> port) {
    return settings.get(port.key()).map(String::strip).filter(name -> !name.isEmpty());
  }

  private <T> Offer<T> named(
      Port<T> port, String asked, List<Offer<T>> offers, List<String> alsoPossible) {
    for (Offer<T> offer : offers) {
      if (offer.name().equals(asked)) {
        return offer;
      }
    }
    List<String> names =
        Stream.concat(offers.stream().map(Offer::name), alsoPossible.stream()).toList();
    String remedy = names.isEmpty()
        ? "Put the jar that offers it on the class path, or remove the line."
        : names.stream()
            .map(name -> port.key() + "=" + name)
            .collect(Collectors.joining(
                " or ", "Write ", ", or put the jar that offers it on the class path."));
    throw new AdapterChoiceException(
        "The setting %s asks for '%s', but no plug-in on the class path offers a %s of that name (found: %s). %s"
            .formatted(port.key(), asked, port.label(), described(offers), remedy));
  }

  private <T> Offer<T> only(Port<T> port, List<Offer<T>> offers, List<String> alsoPossible) {
    if (offers.size() == 1) {
      return offers.get(0);
    }
    throw new AdapterChoiceException(
        "%d plug-ins offer a %s and %s is not set, so none is chosen (found: %s). Add one of these lines to antiphon.properties: %s."
            .formatted(
                offers.size(),
                port.label(),
                port.key(),
                described(offers),
                Stream.concat(offers.stream().map(Offer::name), alsoPossible.stream())
                    .map(name -> port.key() + "=" + name)
                    .collect(Collectors.joining(" or "))));
  }

  private static String described(List<? extends Offer<?>> offers) {
    return offers.isEmpty()
        ? "none"
        : offers.stream()
            .map(offer -> "'%s' by %s".formatted(offer.name(), offer.pluginClass()))
            .collect(Collectors.joining(", "));
  }

  private String pluginNames() {
    return plugins.all().isEmpty()
        ? "no plug-in at all"
        : plugins.all().stream().map(PluginInfo::toString).collect(Collectors.joining(", "));
  }
}
