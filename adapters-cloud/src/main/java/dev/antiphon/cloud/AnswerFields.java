package dev.antiphon.cloud;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object that the cloud answered; a wrong one is named. */
final class AnswerFields {

  /** As long as our own ids may be. */
  private static final int MAX_ID = 128;

  private final String call;
  private final String path;
  private final Map<String, Object> fields;

  private AnswerFields(String call, String path, Map<String, Object> fields) {
    this.call = call;
    this.path = path;
    this.fields = fields;
  }

  @SuppressWarnings("unchecked") // JSON objects have string keys
  static AnswerFields of(String call, String path, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return new AnswerFields(call, path, (Map<String, Object>) map);
    }
    throw CloudException.malformed(call, path + " is no JSON object");
  }

  /** Returns a text that is not empty. */
  String text(String name) {
    if (fields.get(name) instanceof String text && !text.isEmpty()) {
      return text;
    }
    throw malformed(name, "a text that is not empty");
  }

  /** Returns a text, or {@code null}. */
  @Nullable
  String textOrNull(String name) {
    Object value = fields.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof String text) {
      return text;
    }
    throw malformed(name, "a text or null");
  }

  /** Returns an id of the server's. */
  String id(String name) {
    String id = text(name);
    if (id.length() > MAX_ID) {
      throw malformed(name, "an id of up to " + MAX_ID + " characters");
    }
    return id;
  }

  /** Returns an id of the server's, or {@code null}. */
  @Nullable
  String idOrNull(String name) {
    return fields.get(name) == null ? null : id(name);
  }

  /** Returns a URL of a file. */
  URI url(String name) {
    try {
      URI url = new URI(text(name));
      if (("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
          && url.getHost() != null) {
        return url;
      }
      throw malformed(name, "an http or https URL");
    } catch (URISyntaxException unreadable) {
      throw malformed(name, "a URL");
    }
  }

  boolean flag(String name) {
    if (fields.get(name) instanceof Boolean flag) {
      return flag;
    }
    throw malformed(name, "true or false");
  }

  Instant time(String name) {
    try {
      return Instant.parse(text(name));
    } catch (DateTimeParseException unreadable) {
      throw malformed(name, "an ISO date");
    }
  }

  AnswerFields object(String name) {
    return of(call, name, fields.get(name));
  }

  Optional<AnswerFields> optionalObject(String name) {
    return fields.get(name) == null ? Optional.empty() : Optional.of(object(name));
  }

  /** Returns a JSON object as it is, or {@code null} if there is something else. */
  @SuppressWarnings("unchecked")
  @Nullable
  Map<String, Object> json(String name) {
    return fields.get(name) instanceof Map<?, ?> map ? (Map<String, Object>) map : null;
  }

  List<AnswerFields> objects(String name) {
    if (!(fields.get(name) instanceof List<?> list)) {
      throw malformed(name, "a list");
    }
    List<AnswerFields> objects = new ArrayList<>(list.size());
    for (Object each : list) {
      objects.add(of(call, name + "[" + objects.size() + "]", each));
    }
    return objects;
  }

  CloudException malformed(String name, String expected) {
    return CloudException.malformed(call, "%s of %s is not %s".formatted(name, path, expected));
  }
}
