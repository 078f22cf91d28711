package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Json;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Role;
import dev.antiphon.port.ThreadHistoryAdapter.Capability;
import dev.antiphon.run.MessageNotSentException;
import dev.antiphon.thread.FeatureUnavailableException;
import dev.antiphon.thread.SaveState;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.thread.ThreadSnapshot;
import dev.antiphon.tree.ExportedThread;
import dev.antiphon.tree.MessageItem;
import dev.antiphon.tree.MessageTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The commands that change the tree without a run. */
final class TreeCommands {

  private final Conversation thread;

  /** Messages for threads that are empty when loaded (rule OPT-7). */
  private List<Message> initialMessages = List.of();

  private final Set<MessageId> initialIds = new LinkedHashSet<>();

  TreeCommands(Conversation thread) {
    this.thread = thread;
  }

  // ---- a command that waits for the load

  /**
   * Applies a command at once if the thread is loaded, else when it is (rules OPT-8 and LOAD-2).
   *
   * @return what ends, on the executor, when the command is done
   */
  CompletionStage<Void> whenLoaded(String name, Consumer<CompletableFuture<Void>> command) {
    return thread.afterLoad.apply(name, command, cause -> cause);
  }

  private CompletionStage<Void> atOnce(String name, Runnable command) {
    return whenLoaded(name, done -> {
      command.run();
      succeed(done);
    });
  }

  void succeed(CompletableFuture<Void> done) {
    thread.writer.inBackground(() -> done.complete(null));
  }

  void fail(CompletableFuture<Void> done, Throwable cause) {
    thread.writer.inBackground(() -> done.completeExceptionally(cause));
  }

  // ---- initial messages

  void initialMessages(List<Message> messages) {
    initialMessages = List.copyOf(messages);
  }

  /** Shows the initial messages in a thread that is empty. */
  void addInitialMessages() {
    if (thread.writer.tree().size() > 0) {
      return;
    }
    MessageId parent = null;
    for (Message message : initialMessages) {
      MessageItem item = MessageItem.of(message, parent);
      thread.writer.tree().add(item);
      thread.calls.addAll(message);
      thread.store.expect(message.id());
      thread.writer.announceAdded(item, SaveState.PENDING, null);
      initialIds.add(message.id());
      parent = message.id();
    }
  }

  /** Returns whether a message is an initial one that is stored with the first message below it. */
  boolean isGreeting(MessageId id) {
    return initialIds.contains(id) && thread.store.wasNeverStored(id);
  }

  /** Returns the initial messages that are still there and were not stored, parents first. */
  List<MessageItem> initialMessagesToStore() {
    return initialIds.stream()
        .filter(id -> thread.writer.tree().contains(id) && thread.store.wasNeverStored(id))
        .map(id -> thread.writer.tree().item(id))
        .toList();
  }

  // ---- adding

  /** Adds a message without a run (rule SEND-1). */
  CompletionStage<Void> append(Message message, SendOptions options) {
    // Asked before the lock is taken: providers are foreign code (rule SEND-11).
    Map<String, Object> composerMetadata =
        message.role() == Role.USER ? thread.contexts.composerMetadata() : Map.of();
    return append(message, options, composerMetadata, cause -> {});
  }

  /**
   * Adds a message without a run.
   *
   * @param composerMetadata what is stamped into it if it is a user message
   * @param whenNotSent called under the writer if it cannot be stored
   */
  CompletionStage<Void> append(
      Message message,
      SendOptions options,
      Map<String, Object> composerMetadata,
      Consumer<Throwable> whenNotSent) {
    return thread.afterLoad.apply(
        "append",
        done -> {
          MessageId head = thread.writer.tree().head();
          MessageId parent = options.hasParent() ? options.parent() : head;
          Message stamped = message.role() == Role.USER
              ? ComposerStamp.on(message, composerMetadata, thread.writer.tree().pathTo(parent))
              : message;
          MessageItem item = MessageItem.of(stamped, parent)
              .withRunConfig(options.runConfig())
              .withIdempotencyKey(options.idempotencyKey());
          thread.addAndSelect(item, null);
          thread.store.require(new AppendWrite(thread, item, head, done, whenNotSent));
        },
        cause -> {
          whenNotSent.accept(cause);
          MessageItem draft =
              MessageItem.of(message, options.parent()).withRunConfig(options.runConfig());
          return new MessageNotSentException(draft, cause);
        });
  }

  /** Says that an appended message could not be stored. */
  void notAppended(
      MessageTree enteredIn,
      MessageItem item,
      @Nullable MessageId headBefore,
      Throwable cause,
      CompletableFuture<Void> done,
      Consumer<Throwable> whenNotSent) {
    thread.unsent.takeBack(enteredIn, item.message().id(), headBefore, cause);
    whenNotSent.accept(cause);
    ErrorInfo error = ErrorInfo.from(cause, ErrorInfo.STORAGE);
    thread.writer.emit(
        header -> new ThreadEvent.MessageNotSent(header, item, error),
        null,
        item.message().id(),
        null);
    fail(done, new MessageNotSentException(item, cause));
  }

