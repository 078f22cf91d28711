package dev.antiphon.openai;

import dev.antiphon.port.SuggestionAdapter;
import dev.antiphon.port.SuggestionRequest;
import dev.antiphon.port.TextWriter;
import dev.antiphon.port.TitleGenerator;
import dev.antiphon.port.TitleRequest;
import dev.antiphon.spi.PluginInfo;
import dev.antiphon.spi.PluginRegistrar;
import dev.antiphon.spi.RuntimePlugin;
import dev.antiphon.thread.Suggestion;
import java.util.List;
import java.util.function.Consumer;

/**
 * Offers a model named {@code openai}: OpenAI's, or one of a server that speaks its API; and titles
 * and suggestions of that name, which the same server makes if {@code antiphon.titles} and
 * {@code antiphon.suggestions} say so.
 *
 * <table>
 * <caption>Settings</caption>
 * <tr><th>key</th><th>meaning</th><th>default</th></tr>
 * <tr><td>{@code openai.model}</td><td>name of the model</td><td>must be set</td></tr>
 * <tr><td>{@code openai.small-model}</td><td>name of the model for titles and suggestions</td>
 *     <td>{@code openai.model}</td></tr>
 * <tr><td>{@code openai.api-key}</td><td>API key; also the environment variable
 *     {@code OPENAI_API_KEY}</td><td>none; OpenAI itself needs one</td></tr>
 * <tr><td>{@code openai.base-url}</td><td>base URL of the server</td>
 *     <td>{@code https://api.openai.com/v1}</td></tr>
 * <tr><td>{@code openai.organization}, {@code openai.project}</td><td>who pays, at OpenAI</td>
 *     <td>what the key says</td></tr>
 * <tr><td>{@code openai.headers}</td><td>headers for each request, {@code Name: value} between
 *     commas</td><td>none</td></tr>
 * <tr><td>{@code openai.temperature}, {@code openai.top-p}, {@code openai.max-tokens},
 *     {@code openai.reasoning-effort}</td><td>settings of a call, where its model context says
 *     nothing</td><td>what the server takes</td></tr>
 * <tr><td>{@code openai.max-tokens-field}</td><td>{@code max-completion-tokens} or
 *     {@code max-tokens}</td><td>the first at OpenAI, the second elsewhere</td></tr>
 * <tr><td>{@code openai.context-tokens}</td><td>most tokens of the thread to send, estimated; whole
 *     turns are left out from the beginning</td><td>everything is sent</td></tr>
 * <tr><td>{@code openai.accepts}</td><td>what the model takes beside text</td>
 *     <td>{@code image, pdf, audio}</td></tr>
 * <tr><td>{@code openai.send-reasoning}</td><td>whether reasoning is sent back, which some servers
 *     want</td><td>{@code false}</td></tr>
 * <tr><td>{@code openai.done-is-enough}</td><td>whether {@code [DONE]} ends a reply that has no
 *     finish reason; else it is cut off</td><td>{@code false}</td></tr>
 * <tr><td>{@code openai.attempts}</td><td>how often a request is sent at most</td>
 *     <td>{@code 3}</td></tr>
 * <tr><td>{@code openai.connect-timeout}, {@code openai.response-timeout},
 *     {@code openai.idle-timeout}</td><td>how long connecting, the beginning of an answer and a
 *     pause in it may take</td><td>{@code 10s}, {@code 2m}, {@code 60s}</td></tr>
 * </table>
 */
public final class OpenAiPlugin implements RuntimePlugin {

  /** Makes the plug-in; does nothing else. */
  public OpenAiPlugin() {}

  @Override
  public PluginInfo info() {
    return PluginInfo.of("openai").builtFor(PluginInfo.SPI_VERSION);
  }

  @Override
  public void install(PluginRegistrar registrar) {
    registrar.model("openai", OpenAiSettings.class, OpenAiSettings::create);
    registrar.titles("openai", OpenAiSettings.class, settings -> Titles.of(settings.createSmall()));
    registrar.suggestions(
        "openai", OpenAiSettings.class, settings -> Suggestions.of(settings.createSmall()));
  }

  /** Titles with a model of their own, which is closed with them. */
  private record Titles(OpenAiChatModel model, ModelTitles titles)
      implements TitleGenerator, AutoCloseable {

    static Titles of(OpenAiChatModel model) {
      return new Titles(model, new ModelTitles(model));
    }

    @Override
    public void generateTitle(TitleRequest request, TextWriter title) throws Exception {
      titles.generateTitle(request, title);
    }

    @Override
    public void close() {
      model.close();
    }
  }

  /** Suggestions with a model of their own, which is closed with them. */
  private record Suggestions(OpenAiChatModel model, ModelSuggestions suggestions)
      implements SuggestionAdapter, AutoCloseable {

    static Suggestions of(OpenAiChatModel model) {
      return new Suggestions(model, new ModelSuggestions(model));
    }

    @Override
    public void generate(SuggestionRequest request, Consumer<List<Suggestion>> target)
        throws Exception {
      suggestions.generate(request, target);
    }

    @Override
    public void close() {
      model.close();
    }
  }
}
