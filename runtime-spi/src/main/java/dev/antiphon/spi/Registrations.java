package dev.antiphon.spi;

import static java.util.Objects.requireNonNull;

import dev.antiphon.context.ModelContextProvider;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.AttachmentStore;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.tool.Tool;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one plug-in offers. Open while the plug-in installs, immutable afterwards. */
final class Registrations implements PluginRegistrar {

  private final PluginInfo plugin;
  private final String pluginClass;
  private final List<Offer<?>> offers = new ArrayList<>();
  private boolean isOpen = true;

  private Registrations(PluginInfo plugin, String pluginClass) {
    this.plugin = plugin;
    this.pluginClass = pluginClass;
  }

  static Registrations of(RuntimePlugin plugin) {
    String pluginClass = plugin.getClass().getName();
    Registrations registrations = new Registrations(infoOf(plugin), pluginClass);
    try {
      plugin.install(registrations);
    } catch (PluginException ours) {
      throw ours;
    } catch (RuntimeException | LinkageError failure) {
      throw PluginException.stepFailed(pluginClass, "install", failure);
    }
    registrations.isOpen = false;
    return registrations;
  }

  private static PluginInfo infoOf(RuntimePlugin plugin) {
    String pluginClass = plugin.getClass().getName();
    PluginInfo info;
    try {
      info = plugin.info();
    } catch (RuntimeException | LinkageError failure) {
      throw PluginException.stepFailed(pluginClass, "info", failure);
    }
    if (info == null) {
      throw PluginException.unfit(pluginClass, "has no info");
    }
    if (info.spiVersion() != PluginInfo.SPI_VERSION) {
      throw PluginException.otherSpi(pluginClass, info.spiVersion());
    }
    return info;
  }

  PluginInfo plugin() {
    return plugin;
  }

  String pluginClass() {
    return pluginClass;
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

  /** Says what is wrong with a key that starts with the plug-in's name. */
  Optional<String> problemWith(String key) {
    if (!key.startsWith(plugin.name() + ".")) {
      return Optional.empty();
    }
    Set<String> known = new LinkedHashSet<>();
    offers.forEach(offer -> known.addAll(offer.keys()));
    if (known.contains(key)) {
      return Optional.empty();
    }
    String remedy = KeyDistance.nearest(key, known, key.length())
        .map(nearest -> "The nearest one it has is '%s'.".formatted(nearest))
        .orElse("It has none.");
    return Optional.of(
        "Plug-in '%s' has no setting '%s'. %s".formatted(plugin.name(), key, remedy));
  }

  @Override
  public <S extends Record> void model(
      String name,
      Class<S> settings,
      AdapterFactory<? super S, ? extends ChatModelAdapter> factory) {
    add(Port.MODEL, name, settings, factory);
  }

  @Override
  public <S extends Record> void history(
      String name,
      Class<S> settings,
      AdapterFactory<? super S, ? extends ThreadHistoryAdapter> factory) {
    add(Port.HISTORY, name, settings, factory);
  }

  @Override
  public <S extends Record> void threadList(
      String name,
      Class<S> settings,
      AdapterFactory<? super S, ? extends RemoteThreadListAdapter> factory) {
    add(Port.THREADS, name, settings, factory);
  }

  @Override
  public <S extends Record> void tools(
      String name, Class<S> settings, AdapterFactory<? super S, ? extends List<Tool>> factory) {
    add(Port.TOOLS, name, settings, factory);
  }

  @Override
  public <S extends Record> void modelContext(
      String name,
      Class<S> settings,
      AdapterFactory<? super S, ? extends ModelContextProvider> factory) {
    add(Port.CONTEXTS, name, settings, factory);
  }

  @Override
  public <S extends Record> void attachments(
      String name,
      Class<S> settings,
      AdapterFactory<? super S, ? extends AttachmentAdapter> factory) {
    add(Port.ATTACHMENTS, name, settings, factory);
  }

  @Override
  public <S extends Record> void storedAttachments(
      String name,
      Class<S> settings,
      StoringFactory<? super S, ? extends AttachmentAdapter> factory) {
    offers.add(Offer.storing(
        Port.ATTACHMENTS,
        name,
        plugin,
        pluginClass,
        checkedShape(Port.ATTACHMENTS, name, settings, factory),
        factory));
  }

  @Override
  public <S extends Record> void attachmentStore(
      String name,
      Class<S> settings,
      AdapterFactory<? super S, ? extends AttachmentStore> factory) {
    add(Port.ATTACHMENT_STORE, name, settings, factory);
  }

  private <S extends Record, T> void add(
      Port<T> port,
      String name,
      Class<S> settings,
      AdapterFactory<? super S, ? extends T> factory) {
    offers.add(new Offer<>(
        port, name, plugin, pluginClass, checkedShape(port, name, settings, factory), factory));
  }

  private <S extends Record> SettingsShape<S> checkedShape(
      Port<?> port, String name, Class<S> settings, Object factory) {
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
          pluginClass, "offers a %s whose name is blank or has a comma".formatted(port.label()));
    }
    try {
      return SettingsShape.of(plugin.name(), settings);
    } catch (IllegalArgumentException unfit) {
      throw PluginException.unfit(
          pluginClass, "has a settings record that will not do: " + unfit.getMessage());
    }
  }
}
