package dev.antiphon.openai;

import dev.antiphon.context.CallSettings;
import dev.antiphon.port.RunRequest;
import dev.antiphon.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * The form that every LangChain4j model takes: the settings that all have, tools as specifications.
 * What only one provider knows is the business of a change to the parameters.
 */
final class CommonForm implements RequestForm {

  private final Conversation conversation;
  private final BiFunction<RunRequest, ChatRequestParameters, ChatRequestParameters> change;

  CommonForm(
      Set<MediaKind> accepted,
      BiFunction<RunRequest, ChatRequestParameters, ChatRequestParameters> change) {
    this.conversation = new Conversation(accepted);
    this.change = change;
  }

  @Override
  public Ask of(RunRequest request) {
    CallSettings settings = request.context().settings();
    ChatRequestParameters parameters = ChatRequestParameters.builder()
        .modelName(request.context().config().modelName())
        .temperature(settings.temperature())
        .topP(settings.topP())
        .presencePenalty(settings.presencePenalty())
        .frequencyPenalty(settings.frequencyPenalty())
        .maxOutputTokens(settings.maxTokens())
        .toolSpecifications(tools(request.context().tools().offered()))
        .build();
    ChatRequest chat = ChatRequest.builder()
        .messages(conversation.of(request))
        .parameters(change.apply(request, parameters))
        .build();
    return new Ask(chat, settings.headers(), UnaryOperator.identity());
  }

  private static List<ToolSpecification> tools(List<Tool> offered) {
    List<ToolSpecification> tools = new ArrayList<>();
    for (Tool tool : offered) {
      // A tool of another provider's cannot be described in LangChain4j's common terms.
      if (tool.provider() == null) {
        tools.add(ToolSpecification.builder()
            .name(tool.name())
            .description(WellFormedText.of(tool.description()))
            .parameters(ToolParameters.of(tool.parameters()))
            .metadata(tool.providerOptions() == null ? Map.of() : tool.providerOptions())
            .build());
      }
    }
    return tools;
  }
}
