package dev.antiphon.attachments;

/** How much {@link FileSystemAttachmentStore} keeps. Immutable. */
public final class StoreLimits {

  /** 20 MiB a file, 1 GiB and 10 000 files an owner. */
  public static final StoreLimits DEFAULT = builder().build();

  private final long maxFileBytes;
  private final long maxOwnerBytes;
  private final long maxOwnerFiles;

  private StoreLimits(Builder builder) {
    this.maxFileBytes = builder.maxFileBytes;
    this.maxOwnerBytes = builder.maxOwnerBytes;
    this.maxOwnerFiles = builder.maxOwnerFiles;
    if (maxFileBytes < 1 || maxOwnerBytes < 1 || maxOwnerFiles < 1) {
      throw new IllegalArgumentException(
          "A store keeps files of 1 byte or more, and of an owner 1 byte or more and 1 file or more, not %d, %d and %d."
              .formatted(maxFileBytes, maxOwnerBytes, maxOwnerFiles));
    }
  }

  /** Starts with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  long maxFileBytes() {
    return maxFileBytes;
  }

  long maxOwnerBytes() {
    return maxOwnerBytes;
  }

  long maxOwnerFiles() {
    return maxOwnerFiles;
  }

  /** Builds limits; for one thread. */
  public static final class Builder {
    private long maxFileBytes = 20L << 20;
    private long maxOwnerBytes = 1L << 30;
    private long maxOwnerFiles = 10_000;

    private Builder() {}

    /**
     * Sets the most bytes of a file.
     *
     * @param bytes the value, at least 1
     */
    public Builder maxFileBytes(long bytes) {
      this.maxFileBytes = bytes;
      return this;
    }

    /**
     * Sets the most bytes of all files of an owner.
     *
     * @param bytes the value, at least 1
     */
    public Builder maxOwnerBytes(long bytes) {
      this.maxOwnerBytes = bytes;
      return this;
    }

    /**
     * Sets the most files of an owner.
     *
     * @param files the value, at least 1
     */
    public Builder maxOwnerFiles(long files) {
      this.maxOwnerFiles = files;
      return this;
    }

    /**
     * Returns the limits.
     *
     * @throws IllegalArgumentException if a value makes no sense
     */
    public StoreLimits build() {
      return new StoreLimits(this);
    }
  }
}
