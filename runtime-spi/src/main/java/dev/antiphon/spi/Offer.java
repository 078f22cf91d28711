package dev.antiphon.spi;

import java.util.List;

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
  private final Creation<? extends Record, ? extends T> creation;

  <S extends Record> Offer(
      Port<T> port,
      String name,
      PluginInfo plugin,
      String pluginClass,
      SettingsShape<S> shape,
      AdapterFactory<? super S, ? extends T> factory) {
    this.port = port;
    this.name = name;
    this.plugin = plugin;
    this.pluginClass = pluginClass;
    this.creation = new Creation<>(shape, factory);
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

  /**
   * Binds the settings and makes what is offered.
   *
   * @param settings all settings
   * @throws SettingsException naming every setting that is missing or wrong
   * @throws PluginException if the factory fails or makes nothing
   */
  public T create(Settings settings) {
    return creation.create(settings, this);
  }

  @Override
  public String toString() {
    return "%s '%s' of %s".formatted(port.label(), name, pluginClass);
  }

  /** Keeps the type of the settings record together. */
  private record Creation<S extends Record, T>(
      SettingsShape<S> shape, AdapterFactory<? super S, ? extends T> factory) {

    T create(Settings settings, Offer<?> offer) {
      S bound = shape.bind(settings);
      T made;
      try {
        made = factory.create(bound);
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
