package dev.antiphon.examples.web;

import dev.antiphon.spi.Settings;
import java.util.Map;
import java.util.Optional;

/**
 * What the runtime is told. Strongest first: the command line; for the data folder the environment
 * variable {@code ANTIPHON_DATA}; {@link Settings#load}; the defaults of this program, which are
 * those of the terminal chat, without files that are kept and speech that is written to files.
 */
final class WebSettings {

  private static final String DATA_VARIABLE = "ANTIPHON_DATA";
  private static final String DATA_KEY = "jdbc.folder";

  private WebSettings() {}

  /**
   * Puts the layers together.
   *
   * @param loaded what {@link Settings#load} gives
   * @param options the command line
   * @param environment the environment
   */
  static Settings of(Settings loaded, WebOptions options, Map<String, String> environment) {
    Settings settings = loaded;
    String folder = environment.get(DATA_VARIABLE);
    if (folder != null && !folder.isBlank()) {
      settings = settings.with(DATA_KEY, folder);
    }
    for (Map.Entry<String, String> each : options.set().entrySet()) {
      settings = settings.with(each.getKey(), each.getValue());
    }
    if (options.data() != null) {
      settings = settings.with(DATA_KEY, options.data());
    }
    if (options.model() != null) {
      settings = settings.with("antiphon.model", options.model());
    }
    settings = orElse(settings, "antiphon.model", "demo");
    settings = orElse(settings, "antiphon.tools", "demo");
    settings = orElse(settings, "antiphon.history", "jdbc");
    settings = orElse(settings, "antiphon.threads", "jdbc");
    settings = orElse(settings, DATA_KEY, "antiphon-data");
    settings = orElse(settings, "antiphon.attachments", "image,pdf,text");
    settings = orElse(settings, "demo.word-delay", "20ms");
    boolean isDemo = settings.get("antiphon.model").equals(Optional.of("demo"));
    settings = orElse(settings, "antiphon.suggestions", isDemo ? "demo" : "none");
    boolean isKept = settings.get("antiphon.history").equals(Optional.of("jdbc"));
    return orElse(settings, "antiphon.feedback", isKept ? "jdbc" : "none");
  }

  private static Settings orElse(Settings settings, String key, String value) {
    return settings.get(key).isPresent() ? settings : settings.with(key, value);
  }
}
