package dev.antiphon.thread;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Where an attachment of a draft stands (table 1.3 of the behaviour contract).
 *
 * @param type the kind of status
 * @param reason why, or what comes next; {@code null} for {@link Type#COMPLETE} alone
 * @param progress how much is uploaded, 0 to 1; 0 unless uploading
 * @param message what to show of an error, or {@code null}
 */
public record AttachmentStatus(
    Type type,
    @Nullable Reason reason,
    double progress,
    @Nullable String message) {

  /** It has its content, and no file any more. */
  public static final AttachmentStatus COMPLETE =
      new AttachmentStatus(Type.COMPLETE, null, 0, null);

  /** It is ready and will be completed by the send. */
  public static final AttachmentStatus READY =
      new AttachmentStatus(Type.REQUIRES_ACTION, Reason.COMPOSER_SEND, 0, null);

  /** Its upload waits for somebody who lets it go on. */
  public static final AttachmentStatus UPLOAD_PAUSED =
      new AttachmentStatus(Type.INCOMPLETE, Reason.UPLOAD_PAUSED, 0, null);

  /** Checks the fields. */
  public AttachmentStatus {
    requireNonNull(type, "type");
    if (!(progress >= 0 && progress <= 1)) {
      throw new IllegalArgumentException(
          "The progress of an attachment is 0 to 1, and not %s.".formatted(progress));
    }
    Type allowed = reason == null ? Type.COMPLETE : reason.type;
    if (type != allowed) {
      throw new IllegalArgumentException(
          "An attachment that is %s cannot have the reason %s.".formatted(type, reason));
    }
  }

  /**
   * Returns the status of an upload.
   *
   * @param progress how much is done, 0 to 1
   */
  public static AttachmentStatus uploading(double progress) {
    return new AttachmentStatus(Type.RUNNING, Reason.UPLOADING, progress, null);
  }

  /**
   * Returns the status of an attachment that failed.
   *
   * @param message what to show, or {@code null}
   */
  public static AttachmentStatus error(@Nullable String message) {
    return new AttachmentStatus(Type.INCOMPLETE, Reason.ERROR, 0, message);
  }

  /** Returns whether it has its content. */
  public boolean isComplete() {
    return type == Type.COMPLETE;
  }

  /** Returns whether it is still being added. */
  public boolean isUploading() {
    return type == Type.RUNNING;
  }

  /** Returns whether it failed. */
  public boolean isError() {
    return reason == Reason.ERROR;
  }

  /** The kind of a status. */
  public enum Type {
    /** Work is under way. */
    RUNNING,
    /** It waits for the send. */
    REQUIRES_ACTION,
    /** It cannot be sent as it is. */
    INCOMPLETE,
    /** It has its content. */
    COMPLETE
  }

  /** Why, or what comes next. */
  public enum Reason {
    /** It is read or uploaded. */
    UPLOADING(Type.RUNNING),
    /** The send completes it. */
    COMPOSER_SEND(Type.REQUIRES_ACTION),
    /** It failed. */
    ERROR(Type.INCOMPLETE),
    /** Its upload was paused. */
    UPLOAD_PAUSED(Type.INCOMPLETE);

    private final Type type;

    Reason(Type type) {
      this.type = type;
    }
  }
}
