package dev.antiphon.testing;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.message.UnknownPart;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.RunRequest;
import dev.antiphon.tree.MessageItem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lays what was promised beside what was stored, over any number of deaths of the process: what was
 * acknowledged is stored with equal content, a stored child has a stored parent, nothing vanishes
 * that nobody deleted, and a reply is what the model wrote.
 *
 * <p>Nothing is thrown, since the runtime would catch it: see {@link #violations}.
 *
 * <p><b>Threads.</b> For one thread.
 */
public final class HistoryChecker {

  private final List<String> violations = new ArrayList<>();
  private final Map<MessageId, List<Message>> versions = new HashMap<>();
  private final Map<MessageId, List<Message>> everStored = new HashMap<>();
  private final Map<MessageId, Message> promised = new HashMap<>();
  private final Set<MessageId> deletable = new HashSet<>();
  private final Set<MessageId> deletableSubtrees = new HashSet<>();
  private Map<MessageId, MessageItem> before = Map.of();
  private final Map<MessageId, Transcript> transcripts = new HashMap<>();
  private boolean isOutcomeUnknown;

  private final Consumer<String> onViolation;

  /** Makes a checker of an empty store. */
  public HistoryChecker() {
    this(violation -> {});
  }

  /**
   * Makes a checker of an empty store.
   *
   * @param onViolation is told at once what is wrong
   */
  public HistoryChecker(Consumer<String> onViolation) {
    this.onViolation = onViolation;
  }

  /** Returns what was found wrong, in order. */
  public List<String> violations() {
    return violations;
  }

  /**
   * Notes something that is wrong.
   *
   * @param violation what was expected and what was found
   */
  public void violated(String violation) {
    violations.add(violation);
    onViolation.accept(violation);
  }

  // ---- the store

  /**
   * A batch was stored.
   *
   * @param batch the batch
   * @param now what is stored now, in the order of first append
   */
  public void stored(HistoryBatch batch, Map<MessageId, MessageItem> now) {
    for (HistoryEntry entry : batch.entries()) {
      if (entry instanceof HistoryEntry.Append append) {
        if (wasStored(append.item().message().id()) && !isOutcomeUnknown) {
          violated("stored exactly once: " + append.item().message().id() + " is appended again");
        }
        keep(append.item());
      } else if (entry instanceof HistoryEntry.Update update) {
        keep(update.item());
      } else if (entry instanceof HistoryEntry.Delete delete) {
        delete.removed().forEach(this::forget);
      }
    }
    before = now;
    for (MessageItem item : now.values()) {
      if (item.parentId() != null && !now.containsKey(item.parentId())) {
        violated("stored child => stored parent: %s is stored below %s, which is not"
            .formatted(item.message().id(), item.parentId()));
      }
    }
  }

  private void keep(MessageItem item) {
    versions.computeIfAbsent(item.message().id(), id -> new ArrayList<>()).add(item.message());
    everStored.computeIfAbsent(item.message().id(), id -> new ArrayList<>()).add(item.message());
  }

  private void forget(MessageId id) {
    versions.remove(id);
    for (MessageItem at = before.get(id); at != null; at = before.get(at.parentId())) {
      if (deletableSubtrees.contains(at.message().id())) {
        deletable.add(id);
      }
    }
    if (promised.containsKey(id) && !deletable.contains(id)) {
      violated("acknowledged is kept: " + id + " was deleted, and nobody asked for that");
    }
  }

  /** The caller of a write was told that it failed, although it did not. */
  public void outcomeUnknown() {
    isOutcomeUnknown = true;
  }

  /** Returns whether {@link #outcomeUnknown} was called: what is in memory may lag behind. */
  public boolean isOutcomeUnknown() {
    return isOutcomeUnknown;
  }

  /**
   * Returns whether a message is stored, in whatever form.
   *
   * @param id the message
   */
  public boolean wasStored(MessageId id) {
    return versions.containsKey(id);
  }

  // ---- what callers and listeners were told

  /**
   * Somebody was told that a message is stored.
   *
   * @param id the message
   * @param by who said so
   */
  public void acknowledged(MessageId id, String by) {
    List<Message> stored = versions.get(id);
    if (stored == null) {
      if (!deletable.contains(id)) {
        violated("acknowledged => stored: " + by + " said that " + id + " is stored");
      }
    } else if (!deletable.contains(id)) {
      promised.putIfAbsent(id, stored.get(stored.size() - 1));
    }
  }

  /**
   * Somebody was told that a message is stored as it is.
   *
   * @param message the message
   * @param by who said so
   */
  public void acknowledged(Message message, String by) {
    acknowledged(message.id(), by);
    List<Message> stored = everStored.get(message.id());
    if (stored == null) {
      return;
    }
    if (stored.stream().noneMatch(each -> isSame(each, message))) {
      violated(
          "acknowledged => stored with equal content: %s acknowledged %s (%s), but stored are %s"
              .formatted(
                  by,
                  message.id(),
                  shown(message),
                  stored.stream().map(this::shown).toList()));
    }
    if (wasStored(message.id()) && !deletable.contains(message.id())) {
      promised.put(message.id(), message);
    }
  }

  /**
   * Somebody asked for messages to be deleted or replaced: they may vanish from now on.
   *
   * @param ids the messages
   */
  public void mayVanish(Collection<MessageId> ids) {
    deletable.addAll(ids);
    ids.forEach(promised::remove);
  }

  /**
   * Somebody asked for a message to be deleted with all below it, whatever that is by then.
   *
   * @param id the message
   */
  public void mayVanishWithAllBelow(MessageId id) {
    deletableSubtrees.add(id);
  }

  /**
   * Checks at the end of a history, when nothing is under way, that everything promised is there.
   *
   * @param now what is stored
   */
  public void end(Map<MessageId, MessageItem> now) {
    promised.forEach((id, message) -> {
      MessageItem stored = now.get(id);
      if (stored == null) {
        if (!deletable.contains(id)) {
          violated("acknowledged is kept: " + id + " is gone");
        }
      } else if (!textOf(stored.message()).startsWith(textOf(message))) {
        violated("acknowledged is kept: %s was (%s) and is (%s)"
            .formatted(id, shown(message), shown(stored.message())));
      }
    });
    transcripts.forEach((id, transcript) -> {
      MessageItem stored = now.get(id);
      if (stored != null) {
        isWhatWasWritten(stored.message(), "stored");
      }
    });
  }

  // ---- the model

  /**
   * The model is asked: what it replies to must be stored, and the request must be one that a
   * provider takes.
   *
   * @param request the request
   */
  public void modelCalled(RunRequest request) {
    MessageId parent = request.parentId();
    if (parent != null && !wasStored(parent) && !deletable.contains(parent)) {
      violated("stored before the model is called: " + parent + " is not");
    }
    if (!wasStored(request.messageId()) && !deletable.contains(request.messageId())) {
      violated("stored before the model is called: the reply " + request.messageId() + " is not");
    }
    validRequest(request.conversation());
  }

  private void validRequest(List<Message> conversation) {
    for (Message message : conversation) {
      for (MessagePart part : message.content()) {
        if (part instanceof UnknownPart
            || (part instanceof ToolCallPart call
                && !call.hasResult()
                && !call.isProviderExecuted())) {
          violated("a valid request: %s has %s".formatted(message.id(), shown(message)));
        }
      }
    }
  }

  /**
   * The model wrote text, and its writer took it.
   *
   * @param id the reply
   * @param text the text
   * @param atMillis when
   */
  public void wrote(MessageId id, String text, long atMillis) {
    transcripts.computeIfAbsent(id, any -> new Transcript()).add(text, atMillis);
  }

  /**
   * The text of messages is what is stored now: they were loaded.
   *
   * @param now what is stored
   */
  public void loaded(Map<MessageId, MessageItem> now) {
    now.forEach((id, stored) -> {
      String text = textOf(stored.message());
      boolean mayBeOther = deletable.contains(id) || !transcripts.containsKey(id);
      Transcript transcript = transcripts.computeIfAbsent(id, any -> new Transcript());
      if (!mayBeOther && !transcript.text.toString().startsWith(text)) {
        violated("stored is what was written: %s holds '%s' of '%s'"
            .formatted(id, text, transcript.text));
      }
      transcript.resetTo(text);
    });
  }

  /**
   * The process died while the storage worked: at most one checkpoint interval of text is lost.
   *
   * @param now what is stored
   * @param sinceMillis what was written up to then must be there
   */
  public void lostAtMost(Map<MessageId, MessageItem> now, long sinceMillis) {
    transcripts.forEach((id, transcript) -> {
      MessageItem stored = now.get(id);
      int length = transcript.lengthAt(sinceMillis);
      if (stored != null && textOf(stored.message()).length() < length) {
        violated("a death costs one checkpoint interval: %s has %d of %d characters"
            .formatted(id, textOf(stored.message()).length(), length));
      }
    });
  }

  /**
   * Messages were replaced by an import: what they bring counts as written.
   *
   * @param removed the messages that were there
   * @param items the imported messages
   */
  public void imported(Collection<MessageItem> removed, Collection<MessageItem> items) {
    removed.forEach(item -> mayVanish(List.of(item.message().id())));
    transcripts.clear();
    for (MessageItem item : items) {
      mayVanish(List.of(item.message().id()));
      Transcript transcript = new Transcript();
      transcript.resetTo(textOf(item.message()));
      transcripts.put(item.message().id(), transcript);
    }
  }

  /**
   * Checks that a message has exactly the text that the model wrote.
   *
   * @param message the message
   * @param where where it was found
   */
  public void isWhatWasWritten(Message message, String where) {
    Transcript transcript = transcripts.get(message.id());
    if (transcript != null && !transcript.text.toString().equals(textOf(message))) {
      violated("a reply is what the model wrote: %s %s has '%s', written was '%s'"
          .formatted(where, message.id(), textOf(message), transcript.text));
    }
  }

  private static boolean isSame(Message stored, Message promised) {
    return Objects.equals(stored.status(), promised.status())
        && stored.content().equals(promised.content());
  }

  private static String textOf(Message message) {
    return message.content().stream()
        .filter(TextPart.class::isInstance)
        .map(part -> ((TextPart) part).text().toString())
        .collect(Collectors.joining());
  }

  private String shown(@Nullable Message message) {
    return message == null
        ? "nothing"
        : message.status()
            + " "
            + message.content().stream().map(HistoryChecker::shown).toList();
  }

  private static String shown(MessagePart part) {
    if (part instanceof ToolCallPart call) {
      return "%s %s %s result=%s timing=%s gate=%s interrupt=%s"
          .formatted(
              call.toolCallId(),
              call.toolName(),
              call.args(),
              call.hasResult() ? String.valueOf(call.result()) : "-",
              call.timing(),
              call.approval() == null
                  ? "-"
                  : call.approval().approved() + "/" + call.approval().resolution(),
              call.interrupt());
    }
    return part instanceof TextPart text ? "'" + text.text() + "'" : part.type();
  }

  /** The text of a reply as the model wrote it, and when. */
  private static final class Transcript {
    private final StringBuilder text = new StringBuilder();
    private final List<long[]> lengths = new ArrayList<>();

    void add(String delta, long atMillis) {
      text.append(delta);
      lengths.add(new long[] {atMillis, text.length()});
    }

    void resetTo(String stored) {
      text.setLength(0);
      text.append(stored);
      lengths.clear();
    }

    int lengthAt(long millis) {
      long length = 0;
      for (long[] mark : lengths) {
        if (mark[0] <= millis) {
          length = mark[1];
        }
      }
      return (int) length;
    }
  }
}
