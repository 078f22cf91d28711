package dev.antiphon.message;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ErrorInfo;
import org.jspecify.annotations.Nullable;

/**
 * Where a message or a part stands.
 *
 * @param type the state
 * @param reason why; {@code null} while running, and on parts that are complete
 * @param error what went wrong; only with reason {@code ERROR}
 */
public record Status(
    Type type, @Nullable Reason reason, @Nullable ErrorInfo error) {

  /** The state itself. */
  public enum Type {
    /** Still being written. */
    RUNNING,
    /** Waits for a person. */
    REQUIRES_ACTION,
    /** Ended well. */
    COMPLETE,
    /** Ended before it was whole. */
    INCOMPLETE
  }

  /** Why a message or part is in its state. */
  public enum Reason {
    /** Complete: the model said that it was done. */
    STOP,
    /** Complete: nobody said why. */
    UNKNOWN,
    /** Requires action: a call is pending. Incomplete: the step limit was reached. */
    TOOL_CALLS,
    /** Requires action: a tool asks a human while it executes, or the adapter paused. */
    INTERRUPT,
    /** Incomplete: somebody cancelled. */
    CANCELLED,
    /** Incomplete: the model's or the runtime's length limit. */
    LENGTH,
    /** Incomplete: the provider's content filter. */
    CONTENT_FILTER,
    /** Incomplete: anything else. */
    OTHER,
    /** Incomplete: it failed; the error says how. */
    ERROR,
    /** Incomplete: the process died while it ran (ours). */
    INTERRUPTED
  }

  /** Being written. */
  public static final Status RUNNING = new Status(Type.RUNNING, null, null);

  /** Complete, for a part. */
  public static final Status COMPLETE = new Status(Type.COMPLETE, null, null);

  /** Complete: the model said so. */
  public static final Status STOP = new Status(Type.COMPLETE, Reason.STOP, null);

  /** Complete: nobody said why. */
  public static final Status COMPLETE_UNKNOWN = new Status(Type.COMPLETE, Reason.UNKNOWN, null);

  /** Waits for a pending call. */
  public static final Status TOOL_CALLS = new Status(Type.REQUIRES_ACTION, Reason.TOOL_CALLS, null);

  /** A tool asks a human, or the adapter paused. */
  public static final Status INTERRUPT = new Status(Type.REQUIRES_ACTION, Reason.INTERRUPT, null);

  /** Somebody cancelled. */
  public static final Status CANCELLED = incomplete(Reason.CANCELLED);

  /** The process died. */
  public static final Status INTERRUPTED = incomplete(Reason.INTERRUPTED);

  /** Checks that the reason fits the type. */
  public Status {
    requireNonNull(type, "type");
    if (!fits(type, reason)) {
      throw new InvalidMessageException("status", "is " + type + " with reason " + reason);
    }
    if (error != null && reason != Reason.ERROR) {
      throw new InvalidMessageException("status.error", "is set, but the reason is " + reason);
    }
  }

  private static boolean fits(Type type, @Nullable Reason reason) {
    if (reason == null) {
      return type == Type.RUNNING || type == Type.COMPLETE;
    }
    return switch (type) {
      case RUNNING -> false;
      case COMPLETE -> reason == Reason.STOP || reason == Reason.UNKNOWN;
      case REQUIRES_ACTION -> reason == Reason.TOOL_CALLS || reason == Reason.INTERRUPT;
      case INCOMPLETE ->
        reason != Reason.STOP && reason != Reason.UNKNOWN && reason != Reason.INTERRUPT;
    };
  }

  /**
   * Returns an incomplete status.
   *
   * @param reason why
   */
  public static Status incomplete(Reason reason) {
    return new Status(Type.INCOMPLETE, reason, null);
  }

  /**
   * Returns the status of what failed.
   *
   * @param error how
   */
  public static Status failed(ErrorInfo error) {
    return new Status(Type.INCOMPLETE, Reason.ERROR, requireNonNull(error, "error"));
  }

  /** Returns whether it is still being written. */
  public boolean isRunning() {
    return type == Type.RUNNING;
  }

  /** Returns whether it is complete or incomplete. */
  public boolean isTerminal() {
    return type == Type.COMPLETE || type == Type.INCOMPLETE;
  }

  /** Returns whether it waits for a person. */
  public boolean isPaused() {
    return type == Type.REQUIRES_ACTION;
  }

  /** Returns whether it ended with an error. */
  public boolean isError() {
    return reason == Reason.ERROR;
  }

  /**
   * Returns the name that JSON has for a type or reason, such as {@code requires-action}.
   *
   * @param constant a constant of {@link Type} or {@link Reason}
   */
  public static String jsonName(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  @Override
  public String toString() {
    String text = jsonName(type) + (reason == null ? "" : "/" + jsonName(reason));
    return error == null ? text : text + " (" + error.code() + ")";
  }
}
