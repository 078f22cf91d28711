package dev.antiphon.guice;

import dev.antiphon.port.AttachmentStore;
import dev.antiphon.spi.BrokenPlugin;
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
 * Chooses among offers: what settings name is used; where they name nothing, the use of the port
 * says. Nothing is chosen unasked while a plug-in is broken, since that one may have offered it.
 *
 * <p>Pure: nothing is made here. Every method throws {@link AdapterChoiceException} if no choice is
 * possible.
 */
final class AdapterChoice {

  private final Plugins plugins;
  private final Settings settings;

  AdapterChoice(Plugins plugins, Settings settings) {
    this.plugins = plugins;
    this.settings = settings;
  }

  Plugins plugins() {
    return plugins;
  }

  Settings settings() {
    return settings;
  }

  /** Chooses for any port; empty for what is built in, or if nothing is listed. */
  <T> List<Offer<T>> of(Port<T> port) {
    return port.use() == Port.Use.LISTED ? listed(port) : single(port).stream().toList();
  }

  /** Chooses for a port that has at most one adapter; empty for what is built in. */
  <T> Optional<Offer<T>> single(Port<T> port) {
    Optional<String> asked = asked(port);
    if (asked.isPresent()) {
      return asked.equals(port.builtIn())
          ? Optional.empty()
          : Optional.of(named(port, asked.get()));
    }
    return switch (port.use()) {
      case NEEDED -> Optional.of(needed(port));
      case DEFAULTED -> unasked(port);
      case NAMED, LISTED -> Optional.empty();
    };
  }

  /** Chooses for a port that takes any number: those that settings list, in that order. */
  <T> List<Offer<T>> listed(Port<T> port) {
    List<Offer<T>> chosen = new ArrayList<>();
    for (String name : settings.get(port.key()).orElse("").split(",", -1)) {
      if (!name.isBlank()) {
        chosen.add(named(port, name.strip()));
      }
    }
    return chosen;
  }

  /** Chooses the store that stored attachments need. */
  Offer<AttachmentStore> neededStore() {
    return single(Port.ATTACHMENT_STORE).orElseGet(() -> needed(Port.ATTACHMENT_STORE));
  }

  /** Returns the name that settings ask for. */
  Optional<String> asked(Port<?> port) {
    return settings.get(port.key()).map(String::strip).filter(name -> !name.isEmpty());
  }

  private <T> Offer<T> named(Port<T> port, String asked) {
    List<Offer<T>> offers = plugins.offers(port);
    for (Offer<T> offer : offers) {
      if (offer.name().equals(asked)) {
        return offer;
      }
    }
    List<String> lines = lines(port, offers);
    String remedy = lines.isEmpty()
        ? "Put the jar that offers it on the class path, or remove the line."
        : "Write %s, or put the jar that offers it on the class path."
            .formatted(String.join(" or ", lines));
    throw new AdapterChoiceException(
        "The setting %s asks for '%s', but no plug-in on the class path offers %s of that name (found: %s). %s%s"
            .formatted(port.key(), asked, port.phrase(), described(offers), broken(), remedy));
  }

  private <T> Offer<T> needed(Port<T> port) {
    return unasked(port)
        .orElseThrow(() -> new AdapterChoiceException(
            "A runtime needs %s, %s is not set, and none of the plug-ins on the class path offers one (found: %s). Put a jar that offers one on the class path; if it is not the only one then, add a line %s=NAME to antiphon.properties."
                .formatted(port.phrase(), port.key(), pluginNames(), port.key())));
  }

  /** Returns the only offer, or empty if there is none. */
  private <T> Optional<Offer<T>> unasked(Port<T> port) {
    List<Offer<T>> offers = plugins.offers(port);
    List<String> lines = lines(port, offers);
    if (!plugins.broken().isEmpty()) {
      String remedy = lines.isEmpty()
          ? ""
          : "Or say what to use without it: add a line %s to antiphon.properties."
              .formatted(String.join(" or ", lines));
      throw new AdapterChoiceException(
          "%s is not set, and a plug-in that may offer %s is broken, so none is chosen. %s%s"
              .formatted(port.key(), port.phrase(), broken(), remedy)
              .strip());
    }
    if (offers.size() > 1) {
      throw new AdapterChoiceException(
          "%d plug-ins offer %s and %s is not set, so none is chosen (found: %s). Add one of these lines to antiphon.properties: %s."
              .formatted(
                  offers.size(),
                  port.phrase(),
                  port.key(),
                  described(offers),
                  String.join(" or ", lines)));
    }
    return offers.stream().findFirst();
  }

  /** Returns the lines that choose, one for each offer and one for what is built in. */
  private static List<String> lines(Port<?> port, List<? extends Offer<?>> offers) {
    return Stream.concat(offers.stream().map(Offer::name), port.builtIn().stream())
        .map(name -> port.key() + "=" + name)
        .toList();
  }

  private static String described(List<? extends Offer<?>> offers) {
    return offers.isEmpty()
        ? "none"
        : offers.stream()
            .map(offer -> "'%s' by %s".formatted(offer.name(), offer.offeredBy()))
            .collect(Collectors.joining(", "));
  }

  /** Returns what is said of broken plug-ins, each with a space behind it. */
  private String broken() {
    return plugins.broken().stream()
        .map(BrokenPlugin::toString)
        .map(sentence -> sentence + " ")
        .collect(Collectors.joining());
  }

  private String pluginNames() {
    return plugins.all().isEmpty()
        ? "no plug-in at all"
        : plugins.all().stream().map(PluginInfo::toString).collect(Collectors.joining(", "));
  }
}
