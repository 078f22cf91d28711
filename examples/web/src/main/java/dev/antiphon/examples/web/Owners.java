package dev.antiphon.examples.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who a request is from: the owner of its token, and nobody else, whatever the request says.
 * Without tokens there is one owner, for whom the server answers on the loopback address only.
 */
final class Owners {

  private static final String BEARER = "Bearer ";
  private static final int MIN_TOKEN_LENGTH = 16;

  private final @Nullable String onlyOwner;
  private final List<Known> known;

  /** An owner, by the hash of the token. */
  private record Known(String hash, String owner) {}

  private Owners(@Nullable String onlyOwner, List<Known> known) {
    this.onlyOwner = onlyOwner;
    this.known = known;
  }

  /**
   * One owner who shows no token.
   *
   * @param owner the owner
   */
  static Owners single(String owner) {
    return new Owners(owner, List.of());
  }

  /**
   * Owners with tokens.
   *
   * @param owners the owners by their tokens, of at least 16 characters
   * @throws IllegalArgumentException if there is none, or a token is short
   */
  static Owners of(Map<String, String> owners) {
    List<Known> known = new ArrayList<>();
    owners.forEach((token, owner) -> {
      if (token.length() < MIN_TOKEN_LENGTH) {
        throw new IllegalArgumentException(
            "A token has at least %d characters, but that of '%s' has %d. Make one with: openssl rand -hex 32."
                .formatted(MIN_TOKEN_LENGTH, owner, token.length()));
      }
      known.add(new Known(hash(token), owner));
    });
    if (known.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one owner with a token, found none.");
    }
    return new Owners(null, known);
  }

  /** Returns whether a token is needed. */
  boolean needToken() {
    return onlyOwner == null;
  }

  /**
   * Returns whose token it is. Takes as long whichever token it is.
   *
   * @param authorization the header, or {@code null}
   */
  Optional<String> find(@Nullable String authorization) {
    if (onlyOwner != null) {
      return Optional.of(onlyOwner);
    }
    if (authorization == null || !authorization.startsWith(BEARER)) {
      return Optional.empty();
    }
    byte[] shown = ascii(hash(authorization.substring(BEARER.length()).strip()));
    String owner = null;
    for (Known each : known) {
      if (MessageDigest.isEqual(ascii(each.hash()), shown)) {
        owner = each.owner();
      }
    }
    return Optional.ofNullable(owner);
  }

  private static byte[] ascii(String hex) {
    return hex.getBytes(StandardCharsets.US_ASCII);
  }

  private static String hash(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new LinkageError("Every JVM has SHA-256.", impossible);
    }
  }

  @Override
  public String toString() {
    return "Owners[" + (needToken() ? known.size() + " with tokens]" : "one without a token]");
  }
}
