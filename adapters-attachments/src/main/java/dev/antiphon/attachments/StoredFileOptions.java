package dev.antiphon.attachments;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which files {@link StoredFileAttachments} takes, and how a message names them. Immutable. */
public final class StoredFileOptions {

  /** Every file up to 20 MiB, two minutes, named by its id. */
  public static final StoredFileOptions DEFAULT = builder().build();

  private final FileIntake intake;
  private final String accept;
  private final @Nullable FileUrl url;

  private StoredFileOptions(Builder builder) {
    this.intake = new FileIntake(builder.maxBytes, builder.timeLimit);
    this.accept = builder.accept;
    this.url = builder.url;
  }

  /** Starts with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  FileIntake intake() {
    return intake;
  }

  String accept() {
    return accept;
  }

  Optional<FileUrl> url() {
    return Optional.ofNullable(url);
  }

  /** Builds options; for one thread. */
  public static final class Builder {
    private long maxBytes = 20L << 20;
    private Duration timeLimit = Duration.ofMinutes(2);
    private String accept = "*";
    private @Nullable FileUrl url;

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
     * Sets how long reading and storing one may take, from opening the file on.
     *
     * @param limit the value
     */
    public Builder timeLimit(Duration limit) {
      this.timeLimit = requireNonNull(limit, "limit");
      return this;
    }

    /**
     * Sets which files are taken, by their names and the types they are said to have.
     *
     * @param accept entries between commas, as in {@code AttachmentAdapter.accept}
     */
    public Builder accept(String accept) {
      this.accept = requireNonNull(accept, "accept");
      return this;
    }

    /**
     * Sets where stored files can be had. Messages then name a file by its URL, and images are
     * image parts; without, they name it by its id. Whoever serves the URL checks whose file it is,
     * and serves it as a download.
     *
     * @param template a URL with {@code {id}} where the file's id goes
     * @throws IllegalArgumentException if it has no {@code {id}}
     */
    public Builder url(String template) {
      this.url = FileUrl.of(template);
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws IllegalArgumentException if a value makes no sense
     */
    public StoredFileOptions build() {
      return new StoredFileOptions(this);
    }
  }
}
