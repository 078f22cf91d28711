package dev.antiphon.simulation;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.Role;
import dev.antiphon.run.MessageNotSentException;
import dev.antiphon.run.RunResult;
import dev.antiphon.runtime.Run;
import dev.antiphon.runtime.SendOptions;
import dev.antiphon.runtime.Subscription;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.runtime.WhenBusy;
import dev.antiphon.testing.EventChecker;
import dev.antiphon.tree.DeleteMode;
import dev.antiphon.tree.ExportedThread;
import dev.antiphon.tree.MessageItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
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
  private final SimulatedAnswers answers;
  private final int patience;
  private final int attention;
  private int left;
  private boolean isPatient;
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

  SimulatedUser(Simulation world, RandomGenerator random, Profile profile) {
    this.world = world;
    this.random = random;
    this.answers = new SimulatedAnswers(world, this, random);
    this.left = profile.commands;
    this.patience = profile.patience;
    this.attention = profile.attention;
  }

  boolean hasMore() {
    return left > 0;
  }

  /** Returns whether it ever asked for something to be deleted or moved. */
  boolean hasDeleted() {
    return hasDeleted;
  }

  /** Returns whether it gives a command now: at any moment, or when it has waited for quiet. */
  boolean isReady() {
    return left > 0 && (isPatient ? world.isQuiet() : random.nextInt(5) == 0);
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
    isPatient = random.nextInt(100) < patience;
    try {
      if (random.nextInt(100) >= attention || !answers.giveWhatIsAwaited()) {
        command();
      }
    } catch (ChatRuntimeException | IllegalArgumentException refused) {
      world.tell("   refused: %s", refused);
    }
  }

  private void command() {
    switch (random.nextInt(39)) {
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
      case 25 -> answers.decide();
      case 26 -> answers.decideAgain();
      case 27, 28 -> answers.giveResult();
      case 29 -> answers.answer();
      case 30 -> continueRun();
      case 31 -> exportOrImport();
      case 32 -> updateCustom();
      case 33 -> listen();
      case 34 -> leave();
      case 35, 36 -> {
        long millis = random.nextInt(4) == 0 ? random.nextInt(100_000) : random.nextInt(3_000);
        world.tell("advance %d ms", millis);
        world.takeTime(millis);
      }
      case 37 -> loadAgain();
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
    world.planted().sent(thread(), run);
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
        done -> world.checker().acknowledged(id, "append"));
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
    watch(thread().switchToBranch(id), "switchToBranch " + id, done -> {});
  }

  private void setHead() {
    MessageId id = random.nextInt(5) == 0 ? null : any();
    world.tell("setHead %s", id);
    watch(thread().setHead(id), "setHead " + id, done -> {});
  }

  private void delete(DeleteMode mode) {
    MessageId id = any();
    world.tell("delete %s %s", id, mode);
    hasDeleted = true;
    world.checker().mayVanish(mode == DeleteMode.SUBTREE ? belowOrSelf(id) : List.of(id));
    if (mode == DeleteMode.SUBTREE) {
      world.checker().mayVanishWithAllBelow(id);
    }
    watch(thread().delete(id, mode), "delete " + id, done -> {});
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
    watch(thread().reparent(id, parent), "reparent " + id, done -> {});
  }

  private void updateCustom() {
    MessageId id = any();
    world.tell("updateCustom %s", id);
    watch(thread().updateCustom(id, Map.of("mark", random.nextInt(3))), "updateCustom", done -> {});
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
    watch(stage, "import", done -> {});
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
      watch(thread().refetch(), "refetch", done -> {});
    } else {
      world.tell("retryLoad");
      watch(thread().retryLoad(), "retryLoad", done -> {});
    }
  }

  // ---- answers

  /** Keeps an eye on a run until it has come to its end. */
  void watch(Run run, @Nullable MessageId sent, String command) {
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

  /** Keeps an eye on a command until it is answered. */
  <T> void watch(CompletionStage<T> stage, String command, Consumer<T> whenDone) {
    Waiting answer = new Waiting(command);
    waiting.add(answer);
    stage.whenComplete((value, failure) -> {
      answer.isDone = true;
      world.tell("   answered: %s: %s", command, failure == null ? value : failure);
      if (failure == null) {
        whenDone.accept(value);
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

  /** Returns a message of any branch, or one that does not exist. */
  MessageId any() {
    List<MessageItem> items = thread().export().items();
    return items.isEmpty() || random.nextInt(12) == 0
        ? new MessageId("nobody")
        : items.get(random.nextInt(items.size())).message().id();
  }

  private ThreadRuntime thread() {
    return world.thread();
  }
}
