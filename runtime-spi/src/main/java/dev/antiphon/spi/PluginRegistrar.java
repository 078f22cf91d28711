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

/**
 * Takes what a plug-in offers: for each port a name, by which settings choose it, a record of
 * settings, and what makes the adapter. A settings record has a {@link Setting} on each component;
 * its keys are the plug-in's name and the component's, such as {@code jdbc.pool-size}.
 *
 * <p>Names are unique for a port; the plug-in's own name is the usual one, and the name of what the
 * runtime has built in, such as {@code memory}, is taken. New ports come as new methods: the
 * runtime alone implements this.
 *
 * <p>Every method throws {@link PluginException} if the name or the settings record will not do,
 * and {@code IllegalStateException} after {@code install} has returned.
 */
public interface PluginRegistrar {

  /** The settings of an adapter that has none. */
  record NoSettings() {}

  /**
   * Offers something for a port. Each port has a method of its own too, which says what it takes.
   *
   * @param port what it is for
   * @param name chosen by the key of the port
   * @param settings the settings record
   * @param factory makes it
   * @param <S> the settings record
   * @param <T> what is made
   */
  <S extends Record, T> void offer(
      Port<T> port, String name, Class<S> settings, AdapterFactory<? super S, ? extends T> factory);

  /**
   * Offers a model.
   *
   * @param name chosen by {@code antiphon.model}
   * @param settings the settings record
   * @param factory makes the adapter
   * @param <S> the settings record
   */
  default <S extends Record> void model(
      String name,
      Class<S> settings,
      AdapterFactory<? super S, ? extends ChatModelAdapter> factory) {
    offer(Port.MODEL, name, settings, factory);
  }

  /**
   * Offers a model, without settings.
   *
   * @param name chosen by {@code antiphon.model}
   * @param factory makes the adapter
   */
  default void model(
      String name, AdapterFactory<? super NoSettings, ? extends ChatModelAdapter> factory) {
    model(name, NoSettings.class, factory);
  }

  /**
   * Offers a history.
   *
   * @param name chosen by {@code antiphon.history}
   * @param settings the settings record
   * @param factory makes the adapter
   * @param <S> the settings record
   */
  default <S extends Record> void history(
      String name,
      Class<S> settings,
      AdapterFactory<? super S, ? extends ThreadHistoryAdapter> factory) {
    offer(Port.HISTORY, name, settings, factory);
  }

  /**
   * Offers a history, without settings.
   *
   * @param name chosen by {@code antiphon.history}
   * @param factory makes the adapter
   */
  default void history(
      String name, AdapterFactory<? super NoSettings, ? extends ThreadHistoryAdapter> factory) {
    history(name, NoSettings.class, factory);
  }

  /**
   * Offers a thread list.
   *
   * @param name chosen by {@code antiphon.threads}
   * @param settings the settings record
   * @param factory makes the adapter
   * @param <S> the settings record
   */
  default <S extends Record> void threadList(
      String name,
      Class<S> settings,
      AdapterFactory<? super S, ? extends RemoteThreadListAdapter> factory) {
    offer(Port.THREADS, name, settings, factory);
  }

  /**
   * Offers a thread list, without settings.
   *
   * @param name chosen by {@code antiphon.threads}
   * @param factory makes the adapter
   */
  default void threadList(
      String name, AdapterFactory<? super NoSettings, ? extends RemoteThreadListAdapter> factory) {
    threadList(name, NoSettings.class, factory);
  }

  /**
   * Offers tools. Any number of such offers may be in use. Tools that hold a connection are offered
   * as a {@link #modelContext} that is {@code AutoCloseable}.
   *
   * @param name chosen by {@code antiphon.tools}
   * @param settings the settings record
   * @param factory makes the tools
   * @param <S> the settings record
   */
  default <S extends Record> void tools(
      String name, Class<S> settings, AdapterFactory<? super S, ? extends List<Tool>> factory) {
    offer(Port.TOOLS, name, settings, factory);
  }

  /**
   * Offers tools, without settings.
   *
   * @param name chosen by {@code antiphon.tools}
   * @param factory makes the tools
   */
  default void tools(
      String name, AdapterFactory<? super NoSettings, ? extends List<Tool>> factory) {
    tools(name, NoSettings.class, factory);
  }

