package dev.antiphon.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.antiphon.message.Feedback;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.Status;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.StorageException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.spi.json.JacksonJson;
import dev.antiphon.testing.ScriptedModel;
import dev.antiphon.thread.ThreadListItem;
import dev.antiphon.tool.ApprovalPolicy;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.PendingApproval;
import dev.antiphon.tool.Tool;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two runtimes, as in two processes, on one cloud. */
class TwoRuntimesTest {

  private final CloudWorld world = new CloudWorld();
  private final List<Map<String, Object>> mails = new CopyOnWriteArrayList<>();
  private final ScriptedModel oneModel = new ScriptedModel();
  private final ScriptedModel otherModel = new ScriptedModel();
  private final LocalRuntime one = runtime(oneModel);
  private final LocalRuntime other = runtime(otherModel);

  @AfterEach
  void closeWorld() {
    one.close();
    other.close();
    world.close();
  }

  private LocalRuntime runtime(ScriptedModel model) {
    CloudClient client = world.client();
    Tool look = Tool.builder("look", "Looks")
        .parameters(Map.of("type", "object"))
        .handler((arguments, call) -> Map.of("seen", List.of(0, false)))
        .build();
    Tool mail = Tool.builder("mail", "Sends a mail")
        .parameters(Map.of("type", "object"))
        .approval(ApprovalPolicy.ALWAYS)
        .handler((arguments, call) -> {
          mails.add(arguments);
          return "sent";
        })
        .build();
    return LocalRuntime.builder(model)
        .json(new JacksonJson())
        .tools(look, mail)
        .history(new CloudThreadHistory(client))
        .threadList(new CloudThreadList(client))
        .titles(new CloudTitles(client))
        .attachments(new CloudAttachments(client))
        .feedback(new CloudFeedback(client))
        .build();
  }

  private static void done(CompletionStage<?> stage) throws Exception {
    stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private ThreadRuntime loaded(LocalRuntime runtime) throws Exception {
    ThreadRuntime thread = runtime.threads("ada").open("plans");
    done(thread.load());
    return thread;
  }

  private static List<String> texts(ThreadRuntime thread) {
    return thread.state().messages().stream().map(Message::text).toList();
  }

  private static List<MessageId> ids(ThreadRuntime thread) {
    return thread.state().messages().stream().map(Message::id).toList();
  }

  @Test
  @DisplayName("LIST-13, LOAD-9: each sees the other's threads and messages once it loads again")
  void seeEachOther() throws Exception {
    oneModel.says("It ", "rains.");
    ThreadRuntime here = loaded(one);
    here.send("What is the weather?").await();
    ThreadRuntime there = loaded(other);
    List<String> seen = texts(there);
    List<MessageId> seenIds = ids(there);

    otherModel.says("Stay in.");
    there.send("And now?").await();
    done(here.refetch());

    assertThat(seen).containsExactly("What is the weather?", "It rains.");
    assertThat(texts(here))
        .containsExactly("What is the weather?", "It rains.", "And now?", "Stay in.");
    assertThat(ids(here)).isEqualTo(ids(there)).startsWith(seenIds.toArray(MessageId[]::new));
    done(other.threads("ada").reload());
    assertThat(other.threads("ada").item("plans").map(ThreadListItem::id)).contains("plans");
    assertThat(other.threads("bob").state().regularIds()).isEmpty();
  }

  @Test
  @DisplayName("TITLE-3: a title that one had made is in the other's list")
  void titles() throws Exception {
    oneModel.says("It rains.");
    loaded(one).send("What is the weather?").await();
    Awaitility.await()
        .until(() -> "The weather \u00e4t noon"
            .equals(world.cloud.data.only("ada").fields.get("title")));

    done(other.threads("ada").reload());

    assertThat(other.threads("ada").item("plans").orElseThrow().title())
        .isEqualTo("The weather \u00e4t noon");
  }

  @Test
  @DisplayName("HIST-10, TREE-17: branches survive, and the newest message is the head")
  void branches() throws Exception {
    oneModel.says("first").says("second").says("to the edit");
    ThreadRuntime here = loaded(one);
    here.send("question").await();
    MessageId answer = here.state().messages().get(1).id();
    here.reload(answer).await();
    List<MessageId> answers = here.branches(answer);
    MessageId question = here.state().messages().get(0).id();
    here.edit(question, MessageInput.text("edited")).await();

    ThreadRuntime there = loaded(other);

    assertThat(texts(there)).containsExactly("edited", "to the edit");
    assertThat(there.branches(there.state().messages().get(0).id()))
        .containsExactly(question, here.state().messages().get(0).id());
    assertThat(there.branches(answer)).isEqualTo(answers).hasSize(2);
    done(there.switchToBranch(answers.get(1)));
    assertThat(texts(there)).containsExactly("question", "second");
  }

  @Test
  @DisplayName("HIST-9: tool calls with arguments and results survive")
  void toolCalls() throws Exception {
    oneModel.calls("call-1", "look", "{ \"n\" : 0 }").says("There.");
    RunResult result = loaded(one).send("Look!").await();

    Message message = loaded(other).state().messages().get(1);

    ToolCallPart call = message.toolCalls().get(0);
    assertThat(call.argsText().toString()).isEqualTo("{ \"n\" : 0 }");
    assertThat(call.result()).isEqualTo(Map.of("seen", List.of(0, false)));
    assertThat(message.status()).isEqualTo(result.status());
    assertThat(message.metadata().steps()).hasSize(2);
  }

  @Test
  @DisplayName("LOAD-7, APPR-2: an approval that waits in one is given in the other, which goes on")
  void approvals() throws Exception {
    oneModel.calls("call-1", "mail", "{\"to\":\"bob\"}");
    RunResult paused = loaded(one).send("Mail him").await();
    ThreadRuntime there = loaded(other);
    otherModel.says("Sent.");
    PendingApproval pending = there.pendingApprovals().get(0);

    RunResult result = there
        .respondToToolApproval(pending.id(), ApprovalResponse.approve())
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS)
        .orElseThrow()
        .await();

    assertThat(paused.outcome()).isEqualTo(RunOutcome.PAUSED);
    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(mails).containsExactly(Map.of("to", "bob"));
    ThreadRuntime again = loaded(one);
    done(again.refetch());
    Message message = again.state().messages().get(1);
    assertThat(message.status()).isEqualTo(result.status()).isEqualTo(Status.COMPLETE_UNKNOWN);
    assertThat(message.toolCalls().get(0).result()).isEqualTo("sent");
    assertThat(message.toolCalls().get(0).approval())
        .satisfies(approval -> assertThat(approval).isNotNull())
        .extracting(approval -> approval == null ? null : approval.approved())
        .isEqualTo(true);
  }

