package dev.antiphon.spi;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The plug-ins there are, and what they offer. Nothing of it is in use: {@link Offer#create} makes
 * what was chosen.
 *
 * <p><b>Promise.</b> A plug-in that cannot be used keeps no other one from being used, and is never
 * passed over in silence: it is logged, and listed in {@link #broken()}. To look runs the
 * constructor of each plug-in class, its {@code info} and its {@code install}, and nothing else.
 *
 * <p><b>Order.</b> Plug-ins come in the order of their names, and what one offers in the order in
 * which it was offered, whatever the order of the class path.
 *
 * <p><b>Threads.</b> Immutable, safe to share.
 */
public final class Plugins {

  private static final Logger LOG = System.getLogger(Plugins.class.getName());

  /** A lookup that fails this often without end is given up. */
  private static final int MAX_FAILURES = 1000;

  private final List<Registrations> plugins;
  private final List<BrokenPlugin> broken;

  private Plugins(List<Registrations> plugins, List<BrokenPlugin> broken) {
    this.plugins = plugins.stream()
        .sorted(Comparator.comparing(each -> each.plugin().name()))
        .toList();
    this.broken = List.copyOf(broken);
  }

  /**
   * Finds the plug-ins that the class loader of this thread sees.
   *
   * @throws PluginException if two plug-ins or two of their offers have the same name
   */
  public static Plugins discover() {
    ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
    return discover(ofThread != null ? ofThread : requireNonNull(Plugins.class.getClassLoader()));
  }

  /**
   * Finds the plug-ins that a class loader sees.
   *
   * @param loader where to look
   * @throws PluginException if two plug-ins or two of their offers have the same name
   */
  public static Plugins discover(ClassLoader loader) {
    List<Registrations> found = new ArrayList<>();
    List<BrokenPlugin> broken = new ArrayList<>();
    int failures = 0;
    Throwable lastFailure = null;
    Iterator<ServiceLoader.Provider<RuntimePlugin>> providers =
        ServiceLoader.load(RuntimePlugin.class, loader).stream().iterator();
    while (failures < MAX_FAILURES) {
      ServiceLoader.Provider<RuntimePlugin> provider;
      try {
        if (!providers.hasNext()) {
          break;
        }
        provider = providers.next();
      } catch (ServiceConfigurationError | LinkageError failure) {
        failures++;
        lastFailure = failure;
        continue;
      }
      take(provider, loader, found, broken);
    }
    if (lastFailure != null) {
      broken.addAll(culprits(loader, lastFailure));
    }
    broken.forEach(each -> LOG.log(Level.WARNING, "Left out: {0}", each));
    return checked(new Plugins(found, broken));
  }

  /**
   * Returns plug-ins that were made by the caller.
   *
   * @param plugins the plug-ins
   * @throws PluginException if one will not do, or two have the same name
   */
  public static Plugins of(RuntimePlugin... plugins) {
    List<Registrations> registered = new ArrayList<>();
    for (RuntimePlugin plugin : plugins) {
      registered.add(Registrations.of(plugin));
    }
    return checked(new Plugins(registered, List.of()));
  }

  private static void take(
      ServiceLoader.Provider<RuntimePlugin> provider,
      ClassLoader loader,
      List<Registrations> found,
      List<BrokenPlugin> broken) {
    PluginClass pluginClass = PluginClass.of(provider.type());
    checkThereOnce(provider.type(), loader);
    try {
      found.add(Registrations.of(provider.get()));
    } catch (PluginException ours) {
      broken.add(new BrokenPlugin(pluginClass, ours));
    } catch (ServiceConfigurationError failure) {
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      broken.add(new BrokenPlugin(pluginClass, PluginException.unloadable(pluginClass, cause)));
    } catch (LinkageError failure) {
      broken.add(new BrokenPlugin(pluginClass, PluginException.unloadable(pluginClass, failure)));
    }
  }

  /** The same class in two jars would be found once, in the jar that happens to come first. */
  private static void checkThereOnce(Class<?> type, ClassLoader loader) {
    try {
      List<String> places = ServiceFiles.placesOf(type, loader);
      if (places.size() > 1) {
        throw PluginException.sameClass(type.getName(), places.get(0), places.get(1));
      }
    } catch (IOException unreadable) {
      LOG.log(Level.WARNING, "Cannot look for other jars that have " + type, unreadable);
    }
  }

  private static List<BrokenPlugin> culprits(ClassLoader loader, Throwable failure) {
    try {
      List<BrokenPlugin> culprits = ServiceFiles.broken(loader);
      if (!culprits.isEmpty()) {
        return culprits;
      }
    } catch (IOException unreadable) {
      failure.addSuppressed(unreadable);
    }
    return List.of(new BrokenPlugin(null, PluginException.brokenListing(failure)));
  }

  private static Plugins checked(Plugins plugins) {
    Map<String, Registrations> byName = new LinkedHashMap<>();
    for (Registrations each : plugins.plugins) {
      Registrations other = byName.putIfAbsent(each.plugin().name(), each);
      if (other != null) {
        throw PluginException.sameName(
            each.plugin().name(), other.pluginClass(), each.pluginClass());
      }
    }
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

  /** Returns the plug-ins that can be used. */
  public List<PluginInfo> all() {
    return plugins.stream().map(Registrations::plugin).toList();
  }

  /** Returns the plug-ins that were found and cannot be used. */
  public List<BrokenPlugin> broken() {
    return broken;
  }

  /** Returns what is offered, whatever for. */
  public List<Offer<?>> offers() {
    List<Offer<?>> offers = new ArrayList<>();
    plugins.forEach(each -> offers.addAll(each.offers()));
    return offers;
  }

  /**
   * Returns what is offered for a port.
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
   * a key of that plug-in, and none may be all but a key of ours or of a plug-in. Environment
   * variables are not looked at, and system properties only if they start with such a name, since
   * other programs have theirs there.
   *
   * @param settings the settings
   * @throws SettingsException naming every such key, and the nearest one that is known
   */
  public void checkKeys(Settings settings) {
    List<String> problems = new KeyCheck(plugins).problems(settings);
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
  }

  @Override
  public String toString() {
    return "Plugins" + all();
  }
}
