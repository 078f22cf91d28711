package dev.antiphon.guice;

import dev.antiphon.port.AttachmentStore;
import dev.antiphon.spi.Offer;
import dev.antiphon.spi.Port;
import dev.antiphon.spi.SettingsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The adapters that were chosen: each is made when it is first asked for, once.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; one adapter is made at a time.
 */
final class ChosenAdapters {

  private final AdapterChoice choice;
  private final AdapterStack stack;
  private final Map<Offer<?>, Object> made = new HashMap<>();

  ChosenAdapters(AdapterChoice choice, AdapterStack stack) {
    this.choice = choice;
    this.stack = stack;
  }

  /**
   * Checks that something can be chosen for each of the ports, and that all settings of what is
   * chosen are there and right. Makes nothing.
   */
  void check(List<Port<?>> ports) {
    List<String> problems = new ArrayList<>();
    for (Port<?> port : ports) {
      for (Offer<?> offer : choice.of(port)) {
        problems.addAll(offer.problems(choice.settings()));
      }
    }
    if (!problems.isEmpty()) {
      throw new SettingsException(problems.stream().distinct().toList());
    }
  }

  /** Returns the adapter of a port that has at most one; {@code null} for what is built in. */
  synchronized <T> @Nullable T single(Port<T> port) {
    Optional<Offer<T>> offer = choice.single(port);
    return offer.isEmpty() ? null : made(offer.get(), null);
  }

  /**
   * Returns the adapters that are listed for a port, in that order.
   *
   * @param store supplies the store of attached files for those that need it
   */
  synchronized <T> List<T> listed(Port<T> port, Supplier<AttachmentStore> store) {
    List<T> listed = new ArrayList<>();
    for (Offer<T> offer : choice.listed(port)) {
      listed.add(made(offer, offer.storesFiles() ? store.get() : null));
    }
    return listed;
  }

  /** Returns the store of attached files that is chosen where one is needed. */
  synchronized AttachmentStore neededStore() {
    return made(choice.neededStore(), null);
  }

  @SuppressWarnings("unchecked")
  private <T> T made(Offer<T> offer, @Nullable AttachmentStore store) {
    Object known = made.get(offer);
    if (known != null) {
      return (T) known;
    }
    T adapter = store == null
        ? stack.keep(offer.create(choice.settings()))
        : stack.keep(offer.create(choice.settings(), store));
    made.put(offer, adapter);
    return adapter;
  }
}
