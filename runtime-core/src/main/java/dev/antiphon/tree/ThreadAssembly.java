package dev.antiphon.tree;

import dev.antiphon.message.InvalidMessageException;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes an exported thread of inputs, and collects all that is wrong with them (rule TREE-16). */
final class ThreadAssembly {

  private final MessageInput.Completion completion;
  private final List<ImportProblem> problems = new ArrayList<>();
  private final List<ImportCheck.Place> places = new ArrayList<>();
  private final List<MessageItem> items = new ArrayList<>();

  private ThreadAssembly(MessageInput.Completion completion) {
    this.completion = completion;
  }

  static ExportedThread chain(List<MessageInput> inputs, MessageInput.Completion completion) {
    ThreadAssembly assembly = new ThreadAssembly(completion);
    MessageId parent = null;
    for (int index = 0; index < inputs.size(); index++) {
      MessageInput input = inputs.get(index);
      Message message = assembly.completed(input, index);
      MessageId id = message == null ? input.id() : message.id();
      if (id != null) {
        assembly.place(id, parent, message == null ? null : MessageItem.of(message, parent));
        parent = id;
      }
    }
    return assembly.finished(Head.ABSENT);
  }

  static ExportedThread tree(
      Head head, List<InputItem> inputs, MessageInput.Completion completion) {
    ThreadAssembly assembly = new ThreadAssembly(completion);
    for (int index = 0; index < inputs.size(); index++) {
      InputItem input = inputs.get(index);
      MessageId id = input.input().id();
      Message message = assembly.completed(input.input(), index);
      if (id == null) {
        assembly.problems.add(new ImportProblem(
            null, "items[" + index + "] has no id, which an item with an explicit parent needs"));
      } else {
        assembly.place(
            id,
            input.parentId(),
            message == null
                ? null
                : MessageItem.of(message, input.parentId()).withRunConfig(input.runConfig()));
      }
    }
    return assembly.finished(head);
  }

  private @Nullable Message completed(MessageInput input, int index) {
    try {
      return input.toMessage(completion);
    } catch (InvalidMessageException invalid) {
      problems.add(new ImportProblem(
          input.id(), "items[" + index + "]: " + invalid.info().message()));
      return null;
    }
  }

  private void place(MessageId id, @Nullable MessageId parent, @Nullable MessageItem item) {
    places.add(new ImportCheck.Place(id, parent));
    if (item != null) {
      items.add(item);
    }
  }

  private ExportedThread finished(Head head) {
    problems.addAll(ImportCheck.problemsOf(head, places));
    if (!problems.isEmpty()) {
      throw new ImportException(problems);
    }
    return new ExportedThread(head, items);
  }
}
