package dev.antiphon.runtime;

import static dev.antiphon.testing.TestMessages.assistant;
import static dev.antiphon.testing.TestMessages.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.Attachment;
import dev.antiphon.message.AttachmentId;
import dev.antiphon.message.FilePart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.Role;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.ContextPolicy;
import dev.antiphon.testing.TestMessages;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What of a branch a request carries: rule CTX-10. */
class ContextPolicyTest {

  private static final Message SYSTEM = Message.builder(
          TestMessages.id("s"), Role.SYSTEM, TestMessages.NOW)
      .text("Be brief.")
      .build();

  private static final List<Message> BRANCH = List.of(
      SYSTEM,
      user("u1"),
      assistant("a1", "one"),
      assistant("b1", "one more"),
      user("u2"),
      assistant("a2", "two"),
      user("u3"));

  private static List<String> ids(List<Message> messages) {
    return messages.stream().map(message -> message.id().value()).toList();
  }

  @Test
  @DisplayName("CTX-10: the default is all")
  void everything() {
    assertThat(ContextPolicy.EVERYTHING.select(BRANCH)).isEqualTo(BRANCH);
  }

  @Test
  @DisplayName("CTX-10: the last n messages, cut where a turn begins, with system messages")
  void lastMessages() {
    assertThat(ids(ContextPolicy.lastMessages(1).select(BRANCH))).containsExactly("s", "u3");
    assertThat(ids(ContextPolicy.lastMessages(2).select(BRANCH))).containsExactly("s", "u3");
    assertThat(ids(ContextPolicy.lastMessages(3).select(BRANCH)))
        .containsExactly("s", "u2", "a2", "u3");
    assertThat(ids(ContextPolicy.lastMessages(5).select(BRANCH)))
        .containsExactly("s", "u2", "a2", "u3");
    assertThat(ContextPolicy.lastMessages(6).select(BRANCH)).isEqualTo(BRANCH);
    assertThat(ContextPolicy.lastMessages(99).select(BRANCH)).isEqualTo(BRANCH);
  }

  @Test
  @DisplayName("CTX-10: a budget of tokens is cut at turns too, and the last turn is always whole")
  void tokenBudget() {
    ContextPolicy ten = ContextPolicy.tokenBudget(10, message -> 4);

    assertThat(ids(ten.select(BRANCH))).containsExactly("s", "u3");
    assertThat(ids(ContextPolicy.tokenBudget(12, message -> 4).select(BRANCH)))
        .containsExactly("s", "u2", "a2", "u3");
    assertThat(ids(ContextPolicy.tokenBudget(1).select(BRANCH))).containsExactly("s", "u3");
    assertThat(ContextPolicy.tokenBudget(1_000).select(BRANCH)).isEqualTo(BRANCH);
    assertThat(ids(ContextPolicy.lastMessages(1).select(BRANCH.subList(0, 6))))
        .containsExactly("s", "u2", "a2");
    assertThatThrownBy(() -> ContextPolicy.lastMessages(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ContextPolicy.tokenBudget(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("CTX-10: attachments, pictures and files take their part of a budget of tokens")
  void tokensOfMedia() {
    String kilobytes = "QUJD".repeat(2_000);
    List<MessagePart> parts = List.of(
        new ImagePart("data:image/png;base64,AAAA", null, null),
        new FilePart(kilobytes, "text/plain", null, null, null, null),
        new FilePart(kilobytes, "application/pdf", null, null, null, null));
    Attachment attachment =
        Attachment.builder(new AttachmentId("att"), "file", "f").content(parts).build();
    Message attached = Message.builder(TestMessages.id("u1"), Role.USER, TestMessages.NOW)
        .attachments(List.of(attachment))
        .build();
    List<Message> branch = List.of(attached, assistant("a1", "one"), user("u2"));

    assertThat(ids(ContextPolicy.tokenBudget(2_000).select(branch))).containsExactly("u2");
    assertThat(ContextPolicy.tokenBudget(3_000).select(branch)).isEqualTo(branch);
  }

  @Test
  @DisplayName(
      "CTX-10: it changes the request, not tree or store, and parts no call from its result")
  void onlyTheRequest() {
    TestTools tools = new TestTools();
    World world = new World()
        .tools(tools.recording("add"))
        .with(builder -> builder.contextPolicy(ContextPolicy.lastMessages(3)));
    ThreadRuntime thread = world.open();
    world.model.calls("c1", "add", "{}").says("Three.");
    world.send(thread, "One and two");
    world.model.says("Four.");
    world.send(thread, "Two and two");
    world.model.says("Five.");

    world.send(thread, "Two and three");

    List<Message> sent = world.model.lastRequest().messages();
    assertThat(sent)
        .extracting(Message::text)
        .containsExactly("Two and two", "Four.", "Two and three");
    List<Message> before = world.model.requests().get(2).messages();
    assertThat(before).hasSize(3);
    assertThat(before.get(1).toolCalls()).allMatch(ToolCallPart::hasResult);
    assertThat(thread.state().messages()).hasSize(6);
    assertThat(world.open().state().messages()).hasSize(6);
  }
}
