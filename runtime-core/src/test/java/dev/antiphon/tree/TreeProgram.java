package dev.antiphon.tree;

import static dev.antiphon.testing.TestMessages.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs commands on a tree and on its model, and compares the two after each. */
final class TreeProgram {

  private static final MessageId NOBODY = new MessageId("nobody");

  private final TreeModel model = new TreeModel();
  private MessageTree tree = new MessageTree();
  private int made;

  /** The messages whose item the command under way may change. */
  private final Set<MessageId> touched = new HashSet<>();

  /** Runs commands, compares tree and model after each, and returns the tree. */
  static MessageTree check(List<TreeCommand> commands) {
    TreeProgram program = new TreeProgram();
    for (TreeCommand command : commands) {
      program.step(command);
    }
    return program.tree;
  }

  /** Runs commands once more and returns the tree. */
  static MessageTree repeat(List<TreeCommand> commands) {
    TreeProgram program = new TreeProgram();
    commands.forEach(program::apply);
    return program.tree;
  }

  private void step(TreeCommand command) {
    touched.clear();
    ExportedThread before = tree.export();
    List<Message> visibleBefore = tree.visible();
    Class<?> refused = apply(command);
    if (refused != null) {
      assertThat(tree.export()).as("a refused %s changes nothing", command).isEqualTo(before);
      assertThat(tree.visible()).as("a refused %s shows the same", command).isSameAs(visibleBefore);
    }
    onlyTouchedChanged(before, command);
    TreeInvariants.check(tree);
    compare(command);
  }

  private @Nullable Class<?> apply(TreeCommand command) {
    return switch (command.kind()) {
      case ADD -> add(command, placeOf(command));
      case ADD_BELOW_HEAD -> add(command, model.head());
      case UPDATE -> update(command);
      case SET_HEAD -> setHead(command);
      case SWITCH -> {
        MessageId id = messageOf(command);
        yield both(model.switchTo(id), () -> tree.switchToBranch(id));
      }
      case SWITCH_PREVIOUS -> switchBy(command, BranchDirection.PREVIOUS, -1);
      case SWITCH_NEXT -> switchBy(command, BranchDirection.NEXT, 1);
      case DELETE -> delete(command, DeleteMode.KEEP_CHILDREN);
      case DELETE_SUBTREE -> delete(command, DeleteMode.SUBTREE);
      case REPARENT -> reparent(command);
      case REIMPORT -> replaceBy(tree.export());
      case IMPORT_SHUFFLED -> replaceBy(shuffled(command));
      case IMPORT_BROKEN -> importBroken(command);
    };
  }

  private @Nullable Class<?> add(TreeCommand command, @Nullable MessageId parent) {
    boolean isTaken =
        command.isInvalid() && command.second() % 2 == 0 && !model.ids().isEmpty();
    MessageId id = isTaken ? nth(command.second()) : new MessageId("m" + ++made);
    MessageId below = command.isInvalid() && !isTaken ? NOBODY : parent;
    Role role = command.second() % 3 == 0 ? Role.ASSISTANT : Role.USER;
    MessageItem item = MessageItem.of(Message.builder(id, role, NOW).text("new").build(), below);
    return both(model.add(item), () -> tree.add(item));
  }

  private @Nullable Class<?> update(TreeCommand command) {
    MessageId id = messageOf(command);
    Role role = model.contains(id) ? model.message(id).role() : Role.USER;
    if (command.isInvalid() && command.second() % 2 == 0 && !model.ids().isEmpty()) {
      id = nth(command.first());
      role = model.message(id).role() == Role.USER ? Role.ASSISTANT : Role.USER;
    }
    Message message =
        Message.builder(id, role, NOW).text("text " + command.second()).build();
    touched.add(id);
    return both(model.update(message), () -> tree.update(message));
  }

  private @Nullable Class<?> setHead(TreeCommand command) {
    MessageId id = placeOf(command);
    return both(model.setHead(id), () -> tree.setHead(id));
  }

  private @Nullable Class<?> switchBy(TreeCommand command, BranchDirection direction, int step) {
    MessageId id = messageOf(command);
    return both(model.switchBy(id, step), () -> tree.switchToBranch(id, direction, null));
  }

