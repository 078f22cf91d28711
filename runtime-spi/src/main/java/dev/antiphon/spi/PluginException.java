package dev.antiphon.spi;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a plug-in cannot be loaded, or what it offers cannot be had. It names the plug-in's
 * class and jar, the cause and what to do.
 */
public final class PluginException extends ChatRuntimeException {

  private static final String CODE = "plugin";

  private PluginException(String message, @Nullable Throwable cause) {
    super(ErrorInfo.of(CODE, message), cause);
  }

  static PluginException unloadable(PluginClass pluginClass, Throwable cause) {
    return new PluginException(
        "Cannot load plug-in class %s: %s.".formatted(pluginClass, causeAndRemedy(cause)), cause);
  }

  static PluginException noPlugin(PluginClass pluginClass) {
    return new PluginException(
        "Cannot load plug-in class %s: it is listed in %s, but it is no %s with a public constructor without parameters. Tell its author."
            .formatted(pluginClass, ServiceFiles.PATH, RuntimePlugin.class.getName()),
        null);
  }

  static PluginException brokenListing(Throwable cause) {
    return new PluginException(
        "Cannot read the list of plug-ins, %s: %s. Repair or remove the jar that has this file."
            .formatted(ServiceFiles.PATH, cause.getMessage()),
        cause);
  }

  static PluginException stepFailed(PluginClass pluginClass, String step, Throwable cause) {
    return new PluginException(
        "Plug-in class %s failed in %s: %s.".formatted(pluginClass, step, causeAndRemedy(cause)),
        cause);
  }

  static PluginException otherSpi(PluginClass pluginClass, String problem) {
    return new PluginException("Plug-in class %s %s.".formatted(pluginClass, problem), null);
  }

  static PluginException sameName(String name, PluginClass first, PluginClass second) {
    return new PluginException(
        "Two plug-ins are named '%s': %s and %s. Remove one from the class path."
            .formatted(name, first, second),
        null);
  }

  static PluginException sameClass(String className, String first, String second) {
    return new PluginException(
        "The plug-in class '%s' is there twice: in %s and in %s. Remove one from the class path."
            .formatted(className, first, second),
        null);
  }

  static PluginException sameOffer(Offer<?> first, Offer<?> second) {
    return new PluginException(
        "Two offers for the %s are named '%s', by %s and by %s. Remove one of these plug-ins from the class path."
            .formatted(first.port().label(), first.name(), first.offeredBy(), second.offeredBy()),
        null);
  }

  static PluginException unfit(PluginClass pluginClass, String problem) {
    return new PluginException(
        "Plug-in class %s %s. Tell its author.".formatted(pluginClass, problem), null);
  }

  static PluginException creationFailed(Offer<?> offer, Throwable cause) {
    return new PluginException(
        "Cannot create the %s '%s' of plug-in class %s: %s."
            .formatted(
                offer.port().label(), offer.name(), offer.offeredBy(), causeAndRemedy(cause)),
        cause);
  }

  static PluginException nothingMade(Offer<?> offer) {
    return new PluginException(
        "Cannot create the %s '%s': plug-in class %s gave null. Tell its author."
            .formatted(offer.port().label(), offer.name(), offer.offeredBy()),
        null);
  }

  /** Foreign messages may hold a secret, such as a URL with a password: they stay in the cause. */
  private static String causeAndRemedy(Throwable cause) {
    if (cause instanceof ChatRuntimeException ours) {
      String message = ours.info().message();
      return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }
    if (cause instanceof NoClassDefFoundError || cause instanceof ClassNotFoundException) {
      return "the class '%s' that it needs is not there. Put the jar that has it on the class path, or take the plug-in off"
          .formatted(String.valueOf(cause.getMessage()).replace('/', '.'));
    }
    if (cause instanceof UnsupportedClassVersionError) {
      return "it was built for a newer Java than %s. Use that Java, or an older version of the plug-in"
          .formatted(Runtime.version().feature());
    }
    if (cause instanceof LinkageError) {
      return "it does not fit the classes it meets (%s). Use a version of it that was built for this version of Antiphon"
          .formatted(cause);
    }
    return "it threw %s. The cause says more; tell its author if your settings are right"
        .formatted(cause.getClass().getName());
  }
}
