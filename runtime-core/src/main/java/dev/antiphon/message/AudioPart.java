package dev.antiphon.message;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.Set;

/**
 * Sound. Deprecated in assistant-ui in favour of {@link FilePart}; kept because stored threads have
 * it.
 *
 * @param data base64
 * @param format {@code mp3} or {@code wav}
 */
public record AudioPart(String data, String format) implements MessagePart {

  /** Checks the fields. */
  public AudioPart {
    requireNonNull(data, "data");
    requireNonNull(format, "format");
    if (!format.equals("mp3") && !format.equals("wav")) {
      throw new InvalidMessageException("audio.format", "is '" + format + "', not mp3 or wav");
    }
  }

  @Override
  public String toString() {
    return "AudioPart[" + format + ", " + data.length() + " characters]";
  }

  @Override
  public String type() {
    return "audio";
  }

  @Override
  public Set<Role> roles() {
    return EnumSet.of(Role.USER);
  }
}
