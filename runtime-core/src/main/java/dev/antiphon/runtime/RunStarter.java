package dev.antiphon.runtime;

import dev.antiphon.message.DuplicateMessageException;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.NotAnAssistantMessageException;
import dev.antiphon.message.Role;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.run.RunKind;
import dev.antiphon.thread.LoadState;
import dev.antiphon.tree.MessageItem;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The commands that make runs. Where they go from there, {@link RunPlacement} decides. */
final class RunStarter {

  private final Conversation thread;

  RunStarter(Conversation thread) {
    this.thread = thread;
  }

  /** Sends a message and runs (rules SEND-1 to SEND-14). */
  Run send(Message message, SendOptions options) {
    return sendNow(message, options, null);
  }

  /** Sends another version of a message, as its sibling (rule EDIT-3). */
  Run edit(MessageId original, Message message, SendOptions options) {
    return sendNow(message, options, original);
  }

  private Run sendNow(Message message, SendOptions options, @Nullable MessageId versionOf) {
    // Asked before the lock is taken: providers are foreign code (rule SEND-11).
    Map<String, Object> composerMetadata = thread.contexts.composerMetadata();
    return thread.writer.apply(() -> send(
        message,
        thread.composers.withRunConfig(options, null),
        versionOf,
        composerMetadata,
        cause -> {}));
  }

  /**
   * Sends a message, with the run config of the options and no other.
   *
   * @param versionOf the message that it is another version of, or null
   * @param composerMetadata what is stamped into it
   * @param whenNotSent called under the writer if it cannot be stored, unless it waited in the
   *     queue: then it is there again
   */
  Run send(
      Message message,
      SendOptions options,
      @Nullable MessageId versionOf,
      Map<String, Object> composerMetadata,
      Consumer<Throwable> whenNotSent) {
    return thread.writer.apply(() -> {
      thread.check("send");
      Run earlier = thread.sentKeys.find(options.idempotencyKey(), message);
      if (earlier != null) {
        return earlier;
      }
      LiveRun run = newRun(RunKind.NEW, planOf(message, options, versionOf, null));
      run.composerMetadata = composerMetadata;
      run.whenNotSent = whenNotSent;
      thread.placement.place(run);
      thread.sentKeys.put(options.idempotencyKey(), message, run.handle);
      return run.handle;
    });
  }

  /** Makes a new assistant message below a parent (rules RUN-7 to RUN-10). */
  Run startRun(@Nullable MessageId parent, SendOptions options, @Nullable ChatModelAdapter source) {
    return thread.writer.apply(() -> {
      thread.check("startRun");
      SendOptions below = thread.composers.withRunConfig(options, null).toBuilder()
          .parent(parent)
          .build();
      LiveRun run = newRun(RunKind.NEW, planOf(null, below, null, source));
      thread.placement.place(run);
      return run.handle;
    });
  }

  /** Makes a reply anew, as a sibling of the old one (rule RUN-7). */
  Run reload(MessageId id, SendOptions options) {
    return thread.writer.apply(() -> {
      thread.check("reload");
      SendOptions configured = thread.composers.withRunConfig(options, id);
      LiveRun run = newRun(RunKind.NEW, planOf(null, configured, id, null));
      thread.placement.place(run);
      return run.handle;
    });
  }

  /** Goes on with a message that has no active run (rules CONT-20 and CONT-24). */
  LiveRun continueMessage(MessageId id, int stepsSinceHuman, RunKind kind) {
    LiveRun run = continuation(id, stepsSinceHuman, kind, SendOptions.DEFAULTS);
    startOrWait(run);
    return run;
  }

  /** Has the history go on with a reply that was not even begun to be stored (rule LOAD-8). */
  void resumeBelow(MessageId userMessage, ChatModelAdapter history) {
    SendOptions options = SendOptions.builder()
        .parent(userMessage)
        .runConfig(thread.writer.tree().item(userMessage).runConfig())
        .build();
    startOrWait(newRun(RunKind.NEW, planOf(null, options, null, history)));
  }

