package dev.antiphon.testing;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.message.DataPart;
import dev.antiphon.message.Feedback;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.QueueItemId;
import dev.antiphon.message.Role;
import dev.antiphon.message.Status;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.TokenUsage;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.MediaProgress;
import dev.antiphon.port.ReplyWriter;
import dev.antiphon.port.Utterance;
import dev.antiphon.port.VoiceRequest;
import dev.antiphon.port.VoiceSession;
import dev.antiphon.port.VoiceWriter;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.SendOptions;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.runtime.WhenBusy;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.QueueItem;
import dev.antiphon.thread.QueueLane;
import dev.antiphon.thread.QueuePlace;
import dev.antiphon.thread.Suggestion;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.thread.ThreadState;
import dev.antiphon.thread.VoiceMode;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.PendingApproval;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolResult;
import dev.antiphon.tree.DeleteMode;
import dev.antiphon.tree.ExportedThread;
import dev.antiphon.tree.MessageItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A long conversation of random commands, replies, tools and faults, in a world whose tasks run in
 * random order. It keeps every event and many snapshots.
 */
public final class RandomConversation {

  private static final int ENOUGH = 1_000_000;
  private static final String[] TOOLS = {"look", "fail", "ask", "gated", "human", "unknown"};

  private final Random random;
  private final World world;
  private final ThreadRuntime thread;
  private final List<ThreadEvent> events = new ArrayList<>();
  private final List<ThreadState> snapshots = new ArrayList<>();
  private final List<VoiceWriter> lines = new ArrayList<>();
  private int names;
  private Runnable betweenTasks = () -> {};

  /**
   * Starts one.
   *
   * @param seed what happens
   */
  public RandomConversation(long seed) {
    random = new Random(seed);
    world = new World(new ManualScheduler(ready -> {
      betweenTasks.run();
      return random.nextInt(ready);
    }));
    world
        .options(options -> options.eventBuffer(ENOUGH).historyAttempts(2))
        .tools(
            Tool.builder("look", "Looks")
                .handler((arguments, call) -> {
                  call.progress(Map.of("n", random.nextInt(9)));
                  pause();
                  return ToolResult.builder()
                      .result("seen")
                      .artifact(random.nextInt())
                      .build();
                })
                .build(),
            Tool.builder("fail", "Fails")
                .handler((arguments, call) -> {
                  pause();
                  throw new IllegalStateException("It failed.");
                })
                .build(),
            Tool.builder("ask", "Asks")
                .handler((arguments, call) ->
                    call.answer().isPresent() ? "thanks" : ToolResult.needsInput("which one?"))
                .build(),
            Tool.builder("gated", "Is asked for")
                .handler((arguments, call) -> "done")
                .build()
                .needsApproval(),
            Tool.builder("human", "Is done by a human").build());
    world.with(builder -> builder
        .feedback(request -> takeMark())
        .voice(this::connect)
        .speech((request, progress) -> speak(progress))
        .suggestions((request, suggestions) -> suggest(suggestions)));
    LocalRuntime runtime = world.start();
    thread = runtime.threads("ada").open("t");
    thread.subscribe(events::add);
    world.scheduler.runSome(random.nextInt(3));
  }

  /**
   * Has somebody look on.
   *
   * @param look called between any two tasks, and allowed to look only
   */
  public void betweenTasks(Runnable look) {
    betweenTasks = look;
  }

  /** Returns every event, from the first snapshot on. */
  public List<ThreadEvent> events() {
    return events;
  }

  /** Returns the snapshots that were taken on the way, the last one at the very end. */
  public List<ThreadState> snapshots() {
    return snapshots;
  }

  /**
   * Runs it.
   *
   * @param commands how many commands
   */
  public void run(int commands) {
    for (int i = 0; i < commands; i++) {
      world.model.then((request, reply) -> write(reply));
      try {
        command();
      } catch (ChatRuntimeException | IllegalArgumentException refused) {
        // A refused command changes nothing; the snapshot that follows would show it.
        snapshots.add(thread.state());
      }
      snapshots.add(thread.state());
      world.scheduler.runSome(random.nextInt(12));
      snapshots.add(thread.state());
      if (random.nextInt(20) == 0) {
        world.scheduler.advance(Duration.ofSeconds(random.nextInt(20)));
        snapshots.add(thread.state());
      }
    }
    world.history.heal();
    thread.cancelRun();
    for (int i = 0; i < 10; i++) {
      world.scheduler.advance(Duration.ofSeconds(30));
    }
    snapshots.add(thread.state());
  }

