package dev.antiphon.guice;

import dev.antiphon.spi.BrokenPlugin;
import dev.antiphon.spi.Offer;
import dev.antiphon.spi.PluginInfo;
import dev.antiphon.spi.Plugins;
import dev.antiphon.spi.Port;
import dev.antiphon.spi.SettingInfo;
import dev.antiphon.spi.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was found on the class path and what was chosen of it: for people who wonder why a runtime
 * does not use what they put there. Tells where each setting comes from and never its value.
 *
 * <p><b>Threads.</b> Immutable, safe to share.
 */
public final class AdapterReport {

  private final Plugins plugins;
  private final Settings settings;
  private final List<PortReport> ports;

  private AdapterReport(Plugins plugins, Settings settings, List<PortReport> ports) {
    this.plugins = plugins;
    this.settings = settings;
    this.ports = List.copyOf(ports);
  }

  /** Reports a choice; ports that are not left to us were bound by the host. */
  static AdapterReport of(AdapterChoice choice, List<Port<?>> leftToUs) {
    List<PortReport> ports = new ArrayList<>();
    for (Port<?> port : Port.all()) {
      ports.add(leftToUs.contains(port) ? PortReport.of(port, choice) : PortReport.given(port));
    }
    return new AdapterReport(choice.plugins(), choice.settings(), ports);
  }

  /** Returns the plug-ins that were found, those that are broken, and what they offer. */
  public Plugins plugins() {
    return plugins;
  }

  /** Returns what is used for each port. */
  public List<PortReport> ports() {
    return ports;
  }

  /**
   * Returns what is used for a port.
   *
   * @param port the port
   */
  public PortReport port(Port<?> port) {
    return ports.stream().filter(each -> each.port() == port).findFirst().orElseThrow();
  }

  /** Returns it as lines for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(plugins.all().isEmpty() ? "No plug-in was found." : "Plug-ins found:");
    plugins.all().forEach(plugin -> lines.add("  " + described(plugin)));
    if (!plugins.broken().isEmpty()) {
      lines.add("Left out:");
      plugins.broken().stream().map(BrokenPlugin::toString).forEach(each -> lines.add("  " + each));
    }
    lines.add("In use:");
    ports.forEach(port -> lines.add("  " + port));
    List<String> described = settingLines();
    if (!described.isEmpty()) {
      lines.add("Settings of what is in use:");
      described.forEach(line -> lines.add("  " + line));
    }
    return lines;
  }

  private String described(PluginInfo plugin) {
    List<Offer<?>> offers =
        plugins.offers().stream().filter(offer -> offer.plugin().equals(plugin)).toList();
    if (offers.isEmpty()) {
      return plugin + " offers nothing";
    }
    String offered = offers.stream()
        .map(offer -> "%s '%s'".formatted(offer.port().label(), offer.name()))
        .collect(Collectors.joining(", "));
    return "%s, by %s, offers %s".formatted(plugin, offers.get(0).offeredBy(), offered);
  }

  private List<String> settingLines() {
    Map<String, SettingInfo> inUse = new LinkedHashMap<>();
    for (PortReport port : ports) {
      for (Offer<?> offer : port.chosen()) {
        offer.settings().forEach(setting -> inUse.put(setting.key(), setting));
      }
    }
    return inUse.values().stream().map(this::described).toList();
  }

  private String described(SettingInfo setting) {
    String state = settings
        .origin(setting.key())
        .map("set by %s"::formatted)
        .orElseGet(() -> setting
            .defaultValue()
            .map("not set, so %s"::formatted)
            .orElse(setting.isRequired() ? "not set, and needed" : "not set"));
    return "%s (%s): %s".formatted(setting.key(), setting.description(), state);
  }

  /** Returns the lines as one text. */
  @Override
  public String toString() {
    return String.join("\n", lines());
  }
}