  @Test
  @DisplayName("FEED-2: a mark that one gave is shown by the other, and the cloud knows it")
  void feedback() throws Exception {
    oneModel.says("It rains.");
    ThreadRuntime here = loaded(one);
    here.send("What is the weather?").await();
    MessageId answer = here.state().messages().get(1).id();

    done(here.submitFeedback(answer, new Feedback(Feedback.Type.POSITIVE, "Right")));
    Awaitility.await().until(() -> world.cloud.extras.feedback.size() == 1);
    Awaitility.await().untilAsserted(() -> {
      ThreadRuntime there = loaded(other);
      done(there.refetch());
      assertThat(there.message(answer).metadata().submittedFeedback())
          .isEqualTo(new Feedback(Feedback.Type.POSITIVE, "Right"));
    });

    assertThat(world.cloud.extras.feedback.values())
        .containsExactly(Map.of("type", "positive", "comment", "Right"));
  }

  @Test
  @DisplayName("FEED-3: the cloud takes no mark back, so the mark stays, and the other shows it")
  void withdrawal() throws Exception {
    oneModel.says("It rains.");
    ThreadRuntime here = loaded(one);
    here.send("What is the weather?").await();
    MessageId answer = here.state().messages().get(1).id();
    Feedback mark = new Feedback(Feedback.Type.NEGATIVE, null);
    done(here.submitFeedback(answer, mark));

    Throwable failure = catchThrowable(() -> done(here.withdrawFeedback(answer)));

    assertThat(failure).hasRootCauseInstanceOf(StorageException.class);
    Awaitility.await().untilAsserted(() -> {
      assertThat(here.message(answer).metadata().submittedFeedback()).isEqualTo(mark);
      ThreadRuntime there = loaded(other);
      done(there.refetch());
      assertThat(there.message(answer).metadata().submittedFeedback()).isEqualTo(mark);
    });
  }

  @Test
  @DisplayName("LIST-16, LIST-17: archived and deleted by one is so for the other")
  void listChanges() throws Exception {
    oneModel.says("a").says("b");
    one.threads("ada").open("plans").send("x").await();
    one.threads("ada").open("old").send("y").await();
    done(one.threads("ada").archive("old"));

    done(other.threads("ada").reload());
    List<String> archived = other.threads("ada").state().archivedIds();
    done(other.threads("ada").delete("plans"));
    done(one.threads("ada").reload());

    assertThat(archived).containsExactly("old");
    assertThat(one.threads("ada").state().regularIds()).isEmpty();
  }
}
