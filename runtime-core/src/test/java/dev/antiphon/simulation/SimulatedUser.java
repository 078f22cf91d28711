package dev.antiphon.simulation;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.Role;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.run.MessageNotSentException;
import dev.antiphon.run.RunResult;
import dev.antiphon.runtime.Run;
import dev.antiphon.runtime.SendOptions;
import dev.antiphon.runtime.Subscription;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.runtime.WhenBusy;
import dev.antiphon.testing.EventChecker;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.PendingApproval;
import dev.antiphon.tool.ToolResult;
import dev.antiphon.tree.DeleteMode;
import dev.antiphon.tree.ExportedThread;
import dev.antiphon.tree.MessageItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Gives random commands, some of them wrong on purpose, and believes what it is told: whatever it
 * gets as an answer is laid beside what is stored.
 */
final class SimulatedUser {

  private static final List<WhenBusy> BUSY = List.of(WhenBusy.values());

  private final Simulation world;
  private final RandomGenerator random;
  private int left;
  private int messages;
  private int keys;
  private boolean hasDeleted;

  private final List<Run> runs = new ArrayList<>();
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final List<EventChecker> listeners = new ArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private @Nullable ExportedThread exported;

  /** Something that has to come to an end. */
  private static final class Waiting {
    private final String command;
    private boolean isDone;

    Waiting(String command) {
      this.command = command;
    }
  }

  SimulatedUser(Simulation world, RandomGenerator random, int commands) {
    this.world = world;
    this.random = random;
    this.left = commands;
  }

  boolean hasMore() {
    return left > 0;
  }

  /** Returns whether it ever asked for something to be deleted or moved. */
  boolean hasDeleted() {
    return hasDeleted;
  }

  boolean isReady() {
    return left > 0 && random.nextInt(5) == 0;
  }

  /** The process it talked to is another one now: nobody answers what it waits for. */
  void reborn() {
    runs.clear();
    subscriptions.clear();
    listeners.clear();
    waiting.clear();
  }

  /** Returns the commands that nobody has answered. */
  List<String> unanswered() {
    return waiting.stream()
        .filter(each -> !each.isDone)
        .map(each -> each.command)
        .toList();
  }

  /** Returns the listeners that are still subscribed. */
  List<EventChecker> listeners() {
    return listeners;
  }

  /** Gives one command. */
  void act() {
    left--;
    try {
      command();
    } catch (ChatRuntimeException | IllegalArgumentException refused) {
      world.tell("   refused: %s", refused);
    }
  }

  private void command() {
    switch (random.nextInt(44)) {
      case 0, 1, 2, 3, 4 -> send(SendOptions.DEFAULTS, "");
      case 5 -> sendWithKey();
      case 6, 7, 8 -> {
        WhenBusy whenBusy = BUSY.get(random.nextInt(BUSY.size()));
        send(SendOptions.builder().whenBusy(whenBusy).build(), whenBusy.toString());
      }
      case 9 -> sendBelow();
      case 10, 11 -> edit();
      case 12 -> append();
      case 13, 14 -> reload();
      case 15 -> startRun();
      case 16, 17 -> switchToBranch();
      case 18 -> setHead();
      case 19 -> delete(DeleteMode.KEEP_CHILDREN);
      case 20 -> delete(DeleteMode.SUBTREE);
      case 21 -> reparent();
      case 22, 23 -> {
        world.tell("cancelRun");
        thread().cancelRun();
      }
      case 24 -> cancelOne();
      case 25, 26, 27, 28, 29 -> decide();
      case 30, 31, 32 -> giveResult();
      case 33 -> continueRun();
      case 34, 35 -> answer();
      case 36 -> exportOrImport();
      case 37 -> updateCustom();
      case 38 -> listen();
      case 39 -> leave();
      case 40, 41 -> {
        long millis = random.nextInt(4) == 0 ? random.nextInt(100_000) : random.nextInt(3_000);
        world.tell("advance %d ms", millis);
        world.takeTime(millis);
      }
      case 42 -> loadAgain();
      default -> {
        Duration skew = Duration.ofSeconds(random.nextInt(7_200) - 3_600);
        world.tell("the clock jumps to %s", skew);
        world.skewClock(skew);
      }
    }
  }

  // ---- sending

  /** Sends a message whose id is known to the sender. */
  Run send(SendOptions options, String how) {
    MessageId id = new MessageId("user-" + ++messages);
    world.tell("send %s %s", id, how);
    Run run = thread().send(input(id, "text " + messages), options);
    watch(run, id, "send " + id);
    return run;
  }

  private static MessageInput input(MessageId id, String text) {
    return MessageInput.builder(Role.USER).id(id).text(text).build();
  }

  private void sendWithKey() {
    String key = "key-" + (keys == 0 || random.nextInt(3) == 0 ? ++keys : 1 + random.nextInt(keys));
    String text = random.nextInt(5) == 0 ? "other content" : "content of " + key;
    world.tell("send with %s: %s", key, text);
    Run run = thread()
        .send(MessageInput.text(text), SendOptions.builder().idempotencyKey(key).build());
    watch(run, null, "send with " + key);
  }

