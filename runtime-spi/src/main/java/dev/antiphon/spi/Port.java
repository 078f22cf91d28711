package dev.antiphon.spi;

import dev.antiphon.context.ModelContextProvider;
import dev.antiphon.port.ApprovalRules;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.AttachmentStore;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.ContextPolicy;
import dev.antiphon.port.DictationAdapter;
import dev.antiphon.port.FeedbackAdapter;
import dev.antiphon.port.RealtimeVoiceAdapter;
import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.SpeechSynthesisAdapter;
import dev.antiphon.port.SuggestionAdapter;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.TitleGenerator;
import dev.antiphon.tool.Tool;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that a plug-in can offer, and the key of the setting that chooses among offers. Two
 * ports are equal only if they are the same object.
 *
 * @param <T> what a plug-in makes for it
 */
public final class Port<T> {

  /** How many adapters a port has, and which one if no setting says. */
  public enum Use {
    /** One is needed. Unless a setting names one, the only offer is used. */
    NEEDED,
    /** At most one. Unless a setting names one, the only offer is used, else the built-in. */
    DEFAULTED,
    /** At most one, and only if a setting names it: an offer alone turns nothing on. */
    NAMED,
    /** Those that a setting lists, between commas and in that order. */
    LISTED
  }

  /** The model. */
  public static final Port<ChatModelAdapter> MODEL =
      new Port<>("a ", "model", "antiphon.model", ChatModelAdapter.class, Use.NEEDED, null);

  /** Where messages are kept. */
  public static final Port<ThreadHistoryAdapter> HISTORY = new Port<>(
      "a ", "history", "antiphon.history", ThreadHistoryAdapter.class, Use.DEFAULTED, "memory");

  /** Where the list of threads is kept. */
  public static final Port<RemoteThreadListAdapter> THREADS = new Port<>(
      "a ",
      "thread list",
      "antiphon.threads",
      RemoteThreadListAdapter.class,
      Use.DEFAULTED,
      "memory");

  /** Tools. */
  public static final Port<List<Tool>> TOOLS =
      new Port<>("", "tools", "antiphon.tools", List.class, Use.LISTED, null);

  /** What is added to the model context. */
  public static final Port<ModelContextProvider> CONTEXTS = new Port<>(
      "", "model context", "antiphon.contexts", ModelContextProvider.class, Use.LISTED, null);

  /** What a request carries of a branch. */
  public static final Port<ContextPolicy> CONTEXT_POLICY = new Port<>(
      "a ",
      "context policy",
      "antiphon.context-policy",
      ContextPolicy.class,
      Use.NAMED,
      "everything");

  /** Where "always allow" and "always reject" are remembered. */
  public static final Port<ApprovalRules> APPROVAL_RULES = new Port<>(
      "", "approval rules", "antiphon.approval-rules", ApprovalRules.class, Use.NAMED, "memory");

  /** Attachments; a file goes to the first that accepts it. */
  public static final Port<AttachmentAdapter> ATTACHMENTS = new Port<>(
      "", "attachments", "antiphon.attachments", AttachmentAdapter.class, Use.LISTED, null);

  /** Where attached files are stored; if attachments need it, the only offer is used. */
  public static final Port<AttachmentStore> ATTACHMENT_STORE = new Port<>(
      "an ",
      "attachment store",
      "antiphon.attachment-store",
      AttachmentStore.class,
      Use.NAMED,
      "none");

  /** Who is told what people think of messages. */
  public static final Port<FeedbackAdapter> FEEDBACK =
      new Port<>("", "feedback", "antiphon.feedback", FeedbackAdapter.class, Use.NAMED, "none");

  /** Who makes titles. */
  public static final Port<TitleGenerator> TITLES =
      new Port<>("", "titles", "antiphon.titles", TitleGenerator.class, Use.NAMED, "first-text");

  /** Who suggests what to say next. */
  public static final Port<SuggestionAdapter> SUGGESTIONS = new Port<>(
      "", "suggestions", "antiphon.suggestions", SuggestionAdapter.class, Use.NAMED, "none");

  /** Who reads aloud. */
  public static final Port<SpeechSynthesisAdapter> SPEECH =
      new Port<>("", "speech", "antiphon.speech", SpeechSynthesisAdapter.class, Use.NAMED, "none");

  /** Who writes down what is said. */
  public static final Port<DictationAdapter> DICTATION =
      new Port<>("", "dictation", "antiphon.dictation", DictationAdapter.class, Use.NAMED, "none");

  /** Who lets a person talk with a model. */
  public static final Port<RealtimeVoiceAdapter> VOICE =
      new Port<>("", "voice", "antiphon.voice", RealtimeVoiceAdapter.class, Use.NAMED, "none");

  private static final List<Port<?>> ALL = List.of(
      HISTORY,
      THREADS,
      TOOLS,
      CONTEXTS,
      CONTEXT_POLICY,
      APPROVAL_RULES,
      ATTACHMENT_STORE,
      ATTACHMENTS,
      FEEDBACK,
      TITLES,
      SUGGESTIONS,
      SPEECH,
      DICTATION,
      VOICE,
      MODEL);

  private final String article;
  private final String label;
  private final String key;
  private final Class<? super T> type;
  private final Use use;
  private final @Nullable String builtIn;

  private Port(
      String article,
      String label,
      String key,
      Class<? super T> type,
      Use use,
      @Nullable String builtIn) {
    this.article = article;
    this.label = label;
    this.key = key;
    this.type = type;
    this.use = use;
    this.builtIn = builtIn;
  }

  /**
   * Returns all ports, in the order in which their adapters are made: what is stored comes first.
   */
  public static List<Port<?>> all() {
    return ALL;
  }

  /** Returns its name for people, such as {@code thread list}. */
  public String label() {
    return label;
  }

  /** Returns its name as part of a sentence, such as {@code a thread list}. */
  public String phrase() {
    return article + label;
  }

  /** Returns the key of the setting that chooses, such as {@code antiphon.threads}. */
  public String key() {
    return key;
  }

  /** Returns the interface of what is made. */
  public Class<? super T> type() {
    return type;
  }

  /** Returns how many adapters it has, and which one if no setting says. */
  public Use use() {
    return use;
  }

  /**
   * Returns the name by which settings ask for what the runtime does without an adapter, such as
   * {@code memory} or {@code none}; empty if it cannot do without, or does without if nothing is
   * listed.
   */
  public Optional<String> builtIn() {
    return Optional.ofNullable(builtIn);
  }

  @Override
  public String toString() {
    return label;
  }
}
