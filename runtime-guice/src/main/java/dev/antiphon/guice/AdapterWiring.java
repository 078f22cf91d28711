package dev.antiphon.guice;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Stage;
import com.google.inject.spi.Message;
import dev.antiphon.spi.SettingsException;
import java.util.ArrayList;
import java.util.List;

/** Makes the chosen adapters with Guice, all or none. */
final class AdapterWiring {

  static {
    // Guice would define classes through Unsafe, of which a newer JVM warns. It reads this once.
    String option = "guice_bytecode_gen_option";
    if (System.getProperty(option) == null) {
      System.setProperty(option, "DISABLED");
    }
  }

  private AdapterWiring() {}

  /**
   * Makes what is chosen. If anything fails, what was made is closed again, and the failure is
   * thrown as a plug-in's author would expect it, without Guice around it.
   *
   * @param choice chooses among offers
   * @param stack keeps what is made
   */
  static Adapters wire(AdapterChoice choice, AdapterStack stack) {
    try {
      return Guice.createInjector(Stage.PRODUCTION, new AdaptersModule(choice, stack))
          .getInstance(Adapters.class);
    } catch (CreationException failure) {
      RuntimeException cause = unwrapped(failure);
      stack.closeAfter(cause);
      throw cause;
    } catch (RuntimeException | Error failure) {
      stack.closeAfter(failure);
      throw failure;
    }
  }

  /** Returns the failure of the first adapter; missing settings of all adapters come together. */
  private static RuntimeException unwrapped(CreationException failure) {
    List<RuntimeException> causes = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Message message : failure.getErrorMessages()) {
      if (message.getCause() instanceof SettingsException settings) {
        problems.addAll(settings.problems());
      } else if (message.getCause() instanceof RuntimeException cause) {
        causes.add(cause);
      }
    }
    if (!problems.isEmpty()) {
      causes.add(0, new SettingsException(problems));
    }
    if (causes.isEmpty()) {
      return failure;
    }
    RuntimeException first = causes.get(0);
    causes.stream().skip(1).forEach(first::addSuppressed);
    return first;
  }
}