  private void sendBelow() {
    MessageId parent = random.nextInt(4) == 0 ? null : any();
    SendOptions.Builder options = SendOptions.builder().parent(parent);
    if (random.nextBoolean()) {
      options.whenBusy(BUSY.get(random.nextInt(BUSY.size())));
    }
    send(options.build(), "below " + parent);
  }

  private void edit() {
    MessageId id = any();
    MessageId edited = new MessageId("user-" + ++messages);
    world.tell("edit %s as %s", id, edited);
    watch(thread().edit(id, input(edited, "edited " + messages)), edited, "edit " + edited);
  }

  private void append() {
    MessageId id = new MessageId("user-" + ++messages);
    world.tell("append %s", id);
    watch(
        thread().append(input(id, "appended " + messages)),
        "append " + id,
        () -> world.checker().acknowledged(id, "append"));
  }

  private void reload() {
    MessageId id = any();
    world.tell("reload %s", id);
    watch(thread().reload(id), null, "reload " + id);
  }

  private void startRun() {
    MessageId parent = any();
    world.tell("startRun %s", parent);
    watch(thread().startRun(parent), null, "startRun " + parent);
  }

  private void continueRun() {
    MessageId id = any();
    world.tell("continueRun %s", id);
    watch(thread().continueRun(id), null, "continueRun " + id);
  }

  private void cancelOne() {
    if (!runs.isEmpty()) {
      Run run = runs.get(random.nextInt(runs.size()));
      world.tell("cancel %s", run);
      run.cancel();
    }
  }

  // ---- branches

  private void switchToBranch() {
    MessageId id = any();
    world.tell("switchToBranch %s", id);
    watch(thread().switchToBranch(id), "switchToBranch " + id, () -> {});
  }

  private void setHead() {
    MessageId id = random.nextInt(5) == 0 ? null : any();
    world.tell("setHead %s", id);
    watch(thread().setHead(id), "setHead " + id, () -> {});
  }

  private void delete(DeleteMode mode) {
    MessageId id = any();
    world.tell("delete %s %s", id, mode);
    hasDeleted = true;
    world.checker().mayVanish(mode == DeleteMode.SUBTREE ? belowOrSelf(id) : List.of(id));
    if (mode == DeleteMode.SUBTREE) {
      world.checker().mayVanishWithAllBelow(id);
    }
    watch(thread().delete(id, mode), "delete " + id, () -> {});
  }

  /** What is added below meanwhile goes too, so it may be more than what is there now. */
  private List<MessageId> belowOrSelf(MessageId id) {
    List<MessageId> ids = new ArrayList<>(List.of(id));
    for (MessageItem item : thread().export().items()) {
      if (item.parentId() != null && ids.contains(item.parentId())) {
        ids.add(item.message().id());
      }
    }
    return ids;
  }

  private void reparent() {
    MessageId id = any();
    MessageId parent = random.nextInt(4) == 0 ? null : any();
    world.tell("reparent %s under %s", id, parent);
    hasDeleted = true;
    watch(thread().reparent(id, parent), "reparent " + id, () -> {});
  }

  private void updateCustom() {
    MessageId id = any();
    world.tell("updateCustom %s", id);
    watch(thread().updateCustom(id, Map.of("mark", random.nextInt(3))), "updateCustom", () -> {});
  }

  private void exportOrImport() {
    ExportedThread kept = exported;
    if (kept == null || random.nextBoolean()) {
      world.tell("export");
      exported = thread().export();
      return;
    }
    if (thread().state().isLoading()) {
      return;
    }
    List<MessageItem> items = new ArrayList<>(kept.items());
    if (random.nextInt(3) == 0 && !items.isEmpty()) {
      items.add(items.get(0));
    }
    world.tell("import %s", items);
    List<MessageItem> before = thread().export().items();
    CompletionStage<Void> stage = thread().importThread(new ExportedThread(kept.head(), items));
    world.checker().imported(before, items);
    watch(stage, "import", () -> {});
  }

  // ---- human input

  private void decide() {
    List<PendingApproval> pending = thread().pendingApprovals();
    if (pending.isEmpty()) {
      return;
    }
    PendingApproval gate = pending.get(random.nextInt(pending.size()));
    switch (random.nextInt(7)) {
      case 0 -> respond(gate, ApprovalResponse.deny("no"), null);
      case 1 -> {
        Map<String, Object> other = Map.of("n", "edited");
        respond(gate, ApprovalResponse.edit(other), other);
      }
      case 2 ->
        respond(
            gate, ApprovalResponse.approve().toBuilder().argumentsHash("stale").build(), null);
      case 3 -> {
        respond(gate, ApprovalResponse.approve(), gate.arguments());
        respond(gate, ApprovalResponse.approve(), null);
      }
      case 4 -> {
        respond(gate, ApprovalResponse.approve(), gate.arguments());
        respond(gate, ApprovalResponse.edit(Map.of("n", "too late")), null);
      }
      case 5 -> respond(gate, ApprovalResponse.answer(ToolResult.of("paid by hand")), null);
      default -> respond(gate, ApprovalResponse.approve(), gate.arguments());
    }
  }

