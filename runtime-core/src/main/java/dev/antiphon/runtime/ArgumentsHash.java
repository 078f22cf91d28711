package dev.antiphon.runtime;

import dev.antiphon.port.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The hash that binds a decision to the arguments it was made for (rule APPR-9). */
final class ArgumentsHash {

  private ArgumentsHash() {}

  /** Returns a hash that is the same for equal arguments, whatever the order of their keys. */
  static String of(Map<String, Object> arguments, JsonCodec json) {
    byte[] text = json.write(sorted(arguments)).getBytes(StandardCharsets.UTF_8);
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("Every Java platform has SHA-256.", impossible);
    }
  }

  private static @Nullable Object sorted(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      TreeMap<String, @Nullable Object> ordered = new TreeMap<>();
      map.forEach((key, inner) -> ordered.put((String) key, sorted(inner)));
      return ordered;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(ArgumentsHash::sorted).collect(Collectors.toList());
    }
    return value;
  }
}
