package dev.antiphon.simulation;

import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.ReplyWriter;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.run.RunState;
import dev.antiphon.runtime.QueueSabotage;
import dev.antiphon.runtime.Run;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.tool.ApprovalPolicy;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolHandler;
import java.util.HashMap;
import java.util.Map;

/**
 * A bug planted between the runtime and the world, to see that it is found: a checker that finds
 * nothing is worth nothing.
 */
interface Plant {

  /** No bug. */
  Plant NONE = new Plant() {};

  /** Stands between the runtime and the storage. */
  default ThreadHistoryAdapter history(ThreadHistoryAdapter history) {
    return history;
  }

  /** Stands between the model and the runtime. */
  default void text(ReplyWriter reply, String delta) {
    reply.text(delta);
  }

  /** Declares a tool to the runtime. */
  default Tool tool(Tool tool) {
    return tool;
  }

  /** Sees the run of a message that was sent. */
  default void sent(ThreadRuntime thread, Run run) {}

  /** Stands between the runtime and a tool. */
  default ToolHandler handler(ToolHandler handler) {
    return handler;
  }

  /** Acknowledges what brings a new message, and does not store it. */
  static Plant acknowledgesBeforeStore() {
    return new Plant() {
      @Override
      public ThreadHistoryAdapter history(ThreadHistoryAdapter history) {
        return new ThreadHistoryAdapter() {
          @Override
          public LoadedThread load(ThreadKey thread) {
            return history.load(thread);
          }

          @Override
          public ThreadRevision write(ThreadKey thread, HistoryBatch batch) {
            boolean isNew =
                batch.entries().stream().anyMatch(HistoryEntry.Append.class::isInstance);
            return isNew ? batch.expected() : history.write(thread, batch);
          }
        };
      }
    };
  }

  /** Lets the last piece of each reply go missing. */
  static Plant losesLastDelta() {
    return new Plant() {
      private final Map<ReplyWriter, String> held = new HashMap<>();

      @Override
      public void text(ReplyWriter reply, String delta) {
        String before = held.put(reply, delta);
        if (before != null) {
          reply.text(before);
        }
      }
    };
  }

  /** Calls each handler twice. */
  static Plant runsToolsTwice() {
    return new Plant() {
      @Override
      public ToolHandler handler(ToolHandler handler) {
        return (arguments, call) -> {
          handler.execute(arguments, call);
          return handler.execute(arguments, call);
        };
      }
    };
  }

  /** Has gated tools executed as if they had no gate. */
  static Plant opensGates() {
    return new Plant() {
      @Override
      public Tool tool(Tool tool) {
        return tool.toBuilder().approval(ApprovalPolicy.NEVER).build();
      }
    };
  }

  /** Lets messages go missing that wait in the queue. */
  static Plant losesQueued() {
    return new Plant() {
      @Override
      public void sent(ThreadRuntime thread, Run run) {
        if (run.state() == RunState.QUEUED) {
          QueueSabotage.lose(thread, run);
        }
      }
    };
  }

  /** Has messages that waited in the queue dispatched a second time, when they are through. */
  static Plant dispatchesTwice() {
    return new Plant() {
      @Override
      public void sent(ThreadRuntime thread, Run run) {
        if (run.state() == RunState.QUEUED) {
          Runnable dispatch = QueueSabotage.dispatchOf(thread, run);
          run.completion().whenComplete((result, failure) -> dispatch.run());
        }
      }
    };
  }
}
