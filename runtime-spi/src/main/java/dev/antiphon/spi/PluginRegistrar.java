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
 * Takes what a plug-in offers: for each port a name, by which settings choose it, a record of
 * settings, and what makes the adapter. A settings record has a {@link Setting} on each component;
 * its keys are the plug-in's name and the component's, such as {@code jdbc.pool-size}.
 *
 * <p>Names are unique for a port; the plug-in's own name is the usual one. New ports come as new
 * methods: the runtime alone implements this.
 *
 * <p>Every method throws {@link PluginException} if the name or the settings record will not do,
 * and {@code IllegalStateException} after {@code install} has returned.
 */
public interface PluginRegistrar {

  /** The settings of an adapter that has none. */
  record NoSettings() {}

  /**
   * Offers a model.
   *
   * @param name chosen by {@code antiphon.model}
   * @param settings the settings record
   * @param factory makes the adapter
   * @param <S> the settings record
   */
  <S extends Record> void model(
      String name,
      Class<S> settings,
      AdapterFactory<? super S, ? extends ChatModelAdapter> factory);

  /**
   * Offers a model without settings.
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
  <S extends Record> void history(
      String name,
      Class<S> settings,
      AdapterFactory<? super S, ? extends ThreadHistoryAdapter> factory);

  /**
   * Offers a history without settings.
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
  <S extends Record> void threadList(
      String name,
      Class<S> settings,
      AdapterFactory<? super S, ? extends RemoteThreadListAdapter> factory);

  /**
   * Offers a thread list without settings.
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
  <S extends Record> void tools(
      String name, Class<S> settings, AdapterFactory<? super S, ? extends List<Tool>> factory);

  /**
   * Offers tools without settings.
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
  <S extends Record> void modelContext(
      String name,
      Class<S> settings,
      AdapterFactory<? super S, ? extends ModelContextProvider> factory);

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
   * Offers attachments. Any number of such offers may be in use; a file goes to the first that
   * accepts it, in the order of the setting.
   *
   * @param name chosen by {@code antiphon.attachments}
   * @param settings the settings record
   * @param factory makes the adapter
   * @param <S> the settings record
   */
  <S extends Record> void attachments(
      String name,
      Class<S> settings,
      AdapterFactory<? super S, ? extends AttachmentAdapter> factory);

  /**
   * Offers attachments without settings.
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
  <S extends Record> void attachmentStore(
      String name, Class<S> settings, AdapterFactory<? super S, ? extends AttachmentStore> factory);

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
}
