package dev.antiphon.spi.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.generator.impl.PropertySortUtils;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the JSON Schema (2020-12) of a record or of the arguments of a method: its components or
 * parameters in their order, all required but those that are {@code Optional} or {@code @Nullable},
 * which may also be null; nothing else allowed.
 */
final class RecordSchema {

  private static final Set<Class<?>> OPTIONALS =
      Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

  private static final String DEFINITIONS = "$defs";

  private static final SchemaGenerator GENERATOR = generator();

  private RecordSchema() {}

  static JsonNode of(Class<? extends Record> type) {
    // One generation at a time is what the generator documents.
    synchronized (GENERATOR) {
      return GENERATOR.generateSchema(type);
    }
  }

  /** Makes the JSON Schema of the arguments of a method. */
  static JsonNode of(List<MethodArgument> arguments) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    ArrayNode required = JsonNodeFactory.instance.arrayNode();
    List<ObjectNode> types = new ArrayList<>();
    ObjectNode definitions;
    synchronized (GENERATOR) {
      SchemaBuilder builder = GENERATOR.buildMultipleSchemaDefinitions();
      arguments.forEach(argument -> types.add(builder.createSchemaReference(argument.type())));
      definitions = builder.collectDefinitions(DEFINITIONS);
    }
    for (int i = 0; i < types.size(); i++) {
      MethodArgument argument = arguments.get(i);
      properties.set(argument.name(), property(types.get(i), argument));
      if (argument.isRequired()) {
        required.add(argument.name());
      }
    }
    if (!properties.isEmpty()) {
      schema.set("properties", properties);
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    schema.put("additionalProperties", false);
    if (!definitions.isEmpty()) {
      schema.set(DEFINITIONS, definitions);
    }
    return schema;
  }

  private static ObjectNode property(ObjectNode type, MethodArgument argument) {
    ObjectNode property = type;
    if (!argument.isRequired()) {
      property = JsonNodeFactory.instance.objectNode();
      property.putArray("anyOf").add(type).addObject().put("type", "null");
    }
    return argument.description() == null
        ? property
        : property.put("description", argument.description());
  }

  private static SchemaGenerator generator() {
    SchemaGeneratorConfigBuilder builder = new SchemaGeneratorConfigBuilder(
            SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
        .with(new JacksonModule(JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY))
        .with(
            Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT,
            Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES,
            Option.FLATTENED_OPTIONALS,
            Option.EXTRA_OPEN_API_FORMAT_VALUES)
        .without(Option.SCHEMA_VERSION_INDICATOR);
    builder
        .forFields()
        .withRequiredCheck(field -> !isOptional(field) && !isNullable(field))
        .withNullableCheck(RecordSchema::isNullable)
        .withDescriptionResolver(field -> text(field.getAnnotation(Doc.class)));
    builder
        .forTypesInGeneral()
        .withPropertySorter(PropertySortUtils.SORT_PROPERTIES_FIELDS_BEFORE_METHODS)
        .withDescriptionResolver(
            scope -> text(scope.getType().getErasedType().getAnnotation(Doc.class)));
    return new SchemaGenerator(builder.build());
  }

  private static boolean isOptional(FieldScope field) {
    return OPTIONALS.contains(field.getRawMember().getType());
  }

  /** Any annotation of this name counts, as long as it is there at run time. */
  private static boolean isNullable(FieldScope field) {
    return Stream.concat(
            Stream.of(field.getRawMember().getAnnotations()),
            Stream.of(field.getRawMember().getAnnotatedType().getAnnotations()))
        .anyMatch(annotation -> annotation.annotationType().getSimpleName().equals("Nullable"));
  }

  private static @Nullable String text(@Nullable Doc doc) {
    return doc == null ? null : doc.value();
  }
}
