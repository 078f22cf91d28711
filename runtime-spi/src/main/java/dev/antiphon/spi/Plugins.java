package dev.antiphon.spi;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/**
 * The plug-ins there are, and what they offer. Nothing of it is in use: {@link Offer#create} makes
 * what was chosen.
 *
 * <p><b>Promise.</b> A plug-in that cannot be loaded is never passed over: the exception names it.
 *
 * <p><b>Threads.</b> Immutable, safe to share.
 */
public final class Plugins {

  private final List<Registrations> plugins;

  private Plugins(List<Registrations> plugins) {
    this.plugins = List.copyOf(plugins);
  }

  /**
   * Finds the plug-ins that the class loader of this thread sees.
   *
   * @throws PluginException if one cannot be loaded, or two have the same name
   */
  public static Plugins discover() {
    ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
    return discover(ofThread != null ? ofThread : requireNonNull(Plugins.class.getClassLoader()));
  }

  /**
   * Finds the plug-ins that a class loader sees.
   *
   * @param loader where to look
   * @throws PluginException if one cannot be loaded, or two have the same name
   */
  public static Plugins discover(ClassLoader loader) {
    List<RuntimePlugin> found = new ArrayList<>();
    try {
      Iterator<ServiceLoader.Provider<RuntimePlugin>> providers =
          ServiceLoader.load(RuntimePlugin.class, loader).stream().iterator();
      while (providers.hasNext()) {
        found.add(instance(providers.next()));
      }
    } catch (ServiceConfigurationError | LinkageError broken) {
      throw broken(loader, broken);
    }
    return installed(found);
  }

  /**
   * Returns plug-ins that were made by the caller.
   *
   * @param plugins the plug-ins
   * @throws PluginException if one will not do, or two have the same name
   */
  public static Plugins of(RuntimePlugin... plugins) {
    return installed(List.of(plugins));
  }

  private static RuntimePlugin instance(ServiceLoader.Provider<RuntimePlugin> provider) {
    try {
      return provider.get();
    } catch (ServiceConfigurationError failure) {
      Throwable cause = failure.getCause();
      throw PluginException.unloadable(provider.type().getName(), cause == null ? failure : cause);
    } catch (LinkageError failure) {
      throw PluginException.unloadable(provider.type().getName(), failure);
    }
  }

  private static PluginException broken(ClassLoader loader, Throwable broken) {
    try {
      return ServiceFiles.culprit(loader)
          .map(culprit -> PluginException.unloadable(culprit.className(), culprit.cause()))
          .orElseGet(() -> PluginException.brokenListing(broken));
    } catch (IOException unreadable) {
      broken.addSuppressed(unreadable);
      return PluginException.brokenListing(broken);
    }
  }

  private static Plugins installed(List<RuntimePlugin> found) {
    Map<String, Registrations> byName = new LinkedHashMap<>();
    for (RuntimePlugin plugin : found) {
      Registrations registrations = Registrations.of(plugin);
      Registrations other = byName.putIfAbsent(registrations.plugin().name(), registrations);
      if (other != null) {
        throw PluginException.sameName(
            registrations.plugin().name(), other.pluginClass(), registrations.pluginClass());
      }
    }
    Plugins plugins = new Plugins(List.copyOf(byName.values()));
    Port.all().forEach(plugins::checkNames);
    return plugins;
  }

  private <T> void checkNames(Port<T> port) {
    Map<String, Offer<T>> byName = new LinkedHashMap<>();
    for (Offer<T> offer : offers(port)) {
      Offer<T> other = byName.putIfAbsent(offer.name(), offer);
      if (other != null) {
        throw PluginException.sameOffer(other, offer);
      }
    }
  }

  /** Returns the plug-ins, in the order they were found. */
  public List<PluginInfo> all() {
    return plugins.stream().map(Registrations::plugin).toList();
  }

  /**
   * Returns what is offered for a port, in the order it was found.
   *
   * @param port the port
   * @param <T> what is made for it
   */
  public <T> List<Offer<T>> offers(Port<T> port) {
    List<Offer<T>> offers = new ArrayList<>();
    for (Registrations registrations : plugins) {
      offers.addAll(registrations.offers(port));
    }
    return offers;
  }

  /**
   * Checks that no setting is misspelt: every key that starts with the name of a plug-in has to be
   * a key of that plug-in, and none may be all but a key of ours. Environment variables are not
   * looked at, since those of other programs may start with the same name.
   *
   * @param settings the settings
   * @throws SettingsException naming every such key, and the nearest one that is known
   */
  public void checkKeys(Settings settings) {
    Set<String> ours = new TreeSet<>(Set.of(Settings.FILE_KEY));
    Port.all().forEach(port -> ours.add(port.key()));
    List<String> problems = new ArrayList<>();
    for (String key : settings.keys()) {
      if (key.startsWith("antiphon.") && !ours.contains(key)) {
        KeyDistance.nearest(key, ours, 2)
            .ifPresent(nearest -> problems.add(
                "Setting '%s' is not known. Did you mean '%s'?".formatted(key, nearest)));
      }
      for (Registrations registrations : plugins) {
        registrations.problemWith(key).ifPresent(problems::add);
      }
    }
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
  }

  @Override
  public String toString() {
    return "Plugins" + new LinkedHashSet<>(all());
  }
}
