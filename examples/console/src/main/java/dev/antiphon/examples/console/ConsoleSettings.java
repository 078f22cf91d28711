package dev.antiphon.examples.console;

import dev.antiphon.spi.Settings;
import java.util.Map;
import java.util.Optional;

/**
 * What the program is told. Strongest first: the command line; for the data folder the environment
 * variable {@code ANTIPHON_DATA}; {@link Settings#load}; the defaults of this program, which are
 * the plug-in {@code demo} for model, tools and suggestions, {@code jdbc} for what is kept,
 * {@code attachments} for files, and {@code files} for what is read aloud.
 */
final class ConsoleSettings {

  /** The environment variable that names the data folder. */
  static final String DATA_VARIABLE = "ANTIPHON_DATA";

  private static final String DATA_KEY = "jdbc.folder";
  private static final String DEFAULT_DATA = "antiphon-data";
  private static final String FILES_KEY = "attachments.folder";
  private static final String FILES_FOLDER = "files";

  private final Settings settings;

  private ConsoleSettings(Settings settings) {
    this.settings = settings;
  }

  /**
   * Puts the layers together.
   *
   * @param loaded what {@link Settings#load} gives
   * @param options the command line
   * @param environment the environment
   * @param isTerminal whether a person looks on, for whom words come one by one
   */
  static ConsoleSettings of(
      Settings loaded,
      ConsoleOptions options,
      Map<String, String> environment,
      boolean isTerminal) {
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
    settings = orElse(settings, DATA_KEY, DEFAULT_DATA);
    settings = orElse(settings, "antiphon.attachments", "image,pdf,text,file");
    settings = orElse(settings, "antiphon.attachment-store", "folder");
    settings = orElse(
        settings, FILES_KEY, settings.get(DATA_KEY).orElse(DEFAULT_DATA) + "/" + FILES_FOLDER);
    settings = orElse(settings, "demo.word-delay", isTerminal ? "20ms" : "0ms");
    boolean isDemo = settings.get("antiphon.model").equals(Optional.of("demo"));
    settings = orElse(settings, "antiphon.suggestions", isDemo && isTerminal ? "demo" : "none");
    boolean isKept = settings.get("antiphon.history").equals(Optional.of("jdbc"));
    settings = orElse(settings, "antiphon.feedback", isKept ? "jdbc" : "none");
    settings = orElse(settings, "antiphon.speech", "files");
    settings = orElse(settings, "speech.folder", folderOf(settings) + "/speech");
    return new ConsoleSettings(settings);
  }

  private static String folderOf(Settings settings) {
    return settings.get(DATA_KEY).orElse(DEFAULT_DATA);
  }

  private static Settings orElse(Settings settings, String key, String value) {
    return settings.get(key).isPresent() ? settings : settings.with(key, value);
  }

  /** Returns all of it. */
  Settings settings() {
    return settings;
  }

  /** Returns a line that says which model answers and where the chat is kept. */
  String banner(String version) {
    String model = settings.get("antiphon.model").orElse("");
    String what = model.equals("demo")
        ? "This is a demonstration: the model 'demo' runs offline and is no AI."
        : "The model is '%s'.".formatted(Printable.cut(named(model)));
    return "Antiphon %s. %s %s /help lists what can be typed.".formatted(version, what, place());
  }

  /** Returns an adapter's name, and which model it asks if it is told one. */
  private String named(String adapter) {
    return settings.get(adapter + ".model").map(model -> adapter + "/" + model).orElse(adapter);
  }

  private String place() {
    Optional<String> history = settings.get("antiphon.history");
    if (!history.equals(Optional.of("jdbc"))) {
      return "History: %s.".formatted(Printable.cut(history.orElse("")));
    }
    return settings.get("jdbc.url").isPresent()
        ? "Data: the database at jdbc.url."
        : "Data: %s.".formatted(Printable.cut(settings.get(DATA_KEY).orElse("")));
  }
}
