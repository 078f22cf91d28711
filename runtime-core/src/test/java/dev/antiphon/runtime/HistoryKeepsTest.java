package dev.antiphon.runtime;

import static dev.antiphon.testing.TestMessages.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Attachment;
import dev.antiphon.message.AttachmentId;
import dev.antiphon.message.DataPart;
import dev.antiphon.message.FilePart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.MessageMetadata;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.Role;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.TextView;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.message.UnknownPart;
import dev.antiphon.testing.World;
import dev.antiphon.tree.ExportedThread;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.MessageItem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HistoryKeepsTest {

  private final World world = new World();

  static List<MessagePart> parts() {
    return List.of(
        TextPart.builder(TextView.of("said")).providerMetadata(Map.of("id", 0)).build(),
        ReasoningPart.builder(TextView.of("thought")).build(),
        new ImagePart("https://example.org/a.png", "", Map.of("k", 0)),
        new FilePart("ZGF0YQ==", "text/plain", "a.txt", "id", null, "p1"),
        new DataPart("chart", Map.of("empty", "", "zero", 0, "no", false)),
        new UnknownPart("hologram", Map.of("type", "hologram", "rays", List.of(1, 2))),
        ToolCallPart.builder(new ToolCallId("c1"), "look").result(null).build(),
        ToolCallPart.builder(new ToolCallId("c2"), "look")
            .result(false)
            .isError(true)
            .build(),
        ToolCallPart.builder(new ToolCallId("c3"), "look")
            .result(0)
            .artifact("")
            .build(),
        ToolCallPart.builder(new ToolCallId("c4"), "look").build());
  }

  @ParameterizedTest
  @MethodSource("parts")
  @DisplayName("HIST-9: every part comes back as written, falsy values and unknown parts included")
  void part(MessagePart part) {
    Message message = Message.builder(new MessageId("a"), Role.ASSISTANT, NOW)
        .content(List.of(part))
        .metadata(MessageMetadata.builder()
            .state(false)
            .annotations(Arrays.<@Nullable Object>asList(null, 0, ""))
            .custom(Map.of("starred", false))
            .build())
        .build();
    ThreadRuntime thread = world.open();

    thread.importThread(new ExportedThread(Head.ABSENT, List.of(MessageItem.of(message, null))));
    world.scheduler.runAll();

    Message loaded = world.open().message(new MessageId("a"));
    assertThat(loaded).isEqualTo(message);
    assertThat(loaded.content()).containsExactly(part);
  }

  @Test
  @DisplayName("HIST-9: a stored item is message, parent and run config, and its idempotency key")
  void items() {
    world.model.says("Hello");
    ThreadRuntime thread = world.open();
    MessageInput input = MessageInput.builder(Role.USER)
        .text("look")
        .attachments(List.of(Attachment.builder(new AttachmentId("f1"), "document", "a.txt")
            .content(List.of(TextPart.of("inside")))
            .build()))
        .build();

    world.finish(thread.send(
        input,
        SendOptions.builder()
            .runConfig(Map.of("tone", "dry"))
            .idempotencyKey("once")
            .build()));

    List<MessageItem> loaded = world.open().export().items();
    assertThat(loaded).isEqualTo(thread.export().items());
    assertThat(loaded).extracting(MessageItem::runConfig).containsOnly(Map.of("tone", "dry"));
    assertThat(loaded.get(0).idempotencyKey()).isEqualTo("once");
    assertThat(loaded.get(1).parentId()).isEqualTo(loaded.get(0).message().id());
    assertThat(loaded.get(0).message().attachments()).hasSize(1);
  }

  @Test
  @DisplayName(
      "HIST-9: items come back in the order of their first append, whatever was updated later")
  void order() {
    ThreadRuntime thread = world.open();
    for (int i = 0; i < 4; i++) {
      thread.append(
          MessageInput.text("m" + i), SendOptions.builder().parent(null).build());
    }
    world.scheduler.runAll();
    List<MessageId> ids =
        new ArrayList<>(thread.branches(thread.export().items().get(0).message().id()));

    thread.updateCustom(ids.get(0), Map.of("n", 1));
    thread.updateCustom(ids.get(2), Map.of("n", 1));
    world.scheduler.runAll();

    assertThat(world.open().branches(ids.get(0))).isEqualTo(ids);
  }
}
