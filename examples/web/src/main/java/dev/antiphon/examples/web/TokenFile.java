package dev.antiphon.examples.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads who may come in: lines of an owner and a token; blank lines and those with # are none. */
final class TokenFile {

  private static final String OWNER = "main";

  private TokenFile() {}

  /**
   * Returns the owners.
   *
   * @param file the file, or {@code null}
   * @param token the token of the one owner in its place, or {@code null}
   * @throws IllegalArgumentException if a line is something else; says which, and not what it holds
   */
  static Owners read(@Nullable Path file, @Nullable String token) throws IOException {
    if (file == null) {
      return token == null || token.isBlank()
          ? Owners.single(OWNER)
          : Owners.of(Map.of(token.strip(), OWNER));
    }
    Map<String, String> owners = new LinkedHashMap<>();
    int number = 0;
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      number++;
      String[] words = line.strip().split("\\s+", -1);
      if (words.length == 2) {
        owners.put(words[1], words[0]);
      } else if (!line.isBlank() && !line.strip().startsWith("#")) {
        throw new IllegalArgumentException(
            "Expected 'OWNER TOKEN' in line %d of %s, found %d words."
                .formatted(number, file, words.length));
      }
    }
    return Owners.of(owners);
  }
}
