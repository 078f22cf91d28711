package dev.antiphon.spi;

import static java.util.Objects.requireNonNull;

import dev.antiphon.port.AttachmentStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plug-in offers for one port. Made by {@link Plugins}.
 *
 * @param <T> what is made
 */
public final class Offer<T> {

  private final Port<T> port;
  private final String name;
  private final PluginInfo plugin;
  private final String pluginClass;
  private final boolean storesFiles;
  private final Creation<? extends Record, ? extends T> creation;

  <S extends Record> Offer(
      Port<T> port,
      String name,
      PluginInfo plugin,
      String pluginClass,
      SettingsShape<S> shape,
      AdapterFactory<? super S, ? extends T> factory) {
    this(
        port,
        name,
        plugin,
        pluginClass,
        false,
        new Creation<S, T>(shape, (settings, store) -> factory.create(settings)));
  }

  private Offer(
      Port<T> port,
      String name,
      PluginInfo plugin,
      String pluginClass,
      boolean storesFiles,
      Creation<? extends Record, ? extends T> creation) {
    this.port = port;
    this.name = name;
    this.plugin = plugin;
    this.pluginClass = pluginClass;
    this.storesFiles = storesFiles;
    this.creation = creation;
  }

  static <S extends Record, T> Offer<T> storing(
      Port<T> port,
      String name,
      PluginInfo plugin,
      String pluginClass,
      SettingsShape<S> shape,
      StoringFactory<? super S, ? extends T> factory) {
    Creation<S, T> creation =
        new Creation<>(shape, (settings, store) -> factory.create(settings, requireNonNull(store)));
    return new Offer<>(port, name, plugin, pluginClass, true, creation);
  }

  /** Returns what it is for. */
  public Port<T> port() {
    return port;
  }

  /** Returns the name by which settings choose it. */
  public String name() {
    return name;
  }

  /** Returns the plug-in that offers it. */
  public PluginInfo plugin() {
    return plugin;
  }

  /** Returns the class name of the plug-in that offers it. */
  public String pluginClass() {
    return pluginClass;
  }

  /** Returns the keys of its settings, in the order of the record. */
  public List<String> keys() {
    return creation.shape().keys();
  }

  /** Returns whether it is made with a store of attached files. */
  public boolean storesFiles() {
    return storesFiles;
  }

  /**
   * Binds the settings and makes what is offered.
   *
   * @param settings all settings
   * @throws SettingsException naming every setting that is missing or wrong
   * @throws PluginException if the factory fails or makes nothing
   * @throws IllegalStateException if it is made with a store
   */
  public T create(Settings settings) {
    if (storesFiles) {
      throw new IllegalStateException("The %s stores files. Give the store.".formatted(this));
    }
    return creation.create(settings, null, this);
  }

  /**
   * Binds the settings and makes what is offered.
   *
   * @param settings all settings
   * @param store where its files go, if it stores any
   * @throws SettingsException naming every setting that is missing or wrong
   * @throws PluginException if the factory fails or makes nothing
   */
  public T create(Settings settings, AttachmentStore store) {
    return creation.create(settings, requireNonNull(store, "store"), this);
  }

  @Override
  public String toString() {
    return "%s '%s' of %s".formatted(port.label(), name, pluginClass);
  }

  /** A factory of either kind; the store is there if the offer stores files. */
  @FunctionalInterface
  private interface AnyFactory<S, T> {
    T create(S settings, @Nullable AttachmentStore store) throws Exception;
  }

  /** Keeps the type of the settings record together. */
  private record Creation<S extends Record, T>(
      SettingsShape<S> shape, AnyFactory<S, ? extends T> factory) {

    T create(Settings settings, @Nullable AttachmentStore store, Offer<?> offer) {
      S bound = shape.bind(settings);
      T made;
      try {
        made = factory.create(bound, store);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw PluginException.creationFailed(offer, interrupted);
      } catch (Exception | LinkageError failure) {
        throw PluginException.creationFailed(offer, failure);
      }
      if (made == null) {
        throw PluginException.nothingMade(offer);
      }
      return made;
    }
  }
}
