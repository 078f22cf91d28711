package dev.antiphon.thread;

/** Where the load of a thread stands (rule LOAD-1). */
public enum LoadState {
  /** Not asked for yet. */
  NOT_LOADED,
  /** Under way. */
  LOADING,
  /** Done. */
  LOADED,
  /** Failed; nothing can be changed until a retry succeeds. */
  LOAD_FAILED
}
