package dev.antiphon.spi;

import static java.util.Objects.requireNonNull;

import dev.antiphon.port.AttachmentAdapter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one plug-in offers. Open while the plug-in installs, immutable afterwards. */
final class Registrations implements PluginRegistrar {

  private final PluginInfo plugin;
  private final PluginClass pluginClass;
  private final List<Offer<?>> offers = new ArrayList<>();
  private boolean isOpen = true;

  private Registrations(PluginInfo plugin, PluginClass pluginClass) {
    this.plugin = plugin;
    this.pluginClass = pluginClass;
  }

  /** Asks a plug-in what it offers; PluginException says why it cannot be used. */
  static Registrations of(RuntimePlugin plugin) {
    PluginClass pluginClass = PluginClass.of(plugin.getClass());
    Registrations registrations = new Registrations(infoOf(plugin, pluginClass), pluginClass);
    try {
      plugin.install(registrations);
    } catch (PluginException ours) {
      throw ours;
    } catch (RuntimeException | LinkageError | AssertionError failure) {
      throw PluginException.stepFailed(pluginClass, "install", failure);
    }
    registrations.isOpen = false;
    return registrations;
  }

  private static PluginInfo infoOf(RuntimePlugin plugin, PluginClass pluginClass) {
    PluginInfo info;
    try {
      info = plugin.info();
    } catch (RuntimeException | LinkageError | AssertionError failure) {
      throw PluginException.stepFailed(pluginClass, "info", failure);
    }
    if (info == null) {
      throw PluginException.unfit(pluginClass, "has no info");
    }
    Optional<String> problem = SpiVersions.UNDERSTOOD.problemWith(info.spiVersion());
    if (problem.isPresent()) {
      throw PluginException.otherSpi(pluginClass, problem.get());
    }
    return info;
  }

  PluginInfo plugin() {
    return plugin;
  }

  PluginClass pluginClass() {
    return pluginClass;
  }

  List<Offer<?>> offers() {
    return List.copyOf(offers);
  }

  @SuppressWarnings("unchecked")
  <T> List<Offer<T>> offers(Port<T> port) {
    List<Offer<T>> matching = new ArrayList<>();
    for (Offer<?> offer : offers) {
      if (offer.port() == port) {
        matching.add((Offer<T>) offer);
      }
    }
    return matching;
  }

  /** Returns the keys of all its settings. */
  Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>();
    offers.forEach(offer -> keys.addAll(offer.keys()));
    return keys;
  }

  @Override
  public <S extends Record, T> void offer(
      Port<T> port,
      String name,
      Class<S> settings,
      AdapterFactory<? super S, ? extends T> factory) {
    SettingsShape<S> shape = checkedShape(port, name, settings, factory);
    offers.add(Offer.of(port, name, plugin, pluginClass, shape, factory));
  }

  @Override
  public <S extends Record> void storedAttachments(
      String name,
      Class<S> settings,
      StoringFactory<? super S, ? extends AttachmentAdapter> factory) {
    SettingsShape<S> shape = checkedShape(Port.ATTACHMENTS, name, settings, factory);
    offers.add(Offer.storing(Port.ATTACHMENTS, name, plugin, pluginClass, shape, factory));
  }

  private <S extends Record> SettingsShape<S> checkedShape(
      Port<?> port, String name, Class<S> settings, Object factory) {
    requireNonNull(port, "port");
    requireNonNull(name, "name");
    requireNonNull(settings, "settings");
    requireNonNull(factory, "factory");
    if (!isOpen) {
      throw new IllegalStateException(
          "Plug-in '%s' offers '%s' after install has returned. Offer it in install."
              .formatted(plugin.name(), name));
    }
    if (name.isBlank() || name.contains(",") || !name.equals(name.strip())) {
      throw PluginException.unfit(
          pluginClass, "offers %s whose name is blank or has a comma".formatted(port.phrase()));
    }
    if (port.builtIn().equals(Optional.of(name))) {
      throw PluginException.unfit(
          pluginClass,
          "offers %s named '%s', which is what settings call the built-in one"
              .formatted(port.phrase(), name));
    }
    try {
      return SettingsShape.of(plugin.name(), settings);
    } catch (IllegalArgumentException unfit) {
      throw PluginException.unfit(
          pluginClass, "has a settings record that will not do: " + unfit.getMessage());
    }
  }
}