  /**
   * Ends it in peace: the storage works, nothing waits, and one more message brings what was given
   * up.
   */
  public void settle() {
    world.history.heal();
    // A write whose answer was lost is met as another writer's, after which the thread is loaded.
    for (int i = 0; i < 3; i++) {
      if (thread.state().loadState() != LoadState.LOADED) {
        thread.retryLoad();
        world.scheduler.runAll();
      }
      thread.resumeQueue();
      world.scheduler.advance(Duration.ofMinutes(5));
      if (thread.state().loadState() == LoadState.LOADED) {
        thread.append(MessageInput.text("the end"));
        world.scheduler.advance(Duration.ofMinutes(5));
      }
    }
  }

  /** Returns the thread. */
  public ThreadRuntime thread() {
    return thread;
  }

  /** Returns what is stored. */
  public LoadedThread stored() {
    return world.history.load(thread.key());
  }

  private void command() {
    switch (random.nextInt(32)) {
      case 0, 1, 2, 3 -> thread.send(MessageInput.text(name()), options());
      case 4 -> thread.append(MessageInput.of(anyRole(), name()), options());
      case 5 -> thread.edit(anyMessage(), MessageInput.text(name()));
      case 6, 7 -> thread.reload(anyMessage());
      case 8 -> thread.startRun(random.nextInt(4) == 0 ? null : anyMessage());
      case 9 -> thread.setHead(random.nextInt(5) == 0 ? null : anyMessage());
      case 10 -> thread.switchToBranch(anyMessage());
      case 11 -> thread.delete(anyMessage(), mode());
      case 12 -> thread.reparent(anyMessage(), random.nextInt(4) == 0 ? null : anyMessage());
      case 13 -> thread.updateCustom(anyMessage(), Map.of("n", random.nextInt(3)));
      case 14 -> thread.cancelRun();
      case 15 -> decide();
      case 16, 17 -> answer();
      case 18 -> thread.continueRun(anyMessage());
      case 19 -> replace();
      case 20 -> fail();
      case 21 -> thread.resumeQueue();
      case 22 -> thread.refetch();
      case 23, 24 -> queue();
      case 25, 26 -> mark();
      case 27 -> thread.speak(anyMessage());
      case 28, 29, 30 -> talk();
      default -> thread.retryLoad();
    }
  }

  private void queue() {
    List<QueueItem> items = thread.state().queue();
    if (items.isEmpty()) {
      return;
    }
    QueueItemId id = items.get(random.nextInt(items.size())).id();
    QueueItemId other = items.get(random.nextInt(items.size())).id();
    switch (random.nextInt(6)) {
      case 0 -> thread.queue().edit(id, MessageInput.text(name()));
      case 1 -> thread.queue().move(id, QueuePlace.in(QueueLane.STEER));
      case 2 -> thread.queue().move(id, QueuePlace.front());
      case 3 -> thread.queue().move(id, QueuePlace.before(other));
      case 4 -> thread.queue().remove(id);
      default -> thread.queue().retry(id);
    }
  }

  private void mark() {
    MessageId id = anyMessage();
    if (random.nextInt(3) == 0) {
      thread.withdrawFeedback(id);
    } else {
      thread.submitFeedback(id, random.nextBoolean() ? Feedback.positive() : Feedback.negative());
    }
  }

  private void talk() {
    VoiceWriter line = lines.isEmpty() ? null : lines.get(random.nextInt(lines.size()));
    Role speaker = random.nextBoolean() ? Role.USER : Role.ASSISTANT;
    int what = random.nextInt(8);
    if (line == null || what == 0) {
      thread.voice().connect();
    } else {
      switch (what) {
        case 1 -> thread.voice().mute();
        case 2 -> thread.voice().disconnect();
        case 3 -> line.mode(VoiceMode.SPEAKING);
        case 4 -> line.ended();
        case 5, 6 -> line.interim(speaker, name());
        default -> line.transcript(speaker, name());
      }
    }
  }

  private VoiceSession connect(VoiceRequest request, VoiceWriter writer) {
    pause();
    if (random.nextInt(6) == 0) {
      throw new IllegalStateException("No line.");
    }
    lines.add(writer);
    return new FakeVoice().keep(request, writer);
  }

  private Utterance speak(MediaProgress progress) {
    pause();
    progress.running();
    pause();
    if (random.nextBoolean()) {
      progress.ended();
    }
    return Utterance.OVER;
  }

  private void takeMark() {
    pause();
    if (random.nextInt(3) == 0) {
      throw new IllegalStateException("Nobody wants to know.");
    }
  }

  private void suggest(Consumer<List<Suggestion>> suggestions) {
    for (int i = random.nextInt(3); i > 0; i--) {
      suggestions.accept(List.of(Suggestion.of(name())));
      pause();
    }
    if (random.nextInt(6) == 0) {
      throw new IllegalStateException("No idea.");
    }
  }

