package dev.antiphon.attachments;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** Which texts {@link TextAttachments} takes, and how much of them. Immutable. */
public final class TextOptions {

  /** 5 MiB, a million characters, one minute. */
  public static final TextOptions DEFAULT = builder().build();

  private final FileIntake intake;
  private final int maxCharacters;

  private TextOptions(Builder builder) {
    this.intake = FileIntake.inMemory(builder.maxBytes, builder.timeLimit);
    this.maxCharacters = builder.maxCharacters;
    if (maxCharacters < 1) {
      throw new IllegalArgumentException(
          "A text may have 1 character or more, not %d.".formatted(maxCharacters));
    }
  }

  /** Starts with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  FileIntake intake() {
    return intake;
  }

  int maxCharacters() {
    return maxCharacters;
  }

  /** Builds options; for one thread. */
  public static final class Builder {
    private long maxBytes = 5L << 20;
    private Duration timeLimit = Duration.ofMinutes(1);
    private int maxCharacters = 1_000_000;

    private Builder() {}

    /**
     * Sets the most bytes a file may have.
     *
     * @param bytes the value, at least 1
     */
    public Builder maxBytes(long bytes) {
      this.maxBytes = bytes;
      return this;
    }

    /**
     * Sets how long reading one may take, from opening the file on.
     *
     * @param limit the value
     */
    public Builder timeLimit(Duration limit) {
      this.timeLimit = requireNonNull(limit, "limit");
      return this;
    }

    /**
     * Sets after how many characters a text is cut; its last line says so then.
     *
     * @param characters the value in UTF-16 units, at least 1
     */
    public Builder maxCharacters(int characters) {
      this.maxCharacters = characters;
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws IllegalArgumentException if a value makes no sense
     */
    public TextOptions build() {
      return new TextOptions(this);
    }
  }
}
