package dev.antiphon.port;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the storage knows of a thread beside its messages. */
public final class ThreadRecord {

  private final String id;
  private final Status status;
  private final @Nullable String title;
  private final @Nullable String remoteId;
  private final @Nullable String externalId;
  private final @Nullable Instant lastMessageAt;
  private final @Nullable Map<String, Object> custom;

  private ThreadRecord(Builder builder) {
    this.id = builder.id;
    this.status = builder.status;
    this.title = builder.title;
    this.remoteId = builder.remoteId;
    this.externalId = builder.externalId;
    this.lastMessageAt = builder.lastMessageAt;
    this.custom = builder.custom;
  }

  /**
   * Starts one.
   *
   * @param id the thread's id
   */
  public static Builder builder(String id) {
    return new Builder(id);
  }

  /** Returns the thread's id. */
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

  /** Returns when its last message was stored, in milliseconds, or {@code null}. */
  public @Nullable Instant lastMessageAt() {
    return lastMessageAt;
  }

  /** Returns what the application keeps with it, or {@code null}. */
  public @Nullable Map<String, Object> custom() {
    return custom;
  }

  /** Where a stored thread stands. */
  public enum Status {
    /** In use. */
    REGULAR,
    /** Put away. */
    ARCHIVED;

    /**
     * Returns the status of a name, for lists that keep names.
     *
     * @param name {@code regular} or {@code archived}
     * @throws StorageException if it is another one: the page that it stands in fails (rule LIST-6)
     */
    public static Status named(String name) {
      return switch (name) {
        case "regular" -> REGULAR;
        case "archived" -> ARCHIVED;
        default ->
          throw new StorageException(
              "schema",
              "A thread is 'regular' or 'archived', but this one is '%s'. A newer version may know it."
                  .formatted(name),
              false,
              null);
      };
    }
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
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ThreadRecord that
        && id.equals(that.id)
        && status.equals(that.status)
        && Objects.equals(title, that.title)
        && Objects.equals(remoteId, that.remoteId)
        && Objects.equals(externalId, that.externalId)
        && Objects.equals(lastMessageAt, that.lastMessageAt)
        && Objects.equals(custom, that.custom);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, status, title, remoteId, externalId, lastMessageAt, custom);
  }

  @Override
  public String toString() {
    return "ThreadRecord[" + id + ", " + status + "]";
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private String id;
    private Status status = Status.REGULAR;
    private @Nullable String title;
    private @Nullable String remoteId;
    private @Nullable String externalId;
    private @Nullable Instant lastMessageAt;
    private @Nullable Map<String, Object> custom;

    private Builder(String id) {
      this.id = requireNonNull(id, "id");
    }

    /**
     * Sets the thread's id.
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
     * Sets when its last message was stored, in milliseconds.
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

    /** Returns the value. */
    public ThreadRecord build() {
      return new ThreadRecord(this);
    }
  }
}
