package dev.antiphon.spi;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A settings record, read once: its keys, and how text becomes each component.
 *
 * @param <S> the record
 */
final class SettingsShape<S extends Record> {

  private final String prefix;
  private final Class<S> type;
  private final List<Field> fields;

  private SettingsShape(String prefix, Class<S> type, List<Field> fields) {
    this.prefix = prefix;
    this.type = type;
    this.fields = fields;
  }

  /** Reads a record; IllegalArgumentException says why it will not do. */
  static <S extends Record> SettingsShape<S> of(String prefix, Class<S> type) {
    List<Field> fields = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      fields.add(field(prefix, type, component));
    }
    return new SettingsShape<>(prefix, type, List.copyOf(fields));
  }

  private static Field field(String prefix, Class<?> type, RecordComponent component) {
    String where = "component '%s' of %s".formatted(component.getName(), type.getName());
    Setting setting = component.getAnnotation(Setting.class);
    if (setting == null) {
      throw new IllegalArgumentException(where + " has no @Setting");
    }
    SettingType converter = SettingType.of(component.getGenericType())
        .orElseThrow(() -> new IllegalArgumentException("%s is a %s, which no setting can be"
            .formatted(where, component.getGenericType().getTypeName())));
    String[] defaults = setting.defaultValue();
    Optional<String> defaultText =
        defaults.length == 0 ? Optional.empty() : Optional.of(String.join(",", defaults));
    defaultText.ifPresent(text -> {
      if (converter.convert(text).isEmpty()) {
        throw new IllegalArgumentException(
            "%s has a default that is not %s".formatted(where, converter.expected()));
      }
    });
    return new Field(
        prefix + "." + kebab(component.getName()),
        setting.value(),
        defaultText,
        setting.secret() || converter.isSecret(),
        converter);
  }

  static String kebab(String camel) {
    return camel
        .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
        .replaceAll("([A-Z]+)([A-Z][a-z])", "$1-$2")
        .toLowerCase(Locale.ROOT);
  }

  List<String> keys() {
    return fields.stream().map(Field::key).toList();
  }

  List<SettingInfo> settings() {
    return fields.stream().map(Field::info).toList();
  }

  S bind(Settings settings) {
    List<String> problems = new ArrayList<>();
    Object[] arguments = new Object[fields.size()];
    for (int i = 0; i < arguments.length; i++) {
      Field field = fields.get(i);
      Optional<Settings.Found> found = settings.find(field.key());
      Optional<String> text = found.map(Settings.Found::value).or(field::defaultText);
      if (text.isEmpty() && !field.type().isOptional()) {
        problems.add(field.missing());
        continue;
      }
      Optional<Object> value = field.type().fromText(text);
      if (value.isPresent()) {
        arguments[i] = value.get();
      } else {
        found.ifPresent(wrong -> problems.add(field.wrong(wrong)));
      }
    }
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return instance(arguments);
  }

  private S instance(Object[] arguments) {
    Class<?>[] types = Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getType)
        .toArray(Class<?>[]::new);
    try {
      Constructor<S> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException refused) {
      throw new SettingsException(List.of("The settings '%s.*' are refused: %s"
          .formatted(prefix, refused.getTargetException().getMessage())));
    } catch (ReflectiveOperationException | RuntimeException inaccessible) {
      throw new IllegalArgumentException(
          "%s cannot be made. Let its package be open to dev.antiphon.spi."
              .formatted(type.getName()),
          inaccessible);
    }
  }

  /**
   * One setting.
   *
   * @param key its key
   * @param description what it is for
   * @param defaultText its value if it is not set
   * @param isSecret whether its value is never shown
   * @param type how its text is read
   */
  private record Field(
      String key,
      String description,
      Optional<String> defaultText,
      boolean isSecret,
      SettingType type) {

    SettingInfo info() {
      return new SettingInfo(
          key, description, type.expected(), defaultText.orElse(null), isSecret, type.isOptional());
    }

    String missing() {
      return "The setting '%s' (%s) is needed and is not set. Set it to %s: as a line %s=… in antiphon.properties, as environment variable %s, or as -D%s=…."
          .formatted(key, description, type.expected(), key, Settings.environmentName(key), key);
    }

    String wrong(Settings.Found found) {
      return "The setting '%s' (%s) is to be %s, but %s is %s."
          .formatted(
              key,
              description,
              type.expected(),
              found.origin(),
              isSecret ? "something else" : "'" + found.value() + "'");
    }
  }
}
