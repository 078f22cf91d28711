package dev.antiphon.guice;

import dev.antiphon.spi.Offer;
import dev.antiphon.spi.Port;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is used for one port, and why. Made for an {@link AdapterReport}; immutable. */
public final class PortReport {

  /** Why something is used. */
  public enum Reason {
    /** A setting names it. */
    NAMED,
    /** It is the only offer. */
    ONLY_OFFER,
    /** The runtime has it built in, and no setting asks for anything else. */
    BUILT_IN,
    /** The host bound it in its injector. */
    GIVEN,
    /** Nothing is used: no choice is possible, and the runtime does not start. */
    REFUSED
  }

  private final Port<?> port;
  private final Reason reason;
  private final List<Offer<?>> chosen;
  private final @Nullable String detail;

  private PortReport(Port<?> port, Reason reason, List<Offer<?>> chosen, @Nullable String detail) {
    this.port = port;
    this.reason = reason;
    this.chosen = List.copyOf(chosen);
    this.detail = detail;
  }

  static PortReport given(Port<?> port) {
    return new PortReport(port, Reason.GIVEN, List.of(), null);
  }

  static PortReport of(Port<?> port, AdapterChoice choice) {
    List<Offer<?>> chosen;
    try {
      chosen = List.copyOf(choice.of(port));
    } catch (AdapterChoiceException refused) {
      return new PortReport(port, Reason.REFUSED, List.of(), refused.info().message());
    }
    if (choice.asked(port).isPresent()) {
      String origin = choice.settings().origin(port.key()).orElse("");
      return new PortReport(port, Reason.NAMED, chosen, origin);
    }
    return new PortReport(
        port, chosen.isEmpty() ? Reason.BUILT_IN : Reason.ONLY_OFFER, chosen, null);
  }

  /** Returns the port. */
  public Port<?> port() {
    return port;
  }

  /** Returns why. */
  public Reason reason() {
    return reason;
  }

  /** Returns the offers that are used; empty if it is built in, given, or refused. */
  public List<Offer<?>> chosen() {
    return chosen;
  }

  /** Returns why no choice is possible and what to do, if none is. */
  public Optional<String> problem() {
    return reason == Reason.REFUSED ? Optional.ofNullable(detail) : Optional.empty();
  }

  /** Returns one line for people, such as {@code history: jdbc (the only offer)}. */
  @Override
  public String toString() {
    String used = chosen.isEmpty()
        ? port.builtIn().orElse("none")
        : chosen.stream().map(Offer::name).collect(Collectors.joining(", "));
    return switch (reason) {
      case NAMED -> "%s: %s (%s, set by %s)".formatted(port.label(), used, port.key(), detail);
      case ONLY_OFFER -> "%s: %s (the only offer)".formatted(port.label(), used);
      case BUILT_IN -> "%s: %s (built in)".formatted(port.label(), used);
      case GIVEN -> "%s: given by the host".formatted(port.label());
      case REFUSED -> "%s: refused. %s".formatted(port.label(), detail);
    };
  }
}