  /**
   * Offers something for the model context. Any number of such offers may be in use.
   *
   * @param name chosen by {@code antiphon.contexts}
   * @param settings the settings record
   * @param factory makes the provider
   * @param <S> the settings record
   */
  default <S extends Record> void modelContext(
      String name,
      Class<S> settings,
      AdapterFactory<? super S, ? extends ModelContextProvider> factory) {
    offer(Port.CONTEXTS, name, settings, factory);
  }

  /**
   * Offers something for the model context, without settings.
   *
   * @param name chosen by {@code antiphon.contexts}
   * @param factory makes the provider
   */
  default void modelContext(
      String name, AdapterFactory<? super NoSettings, ? extends ModelContextProvider> factory) {
    modelContext(name, NoSettings.class, factory);
  }

  /**
   * Offers a choice of what a request carries of a branch.
   *
   * @param name chosen by {@code antiphon.context-policy}
   * @param settings the settings record
   * @param factory makes the policy
   * @param <S> the settings record
   */
  default <S extends Record> void contextPolicy(
      String name, Class<S> settings, AdapterFactory<? super S, ? extends ContextPolicy> factory) {
    offer(Port.CONTEXT_POLICY, name, settings, factory);
  }

  /**
   * Offers a choice of what a request carries of a branch, without settings.
   *
   * @param name chosen by {@code antiphon.context-policy}
   * @param factory makes the policy
   */
  default void contextPolicy(
      String name, AdapterFactory<? super NoSettings, ? extends ContextPolicy> factory) {
    contextPolicy(name, NoSettings.class, factory);
  }

  /**
   * Offers a memory of "always allow" and "always reject".
   *
   * @param name chosen by {@code antiphon.approval-rules}
   * @param settings the settings record
   * @param factory makes the rules
   * @param <S> the settings record
   */
  default <S extends Record> void approvalRules(
      String name, Class<S> settings, AdapterFactory<? super S, ? extends ApprovalRules> factory) {
    offer(Port.APPROVAL_RULES, name, settings, factory);
  }

  /**
   * Offers a memory of "always allow" and "always reject", without settings.
   *
   * @param name chosen by {@code antiphon.approval-rules}
   * @param factory makes the rules
   */
  default void approvalRules(
      String name, AdapterFactory<? super NoSettings, ? extends ApprovalRules> factory) {
    approvalRules(name, NoSettings.class, factory);
  }

  /**
   * Offers attachments. Any number of such offers may be in use; a file goes to the first that
   * accepts it, in the order of the setting.
   *
   * @param name chosen by {@code antiphon.attachments}
   * @param settings the settings record
   * @param factory makes the adapter
   * @param <S> the settings record
   */
  default <S extends Record> void attachments(
      String name,
      Class<S> settings,
      AdapterFactory<? super S, ? extends AttachmentAdapter> factory) {
    offer(Port.ATTACHMENTS, name, settings, factory);
  }

  /**
   * Offers attachments, without settings.
   *
   * @param name chosen by {@code antiphon.attachments}
   * @param factory makes the adapter
   */
  default void attachments(
      String name, AdapterFactory<? super NoSettings, ? extends AttachmentAdapter> factory) {
    attachments(name, NoSettings.class, factory);
  }

  /**
   * Offers attachments that put their files into the store that is in use, whoever offers it.
   *
   * @param name chosen by {@code antiphon.attachments}
   * @param settings the settings record
   * @param factory makes the adapter out of its settings and the store
   * @param <S> the settings record
   */
  <S extends Record> void storedAttachments(
      String name,
      Class<S> settings,
      StoringFactory<? super S, ? extends AttachmentAdapter> factory);

  /**
   * Offers a store of attached files.
   *
   * @param name chosen by {@code antiphon.attachment-store}
   * @param settings the settings record
   * @param factory makes the store
   * @param <S> the settings record
   */
  default <S extends Record> void attachmentStore(
      String name,
      Class<S> settings,
      AdapterFactory<? super S, ? extends AttachmentStore> factory) {
    offer(Port.ATTACHMENT_STORE, name, settings, factory);
  }

  /**
   * Offers a store of attached files, without settings.
   *
   * @param name chosen by {@code antiphon.attachment-store}
   * @param factory makes the store
   */
  default void attachmentStore(
      String name, AdapterFactory<? super NoSettings, ? extends AttachmentStore> factory) {
    attachmentStore(name, NoSettings.class, factory);
  }

