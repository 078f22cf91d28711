package dev.antiphon.runtime;

/** How a thread is imported (rule HIST-12). Made by applications; immutable. */
public final class ImportOptions {

  /** What was imported is stored in place of what was there. */
  public static final ImportOptions DEFAULTS = builder().build();

  private final boolean isStored;

  private ImportOptions(Builder builder) {
    this.isStored = builder.isStored;
  }

  /** Starts with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns whether the import is stored; if not, the storage is left alone. */
  public boolean isStored() {
    return isStored;
  }

  /** Builds options; for one thread. */
  public static final class Builder {
    private boolean isStored = true;

    private Builder() {}

    /**
     * Sets whether the import is stored. Leave the storage alone only if it has the same messages
     * already, or will get them from elsewhere.
     *
     * @param isStored the value
     */
    public Builder isStored(boolean isStored) {
      this.isStored = isStored;
      return this;
    }

    /** Returns the options. */
    public ImportOptions build() {
      return new ImportOptions(this);
    }
  }
}
