package dev.antiphon.openai;

import dev.antiphon.cancel.Cancellation;
import dev.antiphon.context.ModelContext;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Role;
import dev.antiphon.message.RunId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.RunRequest;
import java.time.Instant;
import java.util.List;

/** One question to a model beside the conversation: its own system text, no tools, no history. */
final class ModelQuestion {

  private static final MessageId QUESTION = new MessageId("question");
  private static final MessageId ANSWER = new MessageId("answer");

  private final ChatModelAdapter model;
  private final String system;

  ModelQuestion(ChatModelAdapter model, String system) {
    this.model = model;
    this.system = system;
  }

  /**
   * Asks it.
   *
   * @param thread whose conversation it is about
   * @param prompt the question
   * @param cancellation the wish to stop
   * @param reply takes the answer
   * @throws Exception if the model fails
   */
  void ask(ThreadKey thread, String prompt, Cancellation cancellation, TextReply reply)
      throws Exception {
    Message question =
        Message.builder(QUESTION, Role.USER, Instant.EPOCH).text(prompt).build();
    model.run(
        RunRequest.builder(thread, new RunId("question"), ANSWER, cancellation)
            .parentId(QUESTION)
            .messages(List.of(question))
            .context(ModelContext.builder().system(system).build())
            .build(),
        reply);
    reply.end();
  }
}
