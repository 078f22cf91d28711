package dev.antiphon.runtime;

/** When a thread that was created here gets its automatic title (rule TITLE-1). */
public enum TitleWhen {
  /** After its first reply that ended {@code complete}. */
  AFTER_FIRST_REPLY,
  /** After its first stored user message. */
  AFTER_FIRST_USER_MESSAGE,
  /** Never; a title can still be asked for. */
  NEVER
}