  /**
   * Offers somebody who is told what people think of messages.
   *
   * @param name chosen by {@code antiphon.feedback}
   * @param settings the settings record
   * @param factory makes the adapter
   * @param <S> the settings record
   */
  default <S extends Record> void feedback(
      String name,
      Class<S> settings,
      AdapterFactory<? super S, ? extends FeedbackAdapter> factory) {
    offer(Port.FEEDBACK, name, settings, factory);
  }

  /**
   * Offers somebody who is told what people think of messages, without settings.
   *
   * @param name chosen by {@code antiphon.feedback}
   * @param factory makes the adapter
   */
  default void feedback(
      String name, AdapterFactory<? super NoSettings, ? extends FeedbackAdapter> factory) {
    feedback(name, NoSettings.class, factory);
  }

  /**
   * Offers somebody who makes titles.
   *
   * @param name chosen by {@code antiphon.titles}
   * @param settings the settings record
   * @param factory makes the generator
   * @param <S> the settings record
   */
  default <S extends Record> void titles(
      String name, Class<S> settings, AdapterFactory<? super S, ? extends TitleGenerator> factory) {
    offer(Port.TITLES, name, settings, factory);
  }

  /**
   * Offers somebody who makes titles, without settings.
   *
   * @param name chosen by {@code antiphon.titles}
   * @param factory makes the generator
   */
  default void titles(
      String name, AdapterFactory<? super NoSettings, ? extends TitleGenerator> factory) {
    titles(name, NoSettings.class, factory);
  }

  /**
   * Offers suggestions of what to say next.
   *
   * @param name chosen by {@code antiphon.suggestions}
   * @param settings the settings record
   * @param factory makes the adapter
   * @param <S> the settings record
   */
  default <S extends Record> void suggestions(
      String name,
      Class<S> settings,
      AdapterFactory<? super S, ? extends SuggestionAdapter> factory) {
    offer(Port.SUGGESTIONS, name, settings, factory);
  }

  /**
   * Offers suggestions of what to say next, without settings.
   *
   * @param name chosen by {@code antiphon.suggestions}
   * @param factory makes the adapter
   */
  default void suggestions(
      String name, AdapterFactory<? super NoSettings, ? extends SuggestionAdapter> factory) {
    suggestions(name, NoSettings.class, factory);
  }

  /**
   * Offers a voice that reads aloud.
   *
   * @param name chosen by {@code antiphon.speech}
   * @param settings the settings record
   * @param factory makes the adapter
   * @param <S> the settings record
   */
  default <S extends Record> void speech(
      String name,
      Class<S> settings,
      AdapterFactory<? super S, ? extends SpeechSynthesisAdapter> factory) {
    offer(Port.SPEECH, name, settings, factory);
  }

  /**
   * Offers a voice that reads aloud, without settings.
   *
   * @param name chosen by {@code antiphon.speech}
   * @param factory makes the adapter
   */
  default void speech(
      String name, AdapterFactory<? super NoSettings, ? extends SpeechSynthesisAdapter> factory) {
    speech(name, NoSettings.class, factory);
  }

  /**
   * Offers somebody who writes down what is said.
   *
   * @param name chosen by {@code antiphon.dictation}
   * @param settings the settings record
   * @param factory makes the adapter
   * @param <S> the settings record
   */
  default <S extends Record> void dictation(
      String name,
      Class<S> settings,
      AdapterFactory<? super S, ? extends DictationAdapter> factory) {
    offer(Port.DICTATION, name, settings, factory);
  }

  /**
   * Offers somebody who writes down what is said, without settings.
   *
   * @param name chosen by {@code antiphon.dictation}
   * @param factory makes the adapter
   */
  default void dictation(
      String name, AdapterFactory<? super NoSettings, ? extends DictationAdapter> factory) {
    dictation(name, NoSettings.class, factory);
  }

  /**
   * Offers talk with a model.
   *
   * @param name chosen by {@code antiphon.voice}
   * @param settings the settings record
   * @param factory makes the adapter
   * @param <S> the settings record
   */
  default <S extends Record> void voice(
      String name,
      Class<S> settings,
      AdapterFactory<? super S, ? extends RealtimeVoiceAdapter> factory) {
    offer(Port.VOICE, name, settings, factory);
  }

  /**
   * Offers talk with a model, without settings.
   *
   * @param name chosen by {@code antiphon.voice}
   * @param factory makes the adapter
   */
  default void voice(
      String name, AdapterFactory<? super NoSettings, ? extends RealtimeVoiceAdapter> factory) {
    voice(name, NoSettings.class, factory);
  }
}