  private void respond(
      PendingApproval gate, ApprovalResponse response, @Nullable Map<String, Object> approved) {
    world.tell(
        "respond to %s: approved=%s edited=%s",
        gate.id(), response.approved(), response.editedArguments());
    Optional<Run> next = thread().respondToToolApproval(gate.id(), response);
    if (approved != null) {
      world.tools().approved(gate.messageId(), gate.toolCallId(), approved);
    }
    world.events().humanInput();
    next.ifPresent(run -> watch(run, null, "decision"));
  }

  private void giveResult() {
    MessageId id = any();
    ToolCallId call = new ToolCallId("c" + random.nextInt(6));
    for (Message message : thread().state().messages()) {
      for (ToolCallPart part : message.toolCalls()) {
        if (random.nextInt(3) == 0) {
          id = message.id();
          call = part.toolCallId();
        }
      }
    }
    String result = "given " + random.nextInt(2);
    world.tell("addToolResult %s %s: %s", id, call, result);
    Optional<Run> next = thread().addToolResult(id, call, ToolResult.of(result));
    world.events().humanInput();
    next.ifPresent(run -> watch(run, null, "result"));
  }

  private void answer() {
    MessageId messageId = new MessageId("nobody");
    ToolCallId id = new ToolCallId("c" + random.nextInt(6));
    for (MessageItem item : thread().export().items()) {
      for (ToolCallPart call : item.message().toolCalls()) {
        if (call.interrupt() != null && random.nextInt(3) != 0) {
          messageId = item.message().id();
          id = call.toolCallId();
        } else if (call.toolCallId().equals(id)) {
          messageId = item.message().id();
        }
      }
    }
    world.tell("resumeToolCall %s", id);
    if (thread().resumeToolCall(id, "7")) {
      world.tools().answered(messageId, id);
      world.events().humanInput();
    }
  }

  // ---- listening and loading

  private void listen() {
    EventChecker listener = new EventChecker(world.checker(), Integer.MAX_VALUE / 64);
    boolean isBad = random.nextInt(3) == 0;
    world.tell("subscribe%s", isBad ? " one that throws" : "");
    listeners.add(listener);
    subscriptions.add(thread().subscribe(event -> {
      listener.accept(event);
      if (isBad) {
        throw new IllegalStateException("This listener throws.");
      }
    }));
  }

  private void leave() {
    if (!subscriptions.isEmpty()) {
      int index = random.nextInt(subscriptions.size());
      world.tell("unsubscribe");
      subscriptions.remove(index).close();
      listeners.remove(index);
    }
  }

  private void loadAgain() {
    if (random.nextBoolean()) {
      world.tell("refetch");
      watch(thread().refetch(), "refetch", () -> {});
    } else {
      world.tell("retryLoad");
      watch(thread().retryLoad(), "retryLoad", () -> {});
    }
  }

  // ---- answers

  private void watch(Run run, @Nullable MessageId sent, String command) {
    if (!runs.contains(run)) {
      runs.add(run);
    }
    Waiting answer = new Waiting(command + " (" + run.id() + ")");
    waiting.add(answer);
    run.completion().whenComplete((result, failure) -> {
      answer.isDone = true;
      world.tell("   answered: %s: %s", command, failure == null ? result : failure);
      if (failure == null) {
        completed(result, sent);
      } else if (sent != null && !(cause(failure) instanceof MessageNotSentException)) {
        world.checker().acknowledged(sent, command);
      }
    });
  }

  private void completed(RunResult result, @Nullable MessageId sent) {
    Message message = result.message();
    if (message != null && result.isSaved()) {
      world.checker().acknowledged(message, "RunResult");
    }
    if (sent != null && message != null) {
      world.checker().acknowledged(sent, "RunResult");
    }
  }

  private void watch(CompletionStage<Void> stage, String command, Runnable whenDone) {
    Waiting answer = new Waiting(command);
    waiting.add(answer);
    stage.whenComplete((nothing, failure) -> {
      answer.isDone = true;
      world.tell("   answered: %s: %s", command, failure == null ? "done" : failure);
      if (failure == null) {
        whenDone.run();
      } else if (!(cause(failure) instanceof ChatRuntimeException)
          && !(cause(failure) instanceof IllegalStateException)) {
        world
            .checker()
            .violated("a command fails with an exception of ours: %s with %s"
                .formatted(command, failure));
      }
    });
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private MessageId any() {
    List<MessageItem> items = thread().export().items();
    return items.isEmpty() || random.nextInt(12) == 0
        ? new MessageId("nobody")
        : items.get(random.nextInt(items.size())).message().id();
  }

  private ThreadRuntime thread() {
    return world.thread();
  }
}
