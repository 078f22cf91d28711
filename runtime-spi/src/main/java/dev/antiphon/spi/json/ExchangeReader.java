package dev.antiphon.spi.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.antiphon.message.InvalidMessageException;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.Role;
import dev.antiphon.tree.ExportedThread;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.ImportException;
import dev.antiphon.tree.ImportProblem;
import dev.antiphon.tree.InputItem;
import dev.antiphon.tree.MessageItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one thread in the exchange form and collects all that is wrong with it. For one call. */
final class ExchangeReader {

  private final MessageInput.Completion completion;
  private final List<ImportProblem> problems = new ArrayList<>();
  private final List<@Nullable String> idempotencyKeys = new ArrayList<>();

  ExchangeReader(MessageInput.Completion completion) {
    this.completion = completion;
  }

  ExportedThread read(String text) {
    if (!(parsed(text) instanceof Map<?, ?> root)) {
      throw MessageFormatException.noThread("expected an object, found another value");
    }
    if (!(root.get("messages") instanceof List<?> messages)) {
      throw MessageFormatException.noThread(
          "expected an array as 'messages', found none or another value");
    }
    Head head = head(root);
    List<InputItem> inputs = new ArrayList<>(messages.size());
    for (Object message : messages) {
      inputs.add(item(message, "messages[" + inputs.size() + "]"));
    }
    return assembled(head, inputs);
  }

  private static @Nullable Object parsed(String text) {
    try (JsonParser parser = StrictJackson.MESSAGES.parser(text)) {
      if (parser.nextToken() == null) {
        throw MessageFormatException.noThread("expected an object, found the end of the text");
      }
      Object value = JsonValues.read(parser);
      if (parser.nextToken() != null) {
        throw MessageFormatException.noThread("expected the end of the text, found more at "
            + JacksonJson.place(parser.currentTokenLocation()));
      }
      return value;
    } catch (StreamConstraintsException beyond) {
      throw MessageFormatException.noThread("found more than the limits allow (%s) at %s"
          .formatted(StrictJackson.MESSAGES.limits(), JacksonJson.place(beyond.getLocation())));
    } catch (JsonProcessingException malformed) {
      throw MessageFormatException.noThread("found malformed JSON or a key twice in an object at "
          + JacksonJson.place(malformed.getLocation()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Head head(Map<?, ?> root) {
    if (!root.containsKey("headId")) {
      return Head.ABSENT;
    }
    Object headId = root.get("headId");
    MessageId id = idOf(headId);
    if (headId != null && id == null) {
      throw MessageFormatException.noThread(
          "expected the id of a message or null as 'headId', found another value");
    }
    return Head.of(id);
  }

  private InputItem item(@Nullable Object element, String place) {
    Map<String, Object> fields = object(element);
    Map<String, Object> message = fields == null ? null : object(fields.get("message"));
    if (fields == null || message == null) {
      problem(null, place, "is not an object with an object 'message'");
      idempotencyKeys.add(null);
      return standIn(null, null);
    }
    MessageId id = idOf(message.get("id"));
    idempotencyKeys.add(idempotencyKey(fields, id, place));
    MessageId parentId = idOf(fields.get("parentId"));
    if (fields.get("parentId") != null && parentId == null) {
      problem(id, place + ".parentId", "is neither the id of a message nor null");
    }
    Map<String, Object> runConfig = object(fields.get("runConfig"));
    if (fields.get("runConfig") != null && runConfig == null) {
      problem(id, place + ".runConfig", "is not an object");
    }
    try {
      return InputItem.of(MessageInput.fromWholeJson(message), parentId).withRunConfig(runConfig);
    } catch (InvalidMessageException invalid) {
      problem(id, place, invalid.info().message());
      return standIn(id, parentId);
    }
  }

  private @Nullable String idempotencyKey(
      Map<String, Object> fields, @Nullable MessageId id, String place) {
    Object key = fields.get("idempotencyKey");
    if (key == null || (key instanceof String text && !text.isEmpty() && text.length() <= 128)) {
      return (String) key;
    }
    problem(id, place + ".idempotencyKey", "is not a string of 1 to 128 characters");
    return null;
  }

  /**
   * Returns what takes the place of an item that cannot be read, so that the others are checked as
   * if it were there.
   */
  private InputItem standIn(@Nullable MessageId id, @Nullable MessageId parentId) {
    return InputItem.of(
        MessageInput.builder(Role.USER)
            .id(id == null ? completion.newMessageId() : id)
            .build(),
        parentId);
  }

  private ExportedThread assembled(Head head, List<InputItem> inputs) {
    ExportedThread thread;
    try {
      thread = ExportedThread.of(head, inputs, completion);
    } catch (ImportException refused) {
      problems.addAll(refused.problems());
      throw new ImportException(problems);
    }
    if (!problems.isEmpty()) {
      throw new ImportException(problems);
    }
    List<MessageItem> items = new ArrayList<>(inputs.size());
    for (MessageItem item : thread.items()) {
      items.add(item.withIdempotencyKey(idempotencyKeys.get(items.size())));
    }
    return new ExportedThread(thread.head(), items);
  }

  private void problem(@Nullable MessageId id, String place, String problem) {
    problems.add(new ImportProblem(id, place + ": " + problem));
  }

  /** Returns an id, or {@code null} for what cannot be one. */
  private static @Nullable MessageId idOf(@Nullable Object value) {
    try {
      return value instanceof String text ? new MessageId(text) : null;
    } catch (IllegalArgumentException noId) {
      // The caller says so, with the place where it stands.
      return null;
    }
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Map<String, Object> object(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : null;
  }
}
