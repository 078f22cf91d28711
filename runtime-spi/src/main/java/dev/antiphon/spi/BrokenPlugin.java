package dev.antiphon.spi;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A plug-in that is there and cannot be used: its class does not load, it fails when asked what it
 * offers, or it was built for another version of the contract. It is left out, so that it spoils
 * nothing for the others; whoever asks for what it may have offered is told of it.
 *
 * <p>Made by {@link Plugins}; immutable, safe to share.
 */
public final class BrokenPlugin {

  private final @Nullable PluginClass pluginClass;
  private final PluginException failure;

  BrokenPlugin(@Nullable PluginClass pluginClass, PluginException failure) {
    this.pluginClass = pluginClass;
    this.failure = failure;
  }

  /** Returns its class name; empty if a list of plug-ins itself cannot be read. */
  public Optional<String> className() {
    return Optional.ofNullable(pluginClass).map(PluginClass::name);
  }

  /** Returns the jar or folder that lists it, if that is known. */
  public Optional<String> place() {
    return Optional.ofNullable(pluginClass).flatMap(PluginClass::place);
  }

  /** Returns why, and what to do. */
  public PluginException failure() {
    return failure;
  }

  /** Returns the words of the failure. */
  @Override
  public String toString() {
    return failure.info().message();
  }
}
