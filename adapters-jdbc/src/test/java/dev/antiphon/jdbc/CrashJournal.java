package dev.antiphon.jdbc;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.spi.json.MessageJson;
import dev.antiphon.thread.MessageView;
import dev.antiphon.thread.SaveState;
import dev.antiphon.thread.ThreadState;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a process said before it died, a line each: that a message reads saved, with its content,
 * and that it has come to its point. One end writes, the other one reads and keeps it, over any
 * number of deaths.
 */
final class CrashJournal {

  static final String ARRIVED = "arrived";
  private static final String SAVED = "saved";
  private static final String WROTE = "wrote";

  private static final MessageJson JSON = new MessageJson();

  private final Map<String, Map<MessageId, Message>> saved = new HashMap<>();
  private final Map<String, Set<String>> written = new HashMap<>();
  private final Map<String, Long> revisions = new HashMap<>();

  // ---- the end that writes

  /** Says of each message that reads saved now and did not a moment ago what it is. */
  static void tellSaved(PrintStream out, ThreadState state, Map<MessageId, Message> told) {
    for (MessageView view : state.views()) {
      Message message = view.message();
      if (view.saveState() == SaveState.SAVED && !message.equals(told.get(message.id()))) {
        told.put(message.id(), message);
        out.println(SAVED + " " + state.thread().threadId() + " " + encoded(JSON.write(message)));
      }
    }
  }

  /** Says that a batch of a thread that only one writes to was acknowledged. */
  static void tellWritten(PrintStream out, String thread, MessageId message, long revision) {
    out.println(WROTE + " " + thread + " " + message + " " + revision);
  }

  // ---- the end that reads

  /** Notes a line, unless the process died in its middle. */
  void note(String line) {
    String[] words = line.split(" ", -1);
    if (words[0].equals(SAVED) && words.length == 3 && isWhole(words[2])) {
      Message message = JSON.read(decoded(words[2]));
      saved.computeIfAbsent(words[1], thread -> new LinkedHashMap<>()).put(message.id(), message);
    } else if (words[0].equals(WROTE) && words.length == 4 && !words[3].isEmpty()) {
      written.computeIfAbsent(words[1], thread -> new HashSet<>()).add(words[2]);
      revisions.merge(words[1], Long.valueOf(words[3]), Math::max);
    }
  }

  /** Returns the messages of each thread as they last read saved. */
  Map<String, Map<MessageId, Message>> saved() {
    return saved;
  }

  /** Returns the ids of the messages that were acknowledged, by thread of a single writer. */
  Map<String, Set<String>> written() {
    return written;
  }

  /** Returns the last revision of a thread that its writer was told, or that was found. */
  long revision(String thread) {
    return requireNonNull(revisions.get(thread));
  }

  /** Notes the revision of a thread that is sure now, whether its writer was told or not. */
  void found(String thread, long revision) {
    revisions.put(thread, revision);
  }

  private static String encoded(String text) {
    // The point marks the end: a line that was cut off has none.
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + ".";
  }

  private static boolean isWhole(String encoded) {
    return encoded.endsWith(".");
  }

  private static String decoded(String encoded) {
    byte[] bytes = Base64.getDecoder().decode(encoded.substring(0, encoded.length() - 1));
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
