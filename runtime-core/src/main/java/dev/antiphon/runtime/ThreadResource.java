package dev.antiphon.runtime;

import dev.antiphon.thread.Draft;
import java.util.List;

/**
 * Something of a thread that outlasts a command: a draft, an editor, a media session. Rooms that
 * have one say so with {@link Conversation#addResource}. Called under the writer.
 */
interface ThreadResource {

  /** Returns whether it is lost if the live runtime is given up (rule LIST-20). */
  default boolean isInUse() {
    return false;
  }

  /** Returns what is written in it and was not sent (rule CLOSE-4). */
  default List<Draft> drafts() {
    return List.of();
  }

  /** Ends its sessions and uploads: the thread is closed, deleted or detached (rule CLOSE-2). */
  default void stop() {}
}
