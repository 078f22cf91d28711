package dev.antiphon.runtime;

import dev.antiphon.thread.DictationState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Whoever dictates into a draft, as the draft sees it. It shows what it hears with
 * {@link LiveDraft#dictated}. Called under the writer.
 */
interface DraftDictation {

  /** Nobody dictates. */
  DraftDictation NONE = new DraftDictation() {};

  /** Somebody typed: the text of the draft is the baseline now (rule DICT-3). */
  default void typed() {}

  /** The draft is sent, reset or closed: the session ends at once (rules DICT-4 and DICT-5). */
  default void end() {}

  /** Stops to listen; returns what ends when all that was said is written (rule DICT-4). */
  default CompletionStage<Void> stop() {
    return CompletableFuture.completedStage(null);
  }

  /** Returns whether somebody is listened to. */
  default boolean isLive() {
    return false;
  }

  /** Returns what is to be seen of it, or null for nothing. */
  default @Nullable DictationState state() {
    return null;
  }
}
