package dev.antiphon.spi;

import static java.util.Objects.requireNonNull;

import dev.antiphon.port.AttachmentStore;
import java.util.List;
import java.util.Optional;
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
  private final PluginClass pluginClass;
  private final Creation<? extends Record, ? extends T> creation;

  private Offer(
      Port<T> port,
      String name,
      PluginInfo plugin,
      PluginClass pluginClass,
      Creation<? extends Record, ? extends T> creation) {
    this.port = port;
    this.name = name;
    this.plugin = plugin;
    this.pluginClass = pluginClass;
    this.creation = creation;
  }

  static <S extends Record, T> Offer<T> of(
      Port<T> port,
      String name,
      PluginInfo plugin,
      PluginClass pluginClass,
      SettingsShape<S> shape,
      AdapterFactory<? super S, ? extends T> factory) {
    Creation<S, T> creation =
        new Creation<>(shape, false, (settings, store) -> factory.create(settings));
    return new Offer<>(port, name, plugin, pluginClass, creation);
  }

  static <S extends Record, T> Offer<T> storing(
      Port<T> port,
      String name,
      PluginInfo plugin,
      PluginClass pluginClass,
      SettingsShape<S> shape,
      StoringFactory<? super S, ? extends T> factory) {
    Creation<S, T> creation = new Creation<>(
        shape, true, (settings, store) -> factory.create(settings, requireNonNull(store)));
    return new Offer<>(port, name, plugin, pluginClass, creation);
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
    return pluginClass.name();
  }

  /** Returns the jar or folder of the plug-in that offers it, if that is known. */
  public Optional<String> place() {
    return pluginClass.place();
  }

  /** Returns class and jar of the plug-in in one, for messages. */
  public String offeredBy() {
    return pluginClass.toString();
  }

  /** Returns its settings, in the order of the record. */
  public List<SettingInfo> settings() {
    return creation.shape().settings();
  }

  /** Returns the keys of its settings, in the order of the record. */
  public List<String> keys() {
    return creation.shape().keys();
  }

  /** Returns whether it is made with a store of attached files. */
  public boolean storesFiles() {
    return creation.storesFiles();
  }

  /**
   * Binds the settings and makes nothing.
   *
   * @param settings all settings
   * @return what is missing or wrong, one or more sentences each; empty if it can be made
   */
  public List<String> problems(Settings settings) {
    try {
      creation.shape().bind(settings);
      return List.of();
    } catch (SettingsException wrong) {
      return wrong.problems();
    }
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
    if (storesFiles()) {
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
    return "%s '%s' of %s".formatted(port.label(), name, pluginClass.name());
  }

  /** A factory of either kind; the store is there if the offer stores files. */
  @FunctionalInterface
  private interface AnyFactory<S, T> {
    T create(S settings, @Nullable AttachmentStore store) throws Exception;
  }

  /** Keeps the type of the settings record together. */
  private record Creation<S extends Record, T>(
      SettingsShape<S> shape, boolean storesFiles, AnyFactory<S, ? extends T> factory) {

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
