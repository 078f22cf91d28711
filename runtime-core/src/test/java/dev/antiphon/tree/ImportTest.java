package dev.antiphon.tree;

import static dev.antiphon.testing.TestMessages.NOW;
import static dev.antiphon.testing.TestMessages.assistant;
import static dev.antiphon.testing.TestMessages.id;
import static dev.antiphon.testing.TestMessages.item;
import static dev.antiphon.testing.TestMessages.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.Role;
import dev.antiphon.message.Status;
import dev.antiphon.testing.FixedCompletion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ImportTest {

  private final FixedCompletion completion = new FixedCompletion();

  @Test
  @DisplayName("TREE-15: parents may come after children, and siblings keep the order of the list")
  void anyOrder() {
    MessageTree tree = MessageTree.of(new ExportedThread(
        Head.ABSENT,
        List.of(item("d", "b"), item("c", "b"), item("b", "a"), item("z", null), item("a", null))));

    assertThat(tree.children(id("b"))).containsExactly(id("d"), id("c"));
    assertThat(tree.children(null)).containsExactly(id("z"), id("a"));
  }

  @Test
  @DisplayName("TREE-16: an import names every problem, each with its message id")
  void everyProblem() {
    ExportedThread broken = new ExportedThread(
        Head.of(id("nobody")),
        List.of(
            item("a", null),
            item("a", null),
            item("b", "missing"),
            item("c", "d"),
            item("d", "c"),
            item("e", "e")));

    assertThatThrownBy(() -> MessageTree.of(broken))
        .isInstanceOfSatisfying(
            ImportException.class,
            refusal -> assertThat(refusal.problems())
                .containsExactlyInAnyOrder(
                    new ImportProblem(id("a"), "the id is there twice"),
                    new ImportProblem(id("b"), "the parent 'missing' is missing"),
                    new ImportProblem(id("c"), "its parents form a cycle"),
                    new ImportProblem(id("e"), "its parents form a cycle"),
                    new ImportProblem(null, "the head 'nobody' is unknown")))
        .hasMessageContaining("a: the id is there twice")
        .hasMessageContaining("; the head 'nobody' is unknown");
  }

  @Test
  @DisplayName("TREE-17: the import of an empty list is an empty thread")
  void empty() {
    MessageTree tree = MessageTree.of(ExportedThread.chain(List.of()));

    assertThat(tree.size()).isZero();
    assertThat(tree.head()).isNull();
    assertThat(tree.export()).isEqualTo(new ExportedThread(Head.NONE, List.of()));
  }

  @Test
  @DisplayName("TREE-17: an absent head is the last item, an explicit none is none")
  void absentAndNoHead() {
    List<MessageItem> items = List.of(item("a", null), item("b", "a"), item("c", "a"));

    assertThat(MessageTree.of(new ExportedThread(Head.ABSENT, items)).head()).isEqualTo(id("c"));
    assertThat(MessageTree.of(new ExportedThread(Head.NONE, items)).head()).isNull();
    assertThat(Head.of(null)).isEqualTo(Head.NONE).isNotEqualTo(Head.ABSENT);
    assertThatThrownBy(() -> new Head(false, id("a"))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("TREE-17: an imported head that has children deletes nothing")
  void headWithChildren() {
    MessageTree tree = MessageTree.of(
        new ExportedThread(Head.of(id("a")), List.of(item("a", null), item("b", "a"))));

    assertThat(tree.visible()).containsExactly(user("a"));
    assertThat(tree.contains(id("b"))).isTrue();
  }

  @Test
  @DisplayName(
      "TREE-19: an export lists parents first and siblings in order, with head and run configs")
  void export() {
    MessageTree tree =
        MessageTree.of(ExportedThread.chain(List.of(user("a"), assistant("b", "b"))));
    tree.add(item("c", "a").withRunConfig(Map.of("model", "small")).withIdempotencyKey("key"));
    tree.add(item("d", "b"));
    tree.delete(id("b"), DeleteMode.KEEP_CHILDREN);

    ExportedThread exported = tree.export();

    assertThat(exported.items())
        .containsExactly(
            item("a", null),
            item("d", "a"),
            item("c", "a").withRunConfig(Map.of("model", "small")).withIdempotencyKey("key"));
    assertThat(exported.head()).isEqualTo(Head.of(id("d")));
    MessageTree again = MessageTree.of(exported);
    assertThat(again.export()).isEqualTo(exported);
    assertThat(again.visible()).isEqualTo(tree.visible());
  }

  @Test
  @DisplayName("TREE-20: a linear list is one chain, whose ids are made where they are missing")
  void chain() {
    ExportedThread thread = ExportedThread.chain(
        List.of(
            MessageInput.of(Role.SYSTEM, "Be brief."),
            MessageInput.of(user("u1")),
            MessageInput.of(Role.ASSISTANT, "Yes?")),
        completion);

    assertThat(thread.head()).isEqualTo(Head.ABSENT);
    assertThat(thread.items())
        .extracting(each -> each.message().id())
        .containsExactly(id("made-1"), id("u1"), id("made-2"));
    assertThat(thread.items())
        .extracting(MessageItem::parentId)
        .containsExactly(null, id("made-1"), id("u1"));
    assertThat(MessageTree.of(thread).head()).isEqualTo(id("made-2"));
  }

  @Test
  @DisplayName("TREE-20: items with explicit parents need ids, and keep their run configs")
  void explicitParents() {
    InputItem answer =
        InputItem.of(input("a1", Role.ASSISTANT), id("u1")).withRunConfig(Map.of("model", "small"));

    ExportedThread thread = ExportedThread.of(
        Head.of(id("u1")), List.of(answer, InputItem.of(input("u1", Role.USER), null)), completion);

    assertThat(thread.items().get(0).runConfig()).isEqualTo(Map.of("model", "small"));
    assertThat(thread.items().get(0).parentId()).isEqualTo(id("u1"));
    assertThat(MessageTree.of(thread).visible()).hasSize(1);
    assertThatThrownBy(() -> ExportedThread.of(
            Head.ABSENT, List.of(InputItem.of(MessageInput.text("hi"), null)), completion))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("items[0] has no id");
  }

  @Test
  @DisplayName("TREE-16: invalid messages are named with everything else that is wrong")
  void invalidMessages() {
    MessageInput invalid = MessageInput.builder(Role.USER)
        .id(id("u1"))
        .text("hi")
        .status(Status.STOP)
        .build();

    assertThatThrownBy(() -> ExportedThread.of(
            Head.of(id("nobody")),
            List.of(
                InputItem.of(invalid, null),
                InputItem.of(input("a1", Role.ASSISTANT), id("u1")),
                InputItem.of(input("a1", Role.ASSISTANT), id("missing"))),
            completion))
        .isInstanceOfSatisfying(
            ImportException.class,
            refusal -> assertThat(refusal.problems())
                .containsExactly(
                    new ImportProblem(
                        id("u1"), "items[0]: Invalid message: 'status' is set on a USER message."),
                    new ImportProblem(id("a1"), "the id is there twice"),
                    new ImportProblem(id("a1"), "the parent 'missing' is missing"),
                    new ImportProblem(null, "the head 'nobody' is unknown")));
    assertThatThrownBy(() -> ExportedThread.chain(
            List.of(
                MessageInput.builder(Role.USER).status(Status.STOP).build(),
                invalid,
                input("u1", Role.USER)),
            completion))
        .isInstanceOfSatisfying(
            ImportException.class,
            refusal -> assertThat(refusal.problems())
                .extracting(ImportProblem::messageId)
                .containsExactly(null, id("u1"), id("u1")));
  }

  @Test
  @DisplayName("what is imported is copied")
  void copies() {
    List<MessageItem> items = new ArrayList<>(List.of(item("a", null)));
    ExportedThread thread = new ExportedThread(Head.ABSENT, items);
    items.add(item("b", "a"));

    assertThat(thread.items()).hasSize(1);
    assertThatThrownBy(() -> thread.items().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  @DisplayName("an idempotency key has 1 to 128 characters")
  void idempotencyKey() {
    assertThat(item("a", null).withIdempotencyKey("k".repeat(128)).idempotencyKey())
        .hasSize(128);
    assertThat(item("a", null).withIdempotencyKey(null).idempotencyKey()).isNull();
    assertThatThrownBy(() -> item("a", null).withIdempotencyKey("k".repeat(129)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> item("a", null).withIdempotencyKey(""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("items are equal if all they say is, and show no content")
  void itemsAreValues() {
    MessageItem plain = item("a", null);
    assertThat(plain).isEqualTo(item("a", null)).hasSameHashCodeAs(item("a", null));
    assertThat(plain)
        .isNotEqualTo(item("a", "b"))
        .isNotEqualTo(plain.withMessage(user("a", "other")))
        .isNotEqualTo(plain.withRunConfig(Map.of()))
        .isNotEqualTo(plain.withIdempotencyKey("key"))
        .isNotEqualTo("a");
    assertThat(plain.withRunConfig(Map.of("k", 1)).withRunConfig(null)).isEqualTo(plain);
    Message secret = user("a", "secret");
    assertThat(new ExportedThread(Head.ABSENT, List.of(MessageItem.of(secret, null))).toString())
        .doesNotContain("secret");

    InputItem input = InputItem.of(input("a", Role.USER), null);
    assertThat(input)
        .isEqualTo(InputItem.of(input("a", Role.USER), null))
        .hasSameHashCodeAs(InputItem.of(input("a", Role.USER), null))
        .isNotEqualTo(InputItem.of(input("a", Role.USER), id("b")))
        .isNotEqualTo(InputItem.of(input("b", Role.USER), null))
        .isNotEqualTo(input.withRunConfig(Map.of()))
        .isEqualTo(input.withRunConfig(Map.of()).withRunConfig(null))
        .isNotEqualTo("a");
    assertThat(input.toString()).contains("a").doesNotContain("text of");
  }

  private static MessageInput input(String id, Role role) {
    return MessageInput.builder(role)
        .id(id(id))
        .createdAt(NOW)
        .text("text of " + id)
        .build();
  }
}
