package dev.antiphon.web;

/**
 * How large a request may be.
 *
 * @param maxBytes the size of the body; the server stops reading there as well
 * @param maxDepth how deep its JSON is nested
 */
public record RequestLimits(int maxBytes, int maxDepth) {

  /** For commands: 1 MiB, 64 levels. */
  public static final RequestLimits COMMANDS = new RequestLimits(1024 * 1024, 64);

  /** For what may carry files as data URLs: 21 MiB, 64 levels. */
  public static final RequestLimits FILES = new RequestLimits(21 * 1024 * 1024, 64);

  /** Checks the fields. */
  public RequestLimits {
    if (maxBytes < 1 || maxDepth < 1 || maxDepth > 200) {
      throw new IllegalArgumentException(
          "A request has at least 1 byte and 1 to 200 levels, but this allows %d and %d."
              .formatted(maxBytes, maxDepth));
    }
  }
}
