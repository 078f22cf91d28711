package dev.antiphon.thread;

/** What a thread can do; derived, never configured (rule OPT-5). */
public enum Capability {
  /** Showing another branch. */
  SWITCH_TO_BRANCH,
  /** The same while a run is active. */
  SWITCH_BRANCH_DURING_RUN,
  /** Editing a message. */
  EDIT,
  /** Making a reply anew. */
  RELOAD,
  /** Deleting a message: the history can do it. */
  DELETE,
  /** Loading the thread again. */
  REFETCH_THREAD,
  /** Cancelling a run. */
  CANCEL,
  /** Copying the text of a message. */
  COPY,
  /** Sending while a run is active. */
  QUEUE,
  /** Attaching files: an attachment adapter is there. */
  ATTACHMENTS,
  /** Reading aloud: a speech adapter is there. */
  SPEECH,
  /** Dictation: a dictation adapter is there. */
  DICTATION,
  /** Realtime voice: a voice adapter is there. */
  VOICE,
  /** Feedback: a feedback adapter is there. */
  FEEDBACK
}
