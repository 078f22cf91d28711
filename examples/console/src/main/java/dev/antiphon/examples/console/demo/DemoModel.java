package dev.antiphon.examples.console.demo;

import dev.antiphon.message.Message;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.ModelException;
import dev.antiphon.port.ReplyWriter;
import dev.antiphon.port.RunRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A demonstration model: offline, deterministic, no language model. {@link DemoIntent} lists what
 * it knows. In the first step it says what it is going to do and calls tools; in the next one it
 * words their results.
 */
final class DemoModel implements ChatModelAdapter {

  private static final String REASONING =
      "This is where a model thinks aloud. I am a demonstration, so I only look for words that I know. ";

  private static final String DEFAULT_REPLY =
      "I am a demonstration model: I run offline, always answer the same, and know a few tricks only. "
          + "Try \"What is 12*34?\", \"What time is it?\", \"delete note 2\", \"Why is the sky blue?\", "
          + "\"something long\" or \"please fail\".";

  private final Duration wordDelay;

  /**
   * Makes the model.
   *
   * @param wordDelay pause after each word
   */
  DemoModel(Duration wordDelay) {
    this.wordDelay = wordDelay;
  }

  @Override
  public void run(RunRequest request, ReplyWriter reply) throws InterruptedException {
    try (WordStream words = new WordStream(wordDelay, request.cancellation())) {
      Message replySoFar = request.replySoFar();
      if (replySoFar != null && !replySoFar.toolCalls().isEmpty()) {
        words.say(results(replySoFar.toolCalls()), reply::text);
      } else {
        answer(request, reply, words);
      }
    }
  }

  private static void answer(RunRequest request, ReplyWriter reply, WordStream words)
      throws InterruptedException {
    DemoIntent intent = DemoIntent.of(request.lastUserText());
    if (intent.reasons()) {
      words.say(REASONING, reply::reasoning);
    }
    if (intent.isFailing()) {
      words.say("I will stop in the middle of", reply::text);
      throw new ModelException(
          "unavailable", "The demonstration failed, as it was asked to.", true, null);
    }
    List<DemoIntent.Call> calls = intent.calls().stream()
        .filter(call -> request.context().tools().find(call.tool()).isPresent())
        .toList();
    if (!calls.isEmpty()) {
      call(request, reply, words, calls);
    } else if (intent.isLong()) {
      words.say(longText(), reply::text);
    } else {
      words.say(Attached.sentence(request.messages()) + DEFAULT_REPLY, reply::text);
    }
  }

  private static void call(
      RunRequest request, ReplyWriter reply, WordStream words, List<DemoIntent.Call> calls)
      throws InterruptedException {
    String tools = calls.stream().map(DemoIntent.Call::tool).collect(Collectors.joining(" and "));
    words.say("Let me use " + tools + ".\n", reply::text);
    int number = 0;
    for (DemoIntent.Call call : calls) {
      ToolCallId id = new ToolCallId(request.messageId() + "-" + ++number);
      reply.toolCall(id, call.tool());
      words.say(call.arguments(), delta -> reply.argumentsText(id, delta));
      reply.completeToolCall(id);
    }
  }

  private static String results(List<ToolCallPart> calls) {
    return calls.stream().map(DemoModel::result).collect(Collectors.joining(" "));
  }

  private static String result(ToolCallPart call) {
    if (call.isError()) {
      return "The tool %s says: %s".formatted(call.toolName(), text(call.result()));
    }
    return switch (call.toolName()) {
      case DemoTools.CALCULATOR ->
        "%s = %s.".formatted(call.args().get("expression"), call.result());
      case DemoTools.CLOCK -> "It is " + call.result() + ".";
      case DemoTools.DELETE_NOTE -> deletion(call);
      default -> "The tool %s gave %s.".formatted(call.toolName(), text(call.result()));
    };
  }

  private static String deletion(ToolCallPart call) {
    return call.result() instanceof Map<?, ?> result
        ? "Note %s (\"%s\") is deleted. Notes left: %s."
            .formatted(call.args().get("number"), result.get("deleted"), result.get("left"))
        : "Note %s is deleted.".formatted(call.args().get("number"));
  }

  private static String text(@Nullable Object result) {
    return result instanceof Map<?, ?> data && data.get("message") instanceof String message
        ? message
        : String.valueOf(result);
  }

  /** Returns 40 sentences of 10 words. */
  private static String longText() {
    return IntStream.rangeClosed(1, 40)
        .mapToObj("Sentence %d of 40 says that this demonstration goes on."::formatted)
        .collect(Collectors.joining(" "));
  }
}