  private void replace() {
    ExportedThread exported = thread.export();
    switch (random.nextInt(6)) {
      case 0 -> thread.reset(List.of(MessageInput.text(name()), MessageInput.text(name())));
      case 1, 2 -> thread.importThread(exported);
      default -> world.scheduler.runSome(3);
    }
  }

  private void fail() {
    switch (random.nextInt(3)) {
      case 0 -> world.history.failWrites(1 + random.nextInt(4));
      // The next try meets its own write, and takes it for another writer's.
      case 1 -> world.history.failWrites(1, FaultyHistory.Fault.ANSWER_LOST);
      default -> world.history.failLoad(new IllegalStateException("The disk is gone."));
    }
  }

  private void decide() {
    List<PendingApproval> pending = thread.pendingApprovals();
    if (!pending.isEmpty()) {
      thread.respondToToolApproval(
          pending.get(random.nextInt(pending.size())).id(),
          random.nextBoolean() ? ApprovalResponse.approve() : ApprovalResponse.deny());
    }
  }

  private void answer() {
    for (Message message : thread.state().messages()) {
      for (ToolCallPart call : message.toolCalls()) {
        if (!call.hasResult() && random.nextBoolean()) {
          if (call.interrupt() == null) {
            thread.addToolResult(message.id(), call.toolCallId(), ToolResult.of("by hand"));
          } else {
            thread.resumeToolCall(call.toolCallId(), "this one");
          }
          return;
        }
      }
    }
  }

  // ---- what the model writes

  private void write(ReplyWriter reply) {
    int writes = random.nextInt(8);
    for (int i = 0; i < writes; i++) {
      write(reply, random.nextInt(16));
      pause();
    }
    if (random.nextInt(10) == 0) {
      throw new IllegalStateException("The model is gone.");
    }
  }

  private void write(ReplyWriter reply, int kind) {
    switch (kind) {
      case 0, 1, 2 -> reply.text(name());
      case 3 -> reply.reasoning(name());
      case 4, 5, 6 -> call(reply);
      case 7 -> reply.part(new DataPart("chart", Map.of("n", names)));
      case 8 -> reply.providerMetadata(Map.of("signature", name()));
      case 9 -> reply.custom(Map.of("k", random.nextInt(3)));
      case 10 -> reply.state(random.nextInt(3));
      case 11 -> reply.usage(new TokenUsage(random.nextInt(9), random.nextInt(9)));
      case 12 -> reply.replaceContent(List.of(TextPart.of(name())));
      case 13 -> reply.annotation(name());
      case 14 -> reply.status(anyStatus());
      default -> {
        ToolCallId id = new ToolCallId("p" + ++names);
        reply.toolCall(id, "look");
        reply.toolResult(id, ToolResult.of("by the provider"));
      }
    }
  }

  private void call(ReplyWriter reply) {
    ToolCallId id = new ToolCallId("c" + (random.nextInt(5) == 0 ? names : ++names));
    reply.toolCall(id, TOOLS[random.nextInt(TOOLS.length)]);
    reply.argumentsText(id, "{\"a\":");
    pause();
    reply.argumentsText(id, random.nextInt(6) == 0 ? "" : "1}");
    if (random.nextBoolean()) {
      reply.completeToolCall(id);
    }
  }

  private Status anyStatus() {
    Status[] statuses = {
      Status.incomplete(Status.Reason.LENGTH), Status.INTERRUPT, Status.TOOL_CALLS
    };
    return statuses[random.nextInt(statuses.length)];
  }

  /** Lets other tasks go on in the middle of one. */
  private void pause() {
    snapshots.add(thread.state());
    world.scheduler.runSome(random.nextInt(4));
  }

  // ---- choices

  private String name() {
    return "w" + ++names + " ";
  }

  private Role anyRole() {
    return random.nextInt(3) == 0 ? Role.ASSISTANT : Role.USER;
  }

  private DeleteMode mode() {
    return random.nextBoolean() ? DeleteMode.KEEP_CHILDREN : DeleteMode.SUBTREE;
  }

  private SendOptions options() {
    SendOptions.Builder options = SendOptions.builder();
    WhenBusy[] all = WhenBusy.values();
    int choice = random.nextInt(all.length + 2);
    if (choice < all.length) {
      options.whenBusy(all[choice]);
    }
    if (random.nextInt(6) == 0) {
      options.parent(randomMessage());
    }
    return options.build();
  }

  private MessageId anyMessage() {
    MessageId id = randomMessage();
    return id == null ? new MessageId("none") : id;
  }

  private @Nullable MessageId randomMessage() {
    List<MessageItem> items = thread.export().items();
    return items.isEmpty()
        ? null
        : items.get(random.nextInt(items.size())).message().id();
  }
}
