package dev.antiphon.simulation;

import dev.antiphon.message.SourcePart;
import dev.antiphon.message.Status;
import dev.antiphon.message.TokenUsage;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.ModelException;
import dev.antiphon.port.ReplyWriter;
import dev.antiphon.port.RunRequest;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A model that writes what the seed says: text, reasoning, calls with ids it used before, finish
 * reasons; it takes its time, fails, ignores cancel and writes on after its end.
 */
final class SimulatedModel implements ChatModelAdapter {

  private static final List<Status> ENDS = List.of(
      Status.STOP,
      Status.incomplete(Status.Reason.LENGTH),
      Status.incomplete(Status.Reason.CONTENT_FILTER),
      Status.TOOL_CALLS,
      Status.INTERRUPT);

  private static final SourcePart SOURCE =
      new SourcePart.Url("s1", "https://example.org", null, null, null);

  private final Simulation world;
  private final RandomGenerator random;
  private final int callRate;
  private int words;
  private boolean isTame;

  /**
   * Makes a model.
   *
   * @param callRate how many of a hundred things that it writes are calls
   */
  SimulatedModel(Simulation world, RandomGenerator random, int callRate) {
    this.world = world;
    this.random = random;
    this.callRate = callRate;
  }

  /** Has it reply with one word from now on. */
  void tame() {
    isTame = true;
  }

  @Override
  public void run(RunRequest request, ReplyWriter reply) throws Exception {
    world.process().check();
    world.checker().modelCalled(request);
    if (isTame) {
      text(request, reply);
      return;
    }
    int length = random.nextInt(7);
    for (int i = 0; i < length; i++) {
      write(request, reply);
      if (request.cancellation().isCancelled() && random.nextInt(3) != 0) {
        return;
      }
    }
    if (random.nextInt(8) == 0) {
      reply.status(ENDS.get(random.nextInt(ENDS.size())));
    }
    if (random.nextInt(16) == 0) {
      throw random.nextBoolean()
          ? new ModelException("network", "The simulated model broke off.", true, null)
          : new IllegalStateException("The simulated model has a bug.");
    }
    if (random.nextInt(10) == 0) {
      world.later(() -> write(request, reply));
    }
  }

  private void write(RunRequest request, ReplyWriter reply) {
    if (random.nextInt(100) < callRate) {
      call(reply);
      return;
    }
    switch (random.nextInt(9)) {
      case 0, 1, 2 -> text(request, reply);
      case 3 -> reply.reasoning("hm" + ++words);
      case 4, 5 -> world.pump(1 + random.nextInt(12));
      case 6 -> world.takeTime(random.nextInt(2_000));
      case 7 -> reply.usage(new TokenUsage(1, 1));
      default -> reply.part(SOURCE);
    }
  }

  private void text(RunRequest request, ReplyWriter reply) {
    String word = "w" + ++words + " ";
    if (!reply.isClosed()) {
      world.planted().text(reply, word);
      if (!reply.isClosed()) {
        world.checker().wrote(request.messageId(), word, world.millis());
      }
    }
  }

  private void call(ReplyWriter reply) {
    ToolCallId id = new ToolCallId("c" + random.nextInt(5));
    String tool = SimulatedTools.ASKED_FOR.get(random.nextInt(SimulatedTools.ASKED_FOR.size()));
    reply.toolCall(id, random.nextInt(20) == 0 ? "nobody" : tool);
    reply.argumentsText(id, "{\"n\":");
    if (random.nextInt(4) == 0) {
      world.pump(random.nextInt(4));
    }
    reply.argumentsText(id, random.nextInt(15) == 0 ? "oops" : random.nextInt(100) + "}");
    if (random.nextInt(4) != 0) {
      reply.completeToolCall(id);
    }
  }
}
