package dev.antiphon.port;

import dev.antiphon.context.ModelContextProvider;
import dev.antiphon.message.ThreadKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Supplies adapters of its own for each thread (rule OPT-6): a history per tenant, the tools of one
 * project. What is given to the runtime explicitly wins over it.
 *
 * <p><b>Threads.</b> Called on the thread that opens a thread, under no lock, once for each
 * opening; it makes or looks up adapters and does no I/O. What it throws is thrown to whoever opens
 * the thread.
 *
 * <p>Implemented by applications and plug-ins. Further methods with a default may follow.
 */
public interface ThreadAdapters {

  /** Supplies nothing. */
  ThreadAdapters NONE = new ThreadAdapters() {};

  /**
   * Returns where a thread is kept.
   *
   * @param thread which one
   * @return the history, used if the runtime was given none; {@code null} for the default
   */
  default @Nullable ThreadHistoryAdapter history(ThreadKey thread) {
    return null;
  }

  /**
   * Returns what the model is told in a thread, beside what the runtime's providers say. Of tools,
   * settings and composer metadata of one name at equal priority, the runtime's count.
   *
   * @param thread which one
   * @return the providers, in order; read anew for each step
   */
  default List<ModelContextProvider> context(ThreadKey thread) {
    return List.of();
  }

  /**
   * Returns what makes attachments of files in a thread.
   *
   * @param thread which one
   * @return the adapter, used while the runtime has none; {@code null} for none
   */
  default @Nullable AttachmentAdapter attachments(ThreadKey thread) {
    return null;
  }
}
