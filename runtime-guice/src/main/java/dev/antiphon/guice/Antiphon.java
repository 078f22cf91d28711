package dev.antiphon.guice;

import static java.util.Objects.requireNonNull;

import dev.antiphon.context.ModelContextProvider;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.spi.Plugins;
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
 * for the core's own, which is used if there is no other. Tools and model contexts are used if
 * {@code antiphon.tools} and {@code antiphon.contexts} list them, names between commas.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class Antiphon implements AutoCloseable {

  private final LocalRuntime runtime;
  private final AdapterStack adapters;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  private Antiphon(LocalRuntime runtime, AdapterStack adapters) {
    this.runtime = runtime;
    this.adapters = adapters;
  }

  /**
   * Starts a runtime with the plug-ins that the class loader of this thread sees. If anything
   * fails, nothing is left open.
   *
   * @param settings choose adapters and configure them
   * @throws dev.antiphon.spi.PluginException if a plug-in cannot be loaded, or an adapter not made
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
    } finally {
      if (isFirst) {
        adapters.close();
      }
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
     * @throws dev.antiphon.spi.PluginException if a plug-in cannot be loaded
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
     * Starts the runtime. If anything fails, nothing is left open.
     *
     * @throws dev.antiphon.spi.PluginException if a plug-in cannot be loaded, or an adapter not
     *     made
     * @throws dev.antiphon.spi.SettingsException if settings are missing, wrong or misspelt
     * @throws AdapterChoiceException if no adapter or more than one fits a port
     */
    public Antiphon start() {
      Plugins found = plugins == null ? Plugins.discover() : plugins;
      found.checkKeys(settings);
      AdapterStack stack = new AdapterStack(settings);
      Adapters adapters = AdapterWiring.wire(new AdapterChoice(found, settings), stack);
      try {
        return new Antiphon(runtime(adapters), stack);
      } catch (RuntimeException | Error failure) {
        stack.closeAfter(failure);
        throw failure;
      }
    }

    private LocalRuntime runtime(Adapters adapters) {
      LocalRuntime.Builder builder = LocalRuntime.builder(adapters.model()).json(adapters.json());
      adapters.history().ifPresent(builder::history);
      adapters.threadList().ifPresent(builder::threadList);
      builder.tools(adapters.tools().toArray(Tool[]::new));
      adapters.contexts().forEach(builder::context);
      steps.forEach(step -> step.accept(builder));
      return builder.build();
    }
  }
}
