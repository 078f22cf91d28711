package dev.antiphon.thread;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A thread as the list shows it. */
public final class ThreadListItem {

  private final String id;
  private final Status status;
  private final @Nullable String title;
  private final @Nullable String remoteId;
  private final @Nullable String externalId;
  private final @Nullable Instant lastMessageAt;
  private final @Nullable Map<String, Object> custom;
  private final boolean isMain;
  private final boolean isRunning;
  private final boolean isPaused;

  private ThreadListItem(Builder builder) {
    this.id = builder.id;
    this.status = builder.status;
    this.title = builder.title;
    this.remoteId = builder.remoteId;
    this.externalId = builder.externalId;
    this.lastMessageAt = builder.lastMessageAt;
    this.custom = builder.custom;
    this.isMain = builder.isMain;
    this.isRunning = builder.isRunning;
    this.isPaused = builder.isPaused;
  }

  /**
   * Starts one.
   *
   * @param id the thread's final id
   */
  public static Builder builder(String id) {
    return new Builder(id);
  }

  /** Returns the thread's final id. */
  public String id() {
    return id;
  }

  /** Returns where it stands. */
  public Status status() {
    return status;
  }

  /** Returns its title, or {@code null}. */
  public @Nullable String title() {
    return title;
  }

  /** Returns the storage's own name for it, or {@code null}. */
  public @Nullable String remoteId() {
    return remoteId;
  }

  /** Returns a name that another system has for it, or {@code null}. */
  public @Nullable String externalId() {
    return externalId;
  }

  /** Returns when its last message was stored, or {@code null}. */
  public @Nullable Instant lastMessageAt() {
    return lastMessageAt;
  }

  /** Returns what the application keeps with it, or {@code null}. */
  public @Nullable Map<String, Object> custom() {
    return custom;
  }

  /** Returns whether it is the selected thread. */
  public boolean isMain() {
    return isMain;
  }

  /** Returns whether it has an active run. */
  public boolean isRunning() {
    return isRunning;
  }

  /**
   * Returns whether a call waits for a human at its head, as far as the runtime knows: of a thread
   * that has not been loaded it does not.
   */
  public boolean isPaused() {
    return isPaused;
  }

  /** Where a thread stands. */
  public enum Status {
    /** A draft: not stored. */
    NEW,
    /** In use. */
    REGULAR,
    /** Put away. */
    ARCHIVED,
    /** Gone; only seen by holders of a removed item. */
    DELETED
  }

  /** Returns a builder that starts with the fields of this one. */
  public Builder toBuilder() {
    Builder builder = new Builder(id);
    builder.status = status;
    builder.title = title;
    builder.remoteId = remoteId;
    builder.externalId = externalId;
    builder.lastMessageAt = lastMessageAt;
    builder.custom = custom;
    builder.isMain = isMain;
    builder.isRunning = isRunning;
    builder.isPaused = isPaused;
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ThreadListItem that
        && id.equals(that.id)
        && status.equals(that.status)
        && Objects.equals(title, that.title)
        && Objects.equals(remoteId, that.remoteId)
        && Objects.equals(externalId, that.externalId)
        && Objects.equals(lastMessageAt, that.lastMessageAt)
        && Objects.equals(custom, that.custom)
        && isMain == that.isMain
        && isRunning == that.isRunning
        && isPaused == that.isPaused;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        id,
        status,
        title,
        remoteId,
        externalId,
        lastMessageAt,
        custom,
        isMain,
        isRunning,
        isPaused);
  }

  @Override
  public String toString() {
    return "ThreadListItem[" + id + ", " + status + "]";
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private String id;
    private Status status = Status.NEW;
    private @Nullable String title;
    private @Nullable String remoteId;
    private @Nullable String externalId;
    private @Nullable Instant lastMessageAt;
    private @Nullable Map<String, Object> custom;
    private boolean isMain;
    private boolean isRunning;
    private boolean isPaused;

    private Builder(String id) {
      this.id = requireNonNull(id, "id");
    }

    /**
     * Sets the thread's final id.
     *
     * @param id the value
     */
    public Builder id(String id) {
      this.id = requireNonNull(id, "id");
      return this;
    }

    /**
     * Sets where it stands.
     *
     * @param status the value
     */
    public Builder status(Status status) {
      this.status = requireNonNull(status, "status");
      return this;
    }

    /**
     * Sets its title.
     *
     * @param title the value, or {@code null} for none
     */
    public Builder title(@Nullable String title) {
      this.title = title;
      return this;
    }

    /**
     * Sets the storage's own name for it.
     *
     * @param remoteId the value, or {@code null} for none
     */
    public Builder remoteId(@Nullable String remoteId) {
      this.remoteId = remoteId;
      return this;
    }

    /**
     * Sets a name that another system has for it.
     *
     * @param externalId the value, or {@code null} for none
     */
    public Builder externalId(@Nullable String externalId) {
      this.externalId = externalId;
      return this;
    }

    /**
     * Sets when its last message was stored.
     *
     * @param lastMessageAt the value, or {@code null} for none
     */
    public Builder lastMessageAt(@Nullable Instant lastMessageAt) {
      this.lastMessageAt = lastMessageAt;
      return this;
    }

    /**
     * Sets what the application keeps with it.
     *
     * @param custom the value, or {@code null} for none
     */
    public Builder custom(@Nullable Map<String, ?> custom) {
      this.custom = custom == null ? null : Json.objectOf(custom, "custom");
      return this;
    }

    /**
     * Sets whether it is the selected thread.
     *
     * @param isMain the value
     */
    public Builder isMain(boolean isMain) {
      this.isMain = isMain;
      return this;
    }

    /**
     * Sets whether it has an active run.
     *
     * @param isRunning the value
     */
    public Builder isRunning(boolean isRunning) {
      this.isRunning = isRunning;
      return this;
    }

    /**
     * Sets whether a call waits for a human at its head.
     *
     * @param isPaused the value
     */
    public Builder isPaused(boolean isPaused) {
      this.isPaused = isPaused;
      return this;
    }

    /** Returns the value. */
    public ThreadListItem build() {
      return new ThreadListItem(this);
    }
  }
}
