package dev.antiphon.thread;

/** The lane of a queued send; steer comes first (rule QUEUE-1). */
public enum QueueLane {
  /** First in line; interrupts nothing. */
  STEER,
  /** In order of arrival. */
  QUEUE
}
