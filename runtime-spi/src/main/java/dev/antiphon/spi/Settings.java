package dev.antiphon.spi;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an installation is told: keys and values. {@code antiphon.model}, {@code antiphon.history},
 * {@code antiphon.threads}, {@code antiphon.tools} and {@code antiphon.contexts} choose adapters;
 * all other keys start with the name of a plug-in, such as {@code jdbc.url}.
 *
 * <p>The environment variable of a key is the key in capitals with {@code _} for every dot and
 * hyphen: {@code ANTIPHON_MODEL} for {@code antiphon.model}, {@code OPENAI_API_KEY} for
 * {@code openai.api-key}.
 *
 * <p><b>Threads.</b> Immutable, safe to share.
 */
public final class Settings {

  /** The system property that names a file of settings. */
  public static final String FILE_KEY = "antiphon.settings";

  private static final String DEFAULT_FILE = "antiphon.properties";

  /** What is asked first comes first. */
  private final List<Layer> layers;

  private Settings(List<Layer> layers) {
    this.layers = List.copyOf(layers);
  }

  /**
   * Reads the settings of this process, later ones over earlier ones: the file that the system
   * property {@code antiphon.settings} names, or else {@code antiphon.properties} in the working
   * directory if there is one (UTF-8, in the form of {@code java.util.Properties}); the
   * environment; the system properties.
   *
   * @throws SettingsException if the file that was named cannot be read
   */
  public static Settings load() {
    return load(System.getProperties(), System.getenv(), Path.of(""));
  }

  static Settings load(Properties system, Map<String, String> environment, Path workingDirectory) {
    List<Layer> layers = new ArrayList<>();
    layers.add(new Layer(textsOf(system), "the system property", Source.SYSTEM_PROPERTIES));
    layers.add(new Layer(Map.copyOf(environment), "the environment variable", Source.ENVIRONMENT));
    String named = system.getProperty(FILE_KEY);
    Path file = workingDirectory.resolve(named == null ? DEFAULT_FILE : named);
    if (named != null || Files.exists(file)) {
      layers.add(new Layer(textsOf(read(file)), "the file " + file, Source.OURS));
    }
    return new Settings(layers);
  }

  /**
   * Returns settings that were made by the caller.
   *
   * @param values keys and values
   */
  public static Settings of(Map<String, String> values) {
    return new Settings(
        List.of(new Layer(Map.copyOf(values), "the value given by the program", Source.OURS)));
  }

  /**
   * Returns these settings with one more, or with another value for one.
   *
   * @param key the key
   * @param value the value
   */
  public Settings with(String key, String value) {
    List<Layer> more = new ArrayList<>();
    more.add(new Layer(Map.of(key, value), "the value given by the program", Source.OURS));
    more.addAll(layers);
    return new Settings(more);
  }

  /**
   * Returns a value.
   *
   * @param key the key
   */
  public Optional<String> get(String key) {
    return find(key).map(Found::value);
  }

  /**
   * Returns the keys that are set, sorted; without the environment, which has variables of all
   * kinds.
   */
  public SortedSet<String> keys() {
    SortedSet<String> keys = new TreeSet<>();
    for (Layer layer : layers) {
      if (layer.source() != Source.ENVIRONMENT) {
        keys.addAll(layer.values().keySet());
      }
    }
    return keys;
  }

  /**
   * Binds the settings of one prefix to a record whose components each have a {@link Setting}.
   *
   * @param prefix the first part of the keys, without its dot
   * @param type the record
   * @param <S> the record
   * @throws SettingsException naming every setting that is missing or wrong
   * @throws IllegalArgumentException if the record has a component without {@code Setting}, or of a
   *     type that no setting can have
   */
  public <S extends Record> S bind(String prefix, Class<S> type) {
    return SettingsShape.of(prefix, type).bind(this);
  }

  /** Returns whether a key was given for us, and not as a system property, for whoever it is. */
  boolean isOurs(String key) {
    return layers.stream()
        .anyMatch(layer -> layer.source() == Source.OURS && layer.values().containsKey(key));
  }

  /**
   * Returns where the value of a key was found.
   *
   * @param key the key
   * @return as in {@code the environment variable JDBC_URL}; empty if it is not set
   */
  public Optional<String> origin(String key) {
    return find(key).map(Found::origin);
  }

  Optional<Found> find(String key) {
    requireNonNull(key, "key");
    for (Layer layer : layers) {
      String name = layer.source() == Source.ENVIRONMENT ? environmentName(key) : key;
      String value = layer.values().get(name);
      if (value != null) {
        return Optional.of(new Found(value, layer.describe(name)));
      }
    }
    return Optional.empty();
  }

  static String environmentName(String key) {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  private static Properties read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException unreadable) {
      throw new SettingsException(List.of(
          "Cannot read the settings file '%s' (%s). Write it as UTF-8 text with lines such as antiphon.model=openai, or name another one with -D%s=FILE."
              .formatted(file.toAbsolutePath(), unreadable.getClass().getSimpleName(), FILE_KEY)));
    }
    return properties;
  }

  private static Map<String, String> textsOf(Properties properties) {
    Map<String, String> texts = new HashMap<>();
    for (String name : properties.stringPropertyNames()) {
      texts.put(name, requireNonNull(properties.getProperty(name)));
    }
    return Map.copyOf(texts);
  }

  /** Returns the keys, never the values. */
  @Override
  public String toString() {
    return "Settings" + keys();
  }

  /**
   * A value and where it was found.
   *
   * @param value the value
   * @param origin where, as in {@code the environment variable JDBC_URL}
   */
  record Found(String value, String origin) {}

  /** Whose keys stand in a layer. */
  private enum Source {
    /** Keys for us only. */
    OURS,
    /** Keys of ours among those of the JVM and of other programs. */
    SYSTEM_PROPERTIES,
    /** Names in capitals, of ours and of every other program. */
    ENVIRONMENT
  }

  private record Layer(Map<String, String> values, String origin, Source source) {
    String describe(String name) {
      return source == Source.OURS ? origin : origin + " " + name;
    }
  }
}