  private void startOrWait(LiveRun run) {
    if (thread.active() == null) {
      thread.entry.start(run);
    } else {
      thread.queue.addContinuation(run);
    }
  }

  /** Returns a run that goes on with a message, and is not placed yet. */
  LiveRun continuation(MessageId id, int stepsSinceHuman, RunKind kind, SendOptions asked) {
    LiveRun run = newRun(kind, new LiveRun.RunPlan(null, asked, null, false, null, null));
    found(run, id);
    run.stepsSinceHuman = stepsSinceHuman;
    return run;
  }

  /** Returns a run that goes on with a message of a thread that is not loaded yet. */
  LiveRun continuationAfterLoad(LiveRun.Continued continued, SendOptions asked) {
    return newRun(
        RunKind.CONTINUATION, new LiveRun.RunPlan(null, asked, null, false, null, continued));
  }

  /** Has a run go on with a message, with what that was made with (rule RUN-11). */
  void found(LiveRun run, MessageId id) {
    MessageItem item = thread.writer.tree().item(id);
    SendOptions options = run.plan.options().toBuilder()
        .parent(item.parentId())
        .runConfig(item.runConfig())
        .build();
    run.plan = new LiveRun.RunPlan(null, options, null, false, null, null);
    run.message(id);
    run.parentId = item.parentId();
  }

  /**
   * Says where a run goes. Of a thread that is loaded, the place is looked up at once, so that what
   * does not exist is refused by the call; else when the load has ended (rule OPT-9).
   */
  private LiveRun.RunPlan planOf(
      @Nullable Message userMessage,
      SendOptions options,
      @Nullable MessageId versionOf,
      @Nullable ChatModelAdapter firstAdapter) {
    LiveRun.RunPlan plan =
        new LiveRun.RunPlan(userMessage, options, versionOf, versionOf != null, firstAdapter, null);
    return thread.writer.loadState() == LoadState.LOADED ? placed(plan) : plan;
  }

  /**
   * Returns a plan whose parent exists and is named, unless it is the head of the moment.
   *
   * @throws dev.antiphon.message.UnknownMessageException if what it names does not exist
   * @throws DuplicateMessageException if the id of its message is in use
   * @throws NotAnAssistantMessageException if it makes a message anew that is no reply
   */
  LiveRun.RunPlan placed(LiveRun.RunPlan plan) {
    Message user = plan.userMessage();
    if (user != null && thread.writer.tree().contains(user.id())) {
      throw new DuplicateMessageException(user.id());
    }
    MessageId versionOf = plan.versionOf();
    if (versionOf == null) {
      if (plan.parent() != null) {
        thread.writer.message(plan.parent());
      }
      return plan;
    }
    MessageItem original = thread.writer.tree().item(versionOf);
    Role role = original.message().role();
    if (plan.userMessage() == null && role != Role.ASSISTANT) {
      throw new NotAnAssistantMessageException(versionOf, role);
    }
    SendOptions options = plan.options().toBuilder().parent(original.parentId()).build();
    return new LiveRun.RunPlan(
        plan.userMessage(), options, null, plan.isVersion(), plan.firstAdapter(), null);
  }

  /** Returns another run that is to do what one did that was not sent (rule QUEUE-7). */
  LiveRun again(LiveRun unsent) {
    return newRun(unsent.kind, unsent.plan);
  }

  private LiveRun newRun(RunKind kind, LiveRun.RunPlan plan) {
    LiveRun[] made = new LiveRun[1];
    RunHandle handle = new RunHandle(
        thread.newRunId(),
        thread.key,
        () -> thread.writer.run(() -> thread.ending.cancel(made[0], true)),
        thread.writer.notifier()::excuseCurrentThread);
    CancelSource cancellation = new CancelSource(thread.env.executor());
    made[0] = new LiveRun(handle, kind, plan, cancellation, thread.options());
    return made[0];
  }
}
