package dev.antiphon.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.antiphon.message.Message;
import dev.antiphon.run.MessageNotSentException;
import dev.antiphon.run.RunResult;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.testing.ScriptedModel;
import dev.antiphon.thread.Capability;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A runtime on a cloud that fails: it copes with batches that were stored in part. */
class CloudRuntimeFaultsTest {

  private final CloudWorld world = new CloudWorld();
  private final ScriptedModel model = new ScriptedModel();
  private final LocalRuntime runtime = runtime();

  @AfterEach
  void closeWorld() {
    runtime.close();
    world.close();
  }

  private LocalRuntime runtime() {
    CloudClient client = world.client();
    return LocalRuntime.builder(model)
        .history(new CloudThreadHistory(client))
        .threadList(new CloudThreadList(client))
        .build();
  }

  private ThreadRuntime thread() {
    return runtime.threads("ada").open("plans");
  }

  private List<String> loadedElsewhere() throws Exception {
    try (LocalRuntime elsewhere = runtime()) {
      ThreadRuntime thread = elsewhere.threads("ada").open("plans");
      thread.load().toCompletableFuture().get(20, TimeUnit.SECONDS);
      return thread.state().messages().stream().map(Message::text).toList();
    }
  }

  /** Matches the request that stores a message of a role for the first time. */
  private static Predicate<FakeRequest> storing(String role) {
    return request -> FakeCloud.is("POST", "/messages").test(request)
        && request.text().contains("\"role\":\"" + role + "\"");
  }

  @Test
  @DisplayName("D20: each fault that passes is not noticed by who sends, and nothing is twice")
  void passingFaults() throws Exception {
    for (Fault fault : List.of(
        Fault.status(500),
        Fault.status(503),
        Fault.retryAfter(429, "1"),
        new Fault.LostAnswer(),
        new Fault.HalfAnswer(),
        new Fault.Nonsense("{}"))) {
      world.cloud.failNext("POST", "/threads", fault);
      world.cloud.failNext(storing("user"), fault);
      world.cloud.failNext(storing("assistant"), fault);
      world.cloud.failNext(
          request -> request.method().equals("PUT") && request.path().size() == 5,
          fault instanceof Fault.Nonsense ? Fault.status(502) : fault);
      String id = "t-" + world.cloud.requests().size();
      model.says("It rains.");

      RunResult result = runtime.threads("ada").open(id).send("Weather?").await();

      assertThat(result.isSaved()).as(fault.toString()).isTrue();
      assertThat(world.cloud.openFaults()).as(fault.toString()).isZero();
    }
    assertThat(world.cloud.data.threads("ada")).hasSize(6).allSatisfy(row -> {
      assertThat(row.messages).hasSize(2);
      assertThat(row.messages.get(1).get("parent_id"))
          .isEqualTo(row.messages.get(0).get("id"));
    });
  }

  @Test
  @DisplayName("HIST-2, SEND-5: a send whose batch is stored in part is not sent, and can be again")
  void partOfFirstBatch() throws Exception {
    world.cloud.failNext(
        storing("assistant"), Fault.status(503), Fault.status(503), Fault.status(503));
    Throwable failure = catchThrowable(() -> thread().send("First try").await());
    int afterFailure = thread().state().messages().size();
    model.says("It rains.");

    RunResult result = thread().send("Second try").await();

    assertThat(failure instanceof CompletionException ? failure.getCause() : failure)
        .isInstanceOf(MessageNotSentException.class)
        .hasRootCauseInstanceOf(CloudException.class);
    assertThat(afterFailure).isZero();
    assertThat(result.isSaved()).isTrue();
    assertThat(loadedElsewhere()).containsExactly("Second try", "It rains.");
  }

  @Test
  @DisplayName("HIST-7, HIST-8: an answer whose update fails is stored with the next write")
  void updateFails() throws Exception {
    world.cloud.failNext(
        request -> request.method().equals("PUT") && request.path().size() == 5,
        Fault.status(400),
        Fault.status(400),
        Fault.status(400),
        Fault.status(400),
        Fault.status(400));
    model.says("first answer").says("second answer");
    RunResult unsaved = thread().send("one").await();
    world.cloud.dropFaults();

    RunResult saved = thread().send("two").await();

    assertThat(unsaved.isSaved()).isFalse();
    assertThat(saved.isSaved()).isTrue();
    assertThat(loadedElsewhere()).containsExactly("one", "first answer", "two", "second answer");
  }

  @Test
  @DisplayName("LOAD-3: a load that fails can be tried again")
  void loadFails() throws Exception {
    model.says("It rains.");
    thread().send("Weather?").await();
    try (LocalRuntime elsewhere = runtime()) {
      ThreadRuntime thread = elsewhere.threads("ada").open("plans");
      world.cloud.failNext("GET", "/messages", Fault.status(403));
      Throwable failure =
          catchThrowable(() -> thread.load().toCompletableFuture().get(20, TimeUnit.SECONDS));
      thread.retryLoad().toCompletableFuture().get(20, TimeUnit.SECONDS);

      assertThat(failure).hasRootCauseInstanceOf(CloudException.class);
      assertThat(thread.state().messages()).hasSize(2);
    }
  }

  @Test
  @DisplayName("TREE-13: what the cloud cannot do is not offered")
  void capabilities() throws Exception {
    thread().load().toCompletableFuture().get(20, TimeUnit.SECONDS);

    assertThat(thread().state().capabilities()).doesNotContain(Capability.DELETE);
    assertThat(new CloudThreadHistory(world.client()).capabilities()).isEmpty();
  }
}
