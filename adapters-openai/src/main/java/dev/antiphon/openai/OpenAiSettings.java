package dev.antiphon.openai;

import dev.antiphon.context.CallSettings;
import dev.antiphon.openai.OpenAiChatModel.MaxTokensField;
import dev.antiphon.port.ContextPolicy;
import dev.antiphon.spi.Secret;
import dev.antiphon.spi.Setting;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of {@link OpenAiPlugin}.
 *
 * @param model the model's name
 * @param smallModel the model for titles and suggestions
 * @param apiKey the key, which OpenAI itself needs
 * @param baseUrl where the server is
 * @param organization who pays
 * @param project what pays
 * @param headers for each request, each as {@code Name: value}
 * @param temperature of a call
 * @param topP of a call
 * @param maxTokens of a call
 * @param maxTokensField how the server names that
 * @param reasoningEffort of a reasoning model
 * @param contextTokens how much of a thread is sent
 * @param accepts what the model takes beside text
 * @param sendReasoning whether reasoning goes back
 * @param doneIsEnough whether a reply may end without finish reason
 * @param attempts how often a request is sent at most
 * @param connectTimeout how long connecting may take
 * @param responseTimeout how long the headers of an answer may take
 * @param idleTimeout how long nothing may come of an answer
 */
record OpenAiSettings(
    @Setting("name of the model, as its server knows it") String model,
    @Setting("name of the model for titles and suggestions") Optional<String> smallModel,
    @Setting("API key") Optional<Secret> apiKey,

    @Setting(value = "base URL of the server", defaultValue = "https://api.openai.com/v1")
    URI baseUrl,

    @Setting("organization that pays") Optional<String> organization,
    @Setting("project that pays") Optional<String> project,

    @Setting(value = "headers for each request, as Name: value", defaultValue = "", secret = true)
    List<String> headers,

    @Setting("temperature") Optional<Double> temperature,
    @Setting("nucleus, from 0 to 1") Optional<Double> topP,
    @Setting("most tokens to write") Optional<Integer> maxTokens,
    @Setting("how the server names the most tokens") Optional<MaxTokensField> maxTokensField,
    @Setting("how hard a reasoning model thinks") Optional<String> reasoningEffort,
    @Setting("most tokens of the thread to send") Optional<Integer> contextTokens,

    @Setting(
        value = "what the model takes beside text",
        defaultValue = {"image", "pdf", "audio"})
    List<String> accepts,

    @Setting(value = "whether reasoning is sent back", defaultValue = "false")
    boolean sendReasoning,

    @Setting(value = "whether [DONE] ends a reply without finish reason", defaultValue = "false")
    boolean doneIsEnough,

    @Setting(value = "how often a request is sent at most", defaultValue = "3")
    int attempts,

    @Setting(value = "how long connecting may take", defaultValue = "10s")
    Duration connectTimeout,

    @Setting(value = "how long an answer may take to begin", defaultValue = "2m")
    Duration responseTimeout,

    @Setting(value = "how long an answer may pause", defaultValue = "60s")
    Duration idleTimeout) {

  /** Refuses what can never work; no message shows a secret. */
  OpenAiSettings {
    OpenAiChatModel.Builder.checked(baseUrl);
    boolean isOpenAi = "api.openai.com".equalsIgnoreCase(baseUrl.getHost());
    if (isOpenAi && apiKey.map(Secret::reveal).filter(key -> !key.isBlank()).isEmpty()) {
      throw new IllegalArgumentException(
          "OpenAI needs a key. Set openai.api-key, or the environment variable OPENAI_API_KEY, or let openai.base-url name a server that needs none.");
    }
    headers.forEach(OpenAiSettings::checkHeader);
    kinds(accepts);
  }

  private static void checkHeader(String header) {
    if (header.indexOf(':') < 1) {
      throw new IllegalArgumentException(
          "Each of openai.headers is written as Name: value, but one is not.");
    }
  }

  private static Set<MediaKind> kinds(List<String> names) {
    Set<MediaKind> kinds = EnumSet.noneOf(MediaKind.class);
    for (String name : names) {
      try {
        kinds.add(MediaKind.valueOf(name.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException unknown) {
        throw new IllegalArgumentException(
            "openai.accepts lists some of image, pdf and audio, but also '" + name + "'.", unknown);
      }
    }
    return kinds;
  }

  /** Makes the model, with a client of its own. */
  OpenAiChatModel create() {
    return create(model);
  }

  /** Makes the model for titles and suggestions, with a client of its own. */
  OpenAiChatModel createSmall() {
    return create(smallModel.orElse(model));
  }

  private OpenAiChatModel create(String name) {
    ModelHttpClient http = ModelHttpClient.builder()
        .connectTimeout(connectTimeout)
        .responseTimeout(responseTimeout)
        .idleTimeout(idleTimeout)
        .build();
    OpenAiChatModel.Builder builder = OpenAiChatModel.builder(name)
        .baseUrl(baseUrl)
        .apiKey(apiKey.map(Secret::reveal).orElse(null))
        .organization(organization.orElse(null))
        .project(project.orElse(null))
        .headers(headersByName())
        .settings(CallSettings.builder()
            .temperature(temperature.orElse(null))
            .topP(topP.orElse(null))
            .maxTokens(maxTokens.orElse(null))
            .build())
        .reasoningEffort(reasoningEffort.orElse(null))
        .accepts(kinds(accepts))
        .retries(RetryPolicy.builder().attempts(attempts).build())
        .owning(http);
    maxTokensField.ifPresent(builder::maxTokensField);
    contextTokens.ifPresent(tokens -> builder.contextPolicy(ContextPolicy.tokenBudget(tokens)));
    if (sendReasoning) {
      builder.sendsReasoning();
    }
    if (doneIsEnough) {
      builder.doneIsEnough();
    }
    return builder.build();
  }

  private Map<String, String> headersByName() {
    Map<String, String> byName = new LinkedHashMap<>();
    for (String header : headers) {
      int colon = header.indexOf(':');
      byName.put(header.substring(0, colon).strip(), header.substring(colon + 1).strip());
    }
    return byName;
  }

  /** Tells no value: a key or header may be a secret. */
  @Override
  public String toString() {
    return "OpenAiSettings[" + model + "]";
  }
}