  private @Nullable Class<?> delete(TreeCommand command, DeleteMode mode) {
    MessageId id = messageOf(command);
    if (!model.contains(id)) {
      return both(model.delete(id, mode), () -> tree.delete(id, mode));
    }
    MessageId parent = model.parent(id);
    List<MessageId> removed = model.removedBy(id, mode);
    List<MessageId> movedUp =
        mode == DeleteMode.SUBTREE ? List.of() : List.copyOf(model.children(id));
    List<MessageId> siblings = new ArrayList<>(model.children(parent));
    siblings.addAll(siblings.indexOf(id), movedUp);
    siblings.remove(id);
    touched.addAll(movedUp);
    Removal foretold = tree.removalOf(id, mode);
    assertThat(foretold.removed()).containsExactlyInAnyOrderElementsOf(removed);
    assertThat(foretold.reparented())
        .containsExactlyElementsOf(
            movedUp.stream().map(each -> new Reparented(each, parent)).toList());
    Class<?> refused =
        both(model.delete(id, mode), () -> assertThat(tree.delete(id, mode)).isEqualTo(foretold));
    assertThat(tree.children(parent)).as("children take the place").isEqualTo(siblings);
    return refused;
  }

  private @Nullable Class<?> reparent(TreeCommand command) {
    MessageId id = messageOf(command);
    MessageId target =
        model.ids().isEmpty() || command.second() % 7 == 0 ? null : nth(command.second());
    touched.add(id);
    return both(model.reparent(id, target), () -> tree.reparent(id, target));
  }

  private @Nullable Class<?> replaceBy(ExportedThread thread) {
    model.replaceBy(thread);
    tree = MessageTree.of(thread);
    return null;
  }

  /** The order of the list changes, so siblings change places, and children may precede parents. */
  private ExportedThread shuffled(TreeCommand command) {
    ExportedThread exported = tree.export();
    List<MessageItem> items = new ArrayList<>(exported.items());
    Collections.shuffle(items, new Random(command.first()));
    Head head = command.second() % 3 == 0 ? Head.ABSENT : exported.head();
    return new ExportedThread(head, items);
  }

  private Class<?> importBroken(TreeCommand command) {
    List<MessageItem> items = new ArrayList<>(shuffled(command).items());
    Head head = tree.export().head();
    MessageItem fresh = MessageItem.of(
        Message.builder(new MessageId("fresh"), Role.USER, NOW).text("new").build(), null);
    switch (command.second() % 4) {
      case 0 -> items.addAll(List.of(fresh, fresh));
      case 1 -> items.add(fresh.withParentId(NOBODY));
      case 2 -> items.add(fresh.withParentId(fresh.message().id()));
      default -> head = Head.of(NOBODY);
    }
    ExportedThread broken = new ExportedThread(head, items);
    Class<?> refused = refusalOf(() -> MessageTree.of(broken));
    assertThat(refused).isEqualTo(ImportException.class);
    return ImportException.class;
  }

  // ---- comparing

  private static @Nullable Class<?> both(@Nullable Class<?> expected, Runnable command) {
    assertThat(refusalOf(command)).as("refused with").isEqualTo(expected);
    return expected;
  }

  private static @Nullable Class<?> refusalOf(Runnable command) {
    try {
      command.run();
      return null;
    } catch (ChatRuntimeException refusal) {
      return refusal.getClass();
    }
  }

  private void onlyTouchedChanged(ExportedThread before, TreeCommand command) {
    Map<MessageId, MessageItem> after = new HashMap<>();
    tree.export().items().forEach(item -> after.put(item.message().id(), item));
    for (MessageItem item : before.items()) {
      MessageItem now = after.get(item.message().id());
      if (now != null && !now.equals(item) && !touched.contains(item.message().id())) {
        assertThat(now).as("%s changes nothing but what it names", command).isEqualTo(item);
      }
    }
  }

  private void compare(TreeCommand command) {
    assertThat(tree.head()).as("head after %s", command).isEqualTo(model.head());
    assertThat(idsOf(tree.visible()))
        .as("visible after %s", command)
        .isEqualTo(model.path(model.head()));
    assertThat(tree.export()).as("export after %s", command).isEqualTo(model.export());
    for (MessageId id : model.ids()) {
      MessageId leaf = model.leaf(id);
      if (!leaf.equals(tree.rememberedLeaf(id))) {
        assertThat(tree.rememberedLeaf(id))
            .as("remembered leaf of %s after %s", id, command)
            .isEqualTo(leaf);
      }
    }
    MessageId any = model.ids().isEmpty() ? null : nth(command.second());
    assertThat(idsOf(tree.pathTo(any))).as("path after %s", command).isEqualTo(model.path(any));
  }

  private static List<MessageId> idsOf(List<Message> messages) {
    return messages.stream().map(Message::id).toList();
  }

  // ---- arguments

  private MessageId messageOf(TreeCommand command) {
    return command.isInvalid() || model.ids().isEmpty() ? NOBODY : nth(command.first());
  }

  private @Nullable MessageId placeOf(TreeCommand command) {
    if (command.isInvalid()) {
      return NOBODY;
    }
    return model.ids().isEmpty() || command.first() % 8 == 0 ? null : nth(command.first());
  }

  private MessageId nth(int number) {
    return model.ids().get(number % model.ids().size());
  }
}