  void appended(CompletableFuture<Void> done) {
    succeed(done);
  }

  // ---- the head

  CompletionStage<Void> setHead(@Nullable MessageId id) {
    return moveHead("setHead", () -> thread.writer.tree().setHead(id));
  }

  CompletionStage<Void> switchToBranch(MessageId id) {
    return moveHead("switchToBranch", () -> thread.writer.tree().switchToBranch(id));
  }

  CompletionStage<Void> moveHead(String name, Runnable change) {
    return atOnce(name, () -> {
      MessageId before = thread.writer.tree().head();
      change.run();
      if (!Objects.equals(before, thread.writer.tree().head())) {
        thread.suggestions.clear();
      }
      thread.writer.announceHead();
      thread.store.headMoved();
      thread.queue.dispatch();
    });
  }

  // ---- whole threads

  /** Replaces the thread, all or nothing (rule TREE-15). */
  CompletionStage<Void> importThread(ExportedThread imported, boolean isStored) {
    return atOnce("import", () -> replace(imported, isStored));
  }

  private void replace(ExportedThread imported, boolean isStored) {
    List<MessageItem> settled = new ArrayList<>(imported.items().size());
    for (MessageItem item : imported.items()) {
      Message message = LoadRepair.imported(item.message(), thread.env.clock().instant());
      settled.add(item.withMessage(message));
    }
    MessageTree replacement = MessageTree.of(new ExportedThread(imported.head(), settled));
    List<MessageId> removed = thread.writer.tree().export().items().stream()
        .map(item -> item.message().id())
        .toList();
    if (isStored && !canDelete(removed)) {
      throw new FeatureUnavailableException("import: the history cannot delete what is stored");
    }
    thread.suggestions.clear();
    thread.speech.stop();
    thread.feedback.threadReplaced();
    thread.queue.pause();
    thread.queue.continuations().forEach(waiting -> thread.ending.cancel(waiting, true));
    LiveRun active = thread.active();
    if (active != null) {
      thread.ending.cancel(active, true);
    }
    thread.store.withdraw(
        new HashSet<>(removed), new IllegalStateException("The thread was replaced."));
    thread.writer.forgetAll();
    thread.calls.clear();
    thread.sentKeys.forgetAllButWaiting();
    thread.stepsSinceHuman.clear();
    thread.forms.lostParents(Map.of());
    thread.writer.replaceTree(replacement);
    if (isStored) {
      thread.store.replaceAll(removed, inOrderToStore(settled));
    } else {
      thread.store.replacedElsewhere();
    }
    settled.forEach(thread.loader::index);
    thread.writer.emit(
        header -> new ThreadEvent.ThreadReplaced(header, thread.writer.stateAt(header.sequence())));
    thread.composers.closeEditors();
  }

  /** Returns items in the order of their list, but parents first. */
  private static List<MessageItem> inOrderToStore(List<MessageItem> items) {
    Map<MessageId, MessageItem> byId = new LinkedHashMap<>();
    items.forEach(item -> byId.put(item.message().id(), item));
    return ParentsFirst.order(byId.keySet(), id -> requireNonNull(byId.get(id)).parentId()).stream()
        .map(id -> requireNonNull(byId.get(id)))
        .toList();
  }

  /** Returns whether messages can be deleted from the storage, or were never there. */
  private boolean canDelete(List<MessageId> ids) {
    return thread.historyCan(Capability.DELETE)
        || ids.stream().allMatch(thread.store::wasNeverStored);
  }

  ExportedThread export() {
    return thread.writer.apply(() -> thread.writer.tree().export());
  }

  ThreadSnapshot snapshot() {
    return thread.writer.apply(
        () -> new ThreadSnapshot(thread.writer.state(), thread.writer.tree().export()));
  }

  // ---- fields of a message

  /** Replaces the application's own metadata of a message (rule RUN-21). */
  CompletionStage<Void> updateCustom(MessageId id, Map<String, ?> custom) {
    Map<String, Object> own = Json.objectOf(custom, "custom");
    return atOnce("updateCustom", () -> {
      LiveRun run = thread.active();
      boolean isChanged = thread.writer.change(
          id,
          run != null && id.equals(run.messageId) ? run.id() : null,
          message -> message.toBuilder().custom(own).build());
      if (isChanged) {
        thread.store.update(id);
      }
    });
  }

  /** Reads from the tree. */
  <T> T read(Supplier<T> query) {
    return thread.writer.apply(query);
  }
}
