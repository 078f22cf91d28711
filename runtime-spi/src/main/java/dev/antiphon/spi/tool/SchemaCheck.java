package dev.antiphon.spi.tool;

import static java.util.Objects.requireNonNull;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.antiphon.tool.ArgumentsCheck;
import dev.antiphon.tool.InvalidArgumentsException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Checks arguments against a JSON Schema (rule TOOL-5): 2020-12 unless {@code $schema} names an
 * older draft. Formats count. References stay inside of the schema: nothing is fetched.
 *
 * <p><b>Threads.</b> Immutable, safe to share. A {@code pattern} is run as a Java regular
 * expression, so take schemas from whom you trust with your processor time.
 */
public final class SchemaCheck implements ArgumentsCheck {

  private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
      SpecificationVersion.DRAFT_2020_12,
      registry -> registry
          .schemaCacheEnabled(false)
          .schemaLoader(loader -> loader
              .fetchRemoteResources(false)
              .allow(iri -> iri.toString().matches("https?://json-schema\\.org/.*")))
          .schemaRegistryConfig(SchemaRegistryConfig.builder()
              .locale(Locale.ENGLISH)
              .formatAssertionsEnabled(true)
              .build()));

  private final Schema schema;

  /**
   * Makes a check.
   *
   * @param schema the JSON Schema
   * @throws IllegalArgumentException if it is no JSON Schema, or refers to something outside
   */
  public SchemaCheck(Map<String, ?> schema) {
    requireNonNull(schema, "schema");
    try {
      this.schema = REGISTRY.getSchema(ToolJson.tree(schema));
      List<Error> errors = metaSchema().validate(this.schema.getSchemaNode());
      if (errors.isEmpty()) {
        this.schema.initializeValidators();
        return;
      }
      throw new IllegalArgumentException(
          "Not a JSON Schema: %s.".formatted(String.join("; ", problems(errors))));
    } catch (com.networknt.schema.SchemaException unusable) {
      throw new IllegalArgumentException(
          "Not a JSON Schema that can be used here: %s. Write one without references to other documents."
              .formatted(unusable.getMessage()),
          unusable);
    }
  }

  private Schema metaSchema() {
    return REGISTRY.getSchema(
        SchemaLocation.of(schema.getSchemaContext().getDialect().getId()));
  }

  @Override
  public Map<String, Object> check(String toolName, Map<String, Object> arguments) {
    List<Error> errors = schema.validate(ToolJson.tree(arguments));
    if (!errors.isEmpty()) {
      throw new InvalidArgumentsException(toolName, problems(errors));
    }
    return arguments;
  }

  private static List<String> problems(List<Error> errors) {
    return errors.stream()
        .map(error -> {
          String place = error.getInstanceLocation().toString();
          return place.isEmpty()
              ? error.getMessage()
              : "at %s: %s".formatted(place, error.getMessage());
        })
        .toList();
  }
}
