package dev.antiphon.jdbc;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.SendOptions;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.ApprovalResponse;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A process that goes to one {@link CrashPoint}, says so, and stands there until it is killed; at
 * the end of its memory it ends by itself.
 */
final class CrashScene {

  static final String THREAD = "thread-1";
  static final String KEY = "key-1";

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final CrashPoint wanted;

  private CrashScene(CrashPoint wanted) {
    this.wanted = wanted;
  }

  /**
   * Runs until it is killed.
   *
   * @param arguments the place of the database, the file where tools note that they run, and the
   *     point
   */
  public static void main(String[] arguments) throws Exception {
    CrashScene scene = new CrashScene(CrashPoint.valueOf(arguments[2]));
    CrashStore store = CrashStore.open(arguments[0]);
    Consumer<CrashPoint> steps = scene::reached;
    CrashWorld world = new CrashWorld(
        store.observedBy(new SteppedConnections(steps)), Path.of(arguments[1]), steps);
    scene.play(world.start());
  }

  private void play(LocalRuntime runtime) throws Exception {
    ThreadRuntime thread = runtime.threads(CrashWorld.OWNER).open(THREAD);
    Map<MessageId, Message> told = new ConcurrentHashMap<>();
    thread.onState(state -> CrashJournal.tellSaved(out, state, told));
    thread.subscribe(event -> {
      if (event instanceof ThreadEvent.ApprovalRequested requested) {
        reached(CrashPoint.K13_PAUSED_FOR_A_HUMAN);
        thread.respondToToolApproval(requested.approval().id(), ApprovalResponse.approve());
      }
    });
    if (wanted.question().isEmpty()) {
      thread.load().toCompletableFuture().join();
    } else {
      thread
          .send(
              MessageInput.text(wanted.question()),
              SendOptions.builder().idempotencyKey(KEY).build())
          .await();
    }
    LockSupport.park();
  }

  private void reached(CrashPoint point) {
    if (wanted == CrashPoint.K21_OUT_OF_MEMORY && point == CrashPoint.K5_BETWEEN_TWO_CHECKPOINTS) {
      out.println(CrashJournal.ARRIVED);
      List<byte[]> hoard = new ArrayList<>();
      while (hoard.size() < Integer.MAX_VALUE) {
        hoard.add(new byte[1024 * 1024]);
      }
    }
    if (point == wanted) {
      out.println(CrashJournal.ARRIVED);
      while (true) {
        LockSupport.park();
      }
    }
  }
}
