package dev.antiphon.tck;

import dev.antiphon.message.Message;
import dev.antiphon.message.Role;
import dev.antiphon.message.Status;
import dev.antiphon.message.TokenUsage;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.ModelException;
import dev.antiphon.port.ReplyWriter;
import dev.antiphon.port.RunRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A model in memory, as plain as one may be: what the contract asks for can be written down. */
class PlainChatModelContractTest extends ChatModelContract {

  private PlainModel model = new PlainModel();

  @Override
  protected ChatModelAdapter open(ModelBehaviour... behaviours) {
    model = new PlainModel(behaviours);
    return model;
  }

  @Override
  protected void awaitAsked() throws InterruptedException {
    PlainModel.await(model.asked);
  }

  @Override
  protected List<AskedMessage> asked() {
    return model.lastRequest;
  }

  @Override
  protected void awaitGivenUp() throws InterruptedException {
    PlainModel.await(model.givenUp);
  }

  /** Does what it is told. */
  private static final class PlainModel implements ChatModelAdapter {
    private final List<ModelBehaviour> behaviours;
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch givenUp = new CountDownLatch(1);
    private volatile List<AskedMessage> lastRequest = List.of();

    PlainModel(ModelBehaviour... behaviours) {
      this.behaviours = List.of(behaviours);
    }

    static void await(CountDownLatch latch) throws InterruptedException {
      if (!latch.await(ModelSession.PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("It did not come.");
      }
    }

    @Override
    public void run(RunRequest request, ReplyWriter reply) throws Exception {
      lastRequest = messagesOf(request);
      int number = requests.getAndIncrement();
      asked.countDown();
      behave(behaviours.get(Math.min(number, behaviours.size() - 1)), request, reply);
    }

    private void behave(ModelBehaviour behaviour, RunRequest request, ReplyWriter reply)
        throws Exception {
      switch (behaviour) {
        case SAYS -> says(reply, "Hello, ", "world!");
        case SAYS_SEEN -> says(reply, "Seen.");
        case REASONS -> {
          reply.reasoning("They greet.");
          says(reply, "Hello!");
        }
        case SAYS_NOTHING -> says(reply);
        case RUNS_OUT -> {
          reply.text("Once upon");
          reply.step(null, "length");
          reply.status(Status.incomplete(Status.Reason.LENGTH));
        }
        case CALLS -> call(reply, 1);
        case CALLS_TWICE -> {
          call(reply, 1);
          call(reply, 2);
        }
        case BREAKS_OFF -> {
          reply.text("Hel");
          throw failure("stream-cut", true);
        }
        case STALLS -> {
          reply.text("Hel");
          untilGivenUp(request);
        }
        case NEVER_ANSWERS -> untilGivenUp(request);
        case REFUSES_KEY -> throw failure("authentication", false);
        case REFUSES_FOR_NOW -> throw failure("rate-limit", true);
        case IS_ASKED_TOO_MUCH -> throw failure("context-length", false);
        case FAILS -> throw failure("unavailable", true);
      }
    }

    private static void says(ReplyWriter reply, String... pieces) {
      for (String piece : pieces) {
        reply.text(piece);
      }
      reply.usage(new TokenUsage(12, 5));
      reply.step(null, "stop");
      reply.status(Status.STOP);
    }

    private static void call(ReplyWriter reply, int n) {
      ToolCallId id = new ToolCallId("call-" + n);
      reply.toolCall(id, "look");
      reply.argumentsText(id, "{\"n\":");
      reply.argumentsText(id, n + "}");
    }

    private void untilGivenUp(RunRequest request) throws InterruptedException {
      request.cancellation().onCancel(givenUp::countDown);
      await(givenUp);
      request.cancellation().throwIfCancelled();
    }

    private static ModelException failure(String code, boolean isRetryable) {
      return new ModelException(code, "The model was told to fail.", isRetryable, null);
    }

    private static List<AskedMessage> messagesOf(RunRequest request) {
      List<AskedMessage> asked = new ArrayList<>();
      add(asked, new AskedMessage("system", request.context().system(), 0));
      for (Message message : request.conversation()) {
        if (message.role() == Role.ASSISTANT) {
          addSteps(asked, message);
        } else {
          add(
              asked,
              new AskedMessage(message.role().name().toLowerCase(Locale.ROOT), message.text(), 0));
        }
      }
      return asked;
    }

    private static void addSteps(List<AskedMessage> asked, Message message) {
      List<ToolCallPart> calls = message.toolCalls();
      if (!calls.isEmpty()) {
        add(asked, new AskedMessage("assistant", "", calls.size()));
        calls.forEach(call -> asked.add(new AskedMessage("tool", "" + call.result(), 0)));
      }
      add(asked, new AskedMessage("assistant", message.text(), 0));
    }

    /** Adds a message that is not empty; neighbours of one role become one. */
    private static void add(List<AskedMessage> asked, AskedMessage message) {
      AskedMessage before = asked.isEmpty() ? null : asked.get(asked.size() - 1);
      if (message.text().isBlank() && message.calls() == 0) {
        return;
      }
      if (before != null && before.role().equals(message.role())) {
        asked.set(
            asked.size() - 1,
            new AskedMessage(message.role(), before.text() + "\n" + message.text(), 0));
      } else {
        asked.add(message);
      }
    }
  }
}
