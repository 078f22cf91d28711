package dev.antiphon.port;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Attachment;
import dev.antiphon.message.FilePart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.Role;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ToolCallPart;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Carries whole turns from the end of a branch, as many as a limit allows. A turn begins with a
 * user message, and a result stands on its call, so no call is ever parted from its result.
 */
final class TurnCut implements ContextPolicy {

  private static final int CHARACTERS_PER_TOKEN = 4;

  /** What a picture takes, told as characters: some 750 tokens. */
  private static final int CHARACTERS_PER_PICTURE = 3000;

  /** How much base64 of a document holds one character that is read. */
  private static final int BASE64_PER_CHARACTER = 16;

  /** What a message takes beside its text: role, separators. */
  private static final int TOKENS_PER_MESSAGE = 4;

  private final int limit;
  private final ToIntFunction<Message> weight;

  TurnCut(int limit, ToIntFunction<Message> weight) {
    if (limit < 1) {
      throw new IllegalArgumentException("A limit is at least 1, but is " + limit + ".");
    }
    this.limit = limit;
    this.weight = requireNonNull(weight, "counter");
  }

  @Override
  public List<Message> select(List<Message> branch) {
    int cut = cutOf(branch);
    List<Message> selected = new ArrayList<>();
    for (int i = 0; i < branch.size(); i++) {
      if (i >= cut || branch.get(i).role() == Role.SYSTEM) {
        selected.add(branch.get(i));
      }
    }
    return selected;
  }

  /** Returns where the first turn begins that is carried: the last one always is. */
  private int cutOf(List<Message> branch) {
    int cut = branch.size();
    long sum = 0;
    for (int i = branch.size() - 1; i >= 0; i--) {
      Message message = branch.get(i);
      if (message.role() != Role.SYSTEM) {
        sum += Math.max(0, weight.applyAsInt(message));
      }
      boolean isOnlyTurn = cut == branch.size();
      if (sum > limit && !isOnlyTurn) {
        return cut;
      }
      if (message.role() == Role.USER) {
        cut = i;
      }
    }
    return sum > limit && cut < branch.size() ? cut : 0;
  }

  static int estimatedTokens(Message message) {
    long characters = 0;
    for (MessagePart part : message.content()) {
      characters += charactersOf(part);
    }
    for (Attachment attachment : message.attachments()) {
      for (MessagePart part : attachment.content()) {
        characters += charactersOf(part);
      }
    }
    long tokens = (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
    return (int) Math.min(Integer.MAX_VALUE, tokens + TOKENS_PER_MESSAGE);
  }

  private static long charactersOf(MessagePart part) {
    if (part instanceof TextPart text) {
      return text.view().length();
    }
    if (part instanceof ReasoningPart reasoning) {
      return reasoning.view().length();
    }
    if (part instanceof ToolCallPart call) {
      long seen = call.modelContent() == null
          ? String.valueOf(call.result()).length()
          : call.modelContent().stream().mapToLong(TurnCut::charactersOf).sum();
      return call.argsText().length() + seen;
    }
    if (part instanceof ImagePart) {
      return CHARACTERS_PER_PICTURE;
    }
    return part instanceof FilePart file ? charactersOf(file) : 0;
  }

  /** A text file is read as it is; of any other, most bytes are not text. */
  private static long charactersOf(FilePart file) {
    if (file.mimeType().startsWith("text/")) {
      return file.data().length() * 3L / 4;
    }
    return file.mimeType().startsWith("image/")
        ? CHARACTERS_PER_PICTURE
        : file.data().length() / BASE64_PER_CHARACTER;
  }
}
