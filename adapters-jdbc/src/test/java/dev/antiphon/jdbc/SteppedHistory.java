package dev.antiphon.jdbc;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Status;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadRevision;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A history that tells where a run has come to, by what is about to be stored, or was. */
final class SteppedHistory implements ThreadHistoryAdapter {

  private final ThreadHistoryAdapter target;
  private final Consumer<CrashPoint> steps;
  private final Map<MessageId, CompletableFuture<Void>> texts = new ConcurrentHashMap<>();
  private final Map<MessageId, CompletableFuture<Void>> results = new ConcurrentHashMap<>();

  SteppedHistory(ThreadHistoryAdapter target, Consumer<CrashPoint> steps) {
    this.target = target;
    this.steps = steps;
  }

  /** Waits until some text of a message is stored. */
  void awaitText(MessageId message) {
    of(texts, message).join();
  }

  /** Waits until a result of a tool is stored with a message. */
  void awaitResult(MessageId message) {
    of(results, message).join();
  }

  @Override
  public LoadedThread load(ThreadKey thread) {
    return target.load(thread);
  }

  @Override
  public ThreadRevision write(ThreadKey thread, HistoryBatch batch) {
    for (HistoryEntry entry : batch.entries()) {
      if (entry instanceof HistoryEntry.Update update) {
        before(update.item().message());
      }
    }
    ThreadRevision revision = target.write(thread, batch);
    for (HistoryEntry entry : batch.entries()) {
      if (entry instanceof HistoryEntry.Update update) {
        after(update.item().message());
      }
    }
    return revision;
  }

  @Override
  public Set<Capability> capabilities() {
    return target.capabilities();
  }

  private void before(Message message) {
    if (isRepaired(message)) {
      steps.accept(CrashPoint.K16_BEFORE_THE_REPAIR_COMMITS);
    }
    if (isTerminal(message)) {
      steps.accept(CrashPoint.K7_BEFORE_THE_LAST_WRITE);
    } else if (hasResult(message)) {
      steps.accept(CrashPoint.K11_BEFORE_THE_RESULT_IS_STORED);
    }
  }

  private void after(Message message) {
    if (isRepaired(message)) {
      steps.accept(CrashPoint.K16_AFTER_THE_REPAIR_COMMITTED);
    }
    if (!message.text().isEmpty()) {
      of(texts, message.id()).complete(null);
    }
    if (hasResult(message)) {
      of(results, message.id()).complete(null);
    }
    if (isTerminal(message)) {
      steps.accept(CrashPoint.K8_AFTER_THE_LAST_WRITE);
    } else if (hasResult(message)) {
      steps.accept(CrashPoint.K12_AFTER_THE_RESULT_IS_STORED);
    } else if (CrashWorld.calls(message).stream().anyMatch(SteppedHistory::isDecided)) {
      steps.accept(CrashPoint.K14_AFTER_THE_DECISION_IS_STORED);
    }
  }

  private static CompletableFuture<Void> of(
      Map<MessageId, CompletableFuture<Void>> stored, MessageId message) {
    return stored.computeIfAbsent(message, any -> new CompletableFuture<>());
  }

  private static boolean isRepaired(Message message) {
    return Status.INTERRUPTED.equals(message.status());
  }

  private static boolean isTerminal(Message message) {
    Status status = message.status();
    return status != null && status.isTerminal();
  }

  private static boolean hasResult(Message message) {
    return CrashWorld.calls(message).stream().anyMatch(ToolCallPart::hasResult);
  }

  private static boolean isDecided(ToolCallPart call) {
    return call.approval() != null && call.approval().approved() != null;
  }
}
