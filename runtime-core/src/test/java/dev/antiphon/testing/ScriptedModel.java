package dev.antiphon.testing;

import dev.antiphon.message.ToolCallId;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.ReplyWriter;
import dev.antiphon.port.RunRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A model that replies as a test wrote it down, one script a step, and keeps what it was asked. */
public final class ScriptedModel implements ChatModelAdapter {

  private final Deque<ChatModelAdapter> scripts = new ArrayDeque<>();
  private final List<RunRequest> requests = new ArrayList<>();
  private final List<ReplyWriter> writers = new ArrayList<>();

  /** Makes a model without a script: it replies with an empty message. */
  public ScriptedModel() {}

  /**
   * Adds what the next step without a script does.
   *
   * @param script the step
   */
  public ScriptedModel then(ChatModelAdapter script) {
    scripts.add(script);
    return this;
  }

  /**
   * Adds a step that says something.
   *
   * @param words the pieces of the text
   */
  public ScriptedModel says(String... words) {
    return then((request, reply) -> {
      for (String word : words) {
        reply.text(word);
      }
    });
  }

  /**
   * Adds a step that calls a tool.
   *
   * @param id the call's id
   * @param toolName the tool
   * @param arguments the arguments as JSON text
   */
  public ScriptedModel calls(String id, String toolName, String arguments) {
    return then((request, reply) -> {
      ToolCallId call = new ToolCallId(id);
      reply.toolCall(call, toolName);
      reply.argumentsText(call, arguments);
      reply.completeToolCall(call);
    });
  }

  @Override
  public void run(RunRequest request, ReplyWriter reply) throws Exception {
    requests.add(request);
    writers.add(reply);
    ChatModelAdapter script = scripts.poll();
    if (script != null) {
      script.run(request, reply);
    }
  }

  /** Returns what it was asked, step by step. */
  public List<RunRequest> requests() {
    return requests;
  }

  /** Returns the last thing it was asked. */
  public RunRequest lastRequest() {
    return requests.get(requests.size() - 1);
  }

  /** Returns the writers it was given, step by step: to write too late on purpose. */
  public List<ReplyWriter> writers() {
    return writers;
  }
}
