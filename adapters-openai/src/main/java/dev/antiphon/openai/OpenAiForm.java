package dev.antiphon.openai;

import dev.antiphon.context.CallSettings;
import dev.antiphon.context.ModelConfig;
import dev.antiphon.message.Message;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.RunRequest;
import dev.antiphon.tool.Tool;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The form of OpenAI's chat completions. Parameters and tools are written as the JSON that the wire
 * has, so that a schema, an option or a setting that LangChain4j does not know arrives untouched.
 */
final class OpenAiForm implements RequestForm {

  /** What the adapter itself sets. */
  private static final Set<String> RESERVED =
      Set.of("model", "messages", "stream", "stream_options", "tools");

  private final Conversation conversation;
  private final CallSettings settings;
  private final ModelConfig config;
  private final String maxTokensField;

  /**
   * Makes a form.
   *
   * @param accepted what the model takes beside text
   * @param settings what counts where a request says nothing
   * @param config what counts where a request says nothing
   * @param maxTokensField the name that the server has for the most tokens to write
   */
  OpenAiForm(
      Set<MediaKind> accepted, CallSettings settings, ModelConfig config, String maxTokensField) {
    this.conversation = new Conversation(accepted);
    this.settings = settings;
    this.config = config;
    this.maxTokensField = maxTokensField;
  }

  @Override
  public Ask of(RunRequest request) {
    CallSettings asked = request.context().settings().over(settings);
    ModelConfig model = request.context().config().over(config);
    Map<String, Object> parameters = new LinkedHashMap<>();
    put(parameters, "temperature", asked.temperature());
    put(parameters, "top_p", asked.topP());
    put(parameters, "presence_penalty", asked.presencePenalty());
    put(parameters, "frequency_penalty", asked.frequencyPenalty());
    put(parameters, maxTokensField, asked.maxTokens());
    put(parameters, "seed", asked.seed());
    put(parameters, "reasoning_effort", model.reasoningEffort());
    others(parameters, model.others());
    others(parameters, asked.others());
    List<Tool> tools = request.context().tools().offered();
    if (!tools.isEmpty()) {
      parameters.put("tools", tools.stream().map(OpenAiForm::tool).toList());
    }
    ChatRequest chat = ChatRequest.builder()
        .messages(conversation.of(request))
        .parameters(OpenAiChatRequestParameters.builder()
            .modelName(model.modelName())
            .customParameters(parameters)
            .build())
        .build();
    return new Ask(chat, asked.headers(), new CallFields(callFields(request))::in);
  }

  private static void put(Map<String, Object> parameters, String name, @Nullable Object value) {
    if (value != null) {
      parameters.put(name, value);
    }
  }

  private static void others(Map<String, Object> parameters, Map<String, Object> others) {
    others.forEach((name, value) -> {
      if (!RESERVED.contains(name)) {
        put(parameters, name, value);
      }
    });
  }

  private static Map<String, Object> tool(Tool tool) {
    Map<String, Object> described = new LinkedHashMap<>();
    if (tool.provider() != null) {
      described.put("type", tool.provider().id());
      described.putAll(tool.provider().arguments());
      return described;
    }
    Map<String, Object> function = new LinkedHashMap<>();
    function.put("name", tool.name());
    function.put("description", WellFormedText.of(tool.description()));
    function.put("parameters", tool.parameters());
    if (tool.providerOptions() != null) {
      function.putAll(tool.providerOptions());
    }
    described.put("type", "function");
    described.put("function", function);
    return described;
  }

  /** Returns what the provider wants back with calls, by the id of the call. */
  private static Map<String, Map<String, Object>> callFields(RunRequest request) {
    Map<String, Map<String, Object>> fields = new HashMap<>();
    for (Message message : request.conversation()) {
      for (ToolCallPart call : message.toolCalls()) {
        Map<String, Object> metadata = call.providerMetadata();
        if (metadata != null && metadata.get(CallsOfStep.PROVIDER) instanceof Map<?, ?> kept) {
          Map<String, Object> own = new LinkedHashMap<>();
          kept.forEach((name, value) -> own.put(String.valueOf(name), value));
          fields.put(call.toolCallId().value(), own);
        }
      }
    }
    return fields;
  }
}
