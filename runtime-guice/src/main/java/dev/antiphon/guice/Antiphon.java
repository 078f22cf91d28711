package dev.antiphon.guice;

import static java.util.Objects.requireNonNull;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.ProvisionException;
import dev.antiphon.context.ModelContextProvider;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.spi.Plugins;
import dev.antiphon.spi.Port;
import dev.antiphon.spi.Settings;
import dev.antiphon.tool.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A runtime from jars and settings alone.
 *
 * <pre>{@code
 * try (Antiphon antiphon = Antiphon.start(Settings.load())) {
 *   ThreadRuntime thread = antiphon.runtime().threads().main();
 * }
 * }</pre>
 *
 * <p>The model that {@code antiphon.model} names is used, or the only one on the class path. The
 * same goes for {@code antiphon.history} and {@code antiphon.threads}, where {@code memory} stands
 * for the core's own, which is used if there is no other. Everything else is used if settings name
 * it: {@code antiphon.tools}, {@code antiphon.contexts} and {@code antiphon.attachments} list names
 * between commas, the other keys of {@link dev.antiphon.spi.Port} take one. While a plug-in on the
 * class path is broken nothing is used unasked, since it might have offered another one.
 *
 * <p>{@link #report} tells what was found and chosen. A host with an injector of its own installs
 * {@link AntiphonModule} there.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class Antiphon implements AutoCloseable {

  static {
    // Guice would define classes through Unsafe, of which a newer JVM warns. It reads this once.
    String option = "guice_bytecode_gen_option";
    if (System.getProperty(option) == null) {
      System.setProperty(option, "DISABLED");
    }
  }

  private final LocalRuntime runtime;
  private final AdapterStack adapters;
  private final AdapterReport report;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  Antiphon(LocalRuntime runtime, AdapterStack adapters, AdapterReport report) {
    this.runtime = runtime;
    this.adapters = adapters;
    this.report = report;
  }

  /**
   * Starts a runtime with the plug-ins that the class loader of this thread sees. If anything
   * fails, nothing is left open.
   *
   * @param settings choose adapters and configure them
   * @throws dev.antiphon.spi.PluginException if two plug-ins have the same name, or an adapter
   *     cannot be made
   * @throws dev.antiphon.spi.SettingsException if settings are missing, wrong or misspelt
   * @throws AdapterChoiceException if no adapter or more than one fits a port
   */
  public static Antiphon start(Settings settings) {
    return builder(settings).start();
  }

  /**
   * Prepares a start.
   *
   * @param settings choose adapters and configure them
   */
  public static Builder builder(Settings settings) {
    return new Builder(settings);
  }

  /** Returns the runtime. */
  public LocalRuntime runtime() {
    return runtime;
  }

  /** Returns what was found on the class path and what was chosen of it. */
  public AdapterReport report() {
    return report;
  }

  /**
   * Closes the runtime, then the adapters that can be closed, the last one made first. Further
   * calls close nothing more.
   *
   * @throws AdapterCloseException if some adapters could not be closed; all others are
   */
  @Override
  public void close() {
    boolean isFirst = isClosed.compareAndSet(false, true);
    try {
      runtime.close();
    } catch (RuntimeException | Error failure) {
      if (isFirst) {
        adapters.closeAfter(failure);
      }
      throw failure;
    }
    if (isFirst) {
      adapters.close();
    }
  }

  /** Prepares a start; for one thread. */
  public static final class Builder {
    private final Settings settings;
    private final List<Consumer<LocalRuntime.Builder>> steps = new ArrayList<>();
    private @Nullable Plugins plugins;

    private Builder(Settings settings) {
      this.settings = requireNonNull(settings, "settings");
    }

    /**
     * Sets where plug-ins are looked for, and finds them.
     *
     * @param loader the class loader
     * @throws dev.antiphon.spi.PluginException if two plug-ins or two of their offers have the same
     *     name
     */
    public Builder classLoader(ClassLoader loader) {
      return plugins(Plugins.discover(loader));
    }

    /**
     * Sets the plug-ins, in place of those on the class path.
     *
     * @param plugins the plug-ins
     */
    public Builder plugins(Plugins plugins) {
      this.plugins = requireNonNull(plugins, "plugins");
      return this;
    }

    /**
     * Adds tools of the application.
     *
     * @param tools the tools
     */
    public Builder tools(Tool... tools) {
      return configure(runtime -> runtime.tools(tools));
    }

    /**
     * Adds a provider of model context of the application.
     *
     * @param provider the provider
     */
    public Builder context(ModelContextProvider provider) {
      return configure(runtime -> runtime.context(provider));
    }

    /**
     * Adds a step that is taken before the runtime is built, for what no plug-in gives.
     *
     * @param step sets options and the like; what it sets wins over the chosen adapters
     */
    public Builder configure(Consumer<LocalRuntime.Builder> step) {
      steps.add(requireNonNull(step, "step"));
      return this;
    }

    /**
     * Tells what a start would find and choose. Makes no adapter, and throws nothing if a choice is
     * not possible: that is told too.
     *
     * @throws dev.antiphon.spi.PluginException if two plug-ins or two of their offers have the same
     *     name
     */
    public AdapterReport report() {
      return AdapterReport.of(choice(), Port.all());
    }

    /**
     * Starts the runtime. If anything fails, nothing is left open.
     *
     * @throws dev.antiphon.spi.PluginException if two plug-ins have the same name, or an adapter
     *     cannot be made
     * @throws dev.antiphon.spi.SettingsException if settings are missing, wrong or misspelt
     * @throws AdapterChoiceException if no adapter or more than one fits a port
     */
    public Antiphon start() {
      try {
        return Guice.createInjector(new StrictModule(), new AntiphonModule(choice(), steps))
            .getInstance(Antiphon.class);
      } catch (ProvisionException failure) {
        throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
      }
    }

    private AdapterChoice choice() {
      return new AdapterChoice(plugins == null ? Plugins.discover() : plugins, settings);
    }
  }

  /** Nothing is bound that is not written down. */
  private static final class StrictModule extends AbstractModule {
    @Override
    protected void configure() {
      binder().requireExplicitBindings();
      binder().disableCircularProxies();
      binder().requireAtInjectOnConstructors();
    }
  }
}
