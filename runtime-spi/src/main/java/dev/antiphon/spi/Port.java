package dev.antiphon.spi;

import dev.antiphon.context.ModelContextProvider;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.AttachmentStore;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.tool.Tool;
import java.util.List;

/**
 * Something that a plug-in can offer, and the key of the setting that chooses among offers. Two
 * ports are equal only if they are the same object.
 *
 * @param <T> what a plug-in makes for it
 */
public final class Port<T> {

  /** The model: one. */
  public static final Port<ChatModelAdapter> MODEL =
      new Port<>("model", "antiphon.model", ChatModelAdapter.class);

  /** The history: at most one. */
  public static final Port<ThreadHistoryAdapter> HISTORY =
      new Port<>("history", "antiphon.history", ThreadHistoryAdapter.class);

  /** The thread list: at most one. */
  public static final Port<RemoteThreadListAdapter> THREADS =
      new Port<>("thread list", "antiphon.threads", RemoteThreadListAdapter.class);

  /** Tools: any number. */
  public static final Port<List<Tool>> TOOLS = new Port<>("tools", "antiphon.tools", List.class);

  /** What is added to the model context: any number. */
  public static final Port<ModelContextProvider> CONTEXTS =
      new Port<>("model context", "antiphon.contexts", ModelContextProvider.class);

  /** Attachments: any number; a file goes to the first that accepts it. */
  public static final Port<AttachmentAdapter> ATTACHMENTS =
      new Port<>("attachments", "antiphon.attachments", AttachmentAdapter.class);

  /** Where attached files are stored: at most one. */
  public static final Port<AttachmentStore> ATTACHMENT_STORE =
      new Port<>("attachment store", "antiphon.attachment-store", AttachmentStore.class);

  private static final List<Port<?>> ALL =
      List.of(MODEL, HISTORY, THREADS, TOOLS, CONTEXTS, ATTACHMENTS, ATTACHMENT_STORE);

  private final String label;
  private final String key;
  private final Class<? super T> type;

  private Port(String label, String key, Class<? super T> type) {
    this.label = label;
    this.key = key;
    this.type = type;
  }

  /** Returns all ports. */
  public static List<Port<?>> all() {
    return ALL;
  }

  /** Returns its name for people, such as {@code thread list}. */
  public String label() {
    return label;
  }

  /** Returns the key of the setting that chooses, such as {@code antiphon.threads}. */
  public String key() {
    return key;
  }

  /** Returns the interface of what is made. */
  public Class<? super T> type() {
    return type;
  }

  @Override
  public String toString() {
    return label;
  }
}
