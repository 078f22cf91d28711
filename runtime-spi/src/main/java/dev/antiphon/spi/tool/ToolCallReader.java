package dev.antiphon.spi.tool;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the arguments of a call while the model still writes them. Applications make one per call,
 * feed it the deltas of {@code ThreadEvent.ArgumentsDelta}, and say when the part has ended.
 *
 * <p>A path is a list of names, from the outside in; it leads through objects, not into the
 * elements of arrays. The empty path is the arguments as a whole.
 *
 * <pre>{@code
 * ToolCallReader reader = new ToolCallReader();
 * reader.onText(List.of("body"), screen::append);
 * reader.onElement(List.of("tags"), tag -> screen.tag(tag));
 * reader.append("{\"body\":\"Dear Bo");   // "Dear Bo" is on the screen
 * reader.append("b\",\"tags\":[\"mail\"]}");
 * reader.complete();
 * }</pre>
 *
 * <p><b>Promise.</b> Each character is looked at once, however small the deltas. A listener hears
 * everything of its path in order and once, also if it joins late: then at once what came before.
 * Text that is not one JSON object ends the reader without an exception; {@link #problem} says
 * where. What a listener throws comes out of {@code append}, {@code complete} or {@code abort}
 * after the whole delta was read.
 *
 * <p><b>Threads.</b> For one thread at a time: not synchronised; who hands it from thread to thread
 * has to make that visible. Listeners are called on the thread that feeds or joins, and must not
 * feed.
 */
public final class ToolCallReader {

  private final Notices notices = new Notices();
  private final ArgumentNode root = ArgumentNode.root(notices);
  private final ArgumentValues values = new ArgumentValues(root);
  private final StringScan scan = new StringScan();
  private final ArgumentTokens tokens;
  private @Nullable ArgumentNode growing;
  private String heldBack = "";
  private boolean isEnded;
  private @Nullable String problem;

  /** Makes a reader of a call that has no argument text yet. */
  public ToolCallReader() {
    try {
      tokens = new ArgumentTokens(values);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /**
   * Takes the next piece of the argument text; ignored once the reader has ended.
   *
   * @param delta of any length, may end within a character, an escape or a number
   * @throws IllegalStateException if a listener of this reader calls it
   */
  public void append(String delta) {
    requireNonNull(delta, "delta");
    notices.feeding(() -> reading(() -> feed(delta)));
  }

  /**
   * Says that the argument text is whole; what is missing is absent. A blank text is no problem, a
   * cut one is. Harmless if repeated.
   *
   * @throws IllegalStateException if a listener of this reader calls it
   */
  public void complete() {
    notices.feeding(() -> {
      reading(tokens::end);
      end();
    });
  }

  /**
   * Says that the text stops here, which is no problem: what is missing is absent. Harmless if
   * repeated.
   *
   * @throws IllegalStateException if a listener of this reader calls it
   */
  public void abort() {
    notices.feeding(this::end);
  }

  /**
   * Tells how a field turns out: at once if that is known, else when it is complete or can no
   * longer come.
   */
  public void onField(List<String> path, FieldListener listener) {
    requireNonNull(listener, "listener");
    ArgumentNode node = node(path);
    notices.telling(() -> node.onField(listener));
  }

  /**
   * Tells the text of a string as it grows, in whole characters; first all there is so far. Tells
   * nothing if the field is no string.
   */
  public void onText(List<String> path, Consumer<String> listener) {
    requireNonNull(listener, "listener");
    ArgumentNode node = node(path);
    notices.telling(() -> node.onText(listener));
  }

  /**
   * Tells each element of an array when it is complete; first those there are. Tells nothing if the
   * field is no array.
   */
  public void onElement(List<String> path, Consumer<@Nullable Object> listener) {
    requireNonNull(listener, "listener");
    ArgumentNode node = node(path);
    notices.telling(() -> node.onElement(listener));
  }

  /** Returns what is known of a field now. */
  public FieldState field(List<String> path) {
    return node(path).state();
  }

  /**
   * Returns the arguments whose name is there, in their order; a snapshot. Only the one still open
   * is streaming, and none is once the reader has ended.
   */
  public Map<String, ArgumentStatus> arguments() {
    Map<String, ArgumentStatus> statuses = new LinkedHashMap<>();
    for (String name : values.arguments()) {
      statuses.put(name, statusOfSeen(name));
    }
    return Collections.unmodifiableMap(statuses);
  }

  /** Returns the status of one argument; empty if its name has not come. */
  public Optional<ArgumentStatus> status(String name) {
    requireNonNull(name, "name");
    return values.arguments().contains(name) ? Optional.of(statusOfSeen(name)) : Optional.empty();
  }

  /** Returns whether nothing more is read: completed, aborted, or ended by a problem. */
  public boolean isEnded() {
    return isEnded;
  }

  /** Returns why the text is not one JSON object, without any of it; empty if nothing is wrong. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** A step of reading that may find out that the text is no JSON. */
  @FunctionalInterface
  private interface Reading {
    void run() throws IOException;
  }

  private void reading(Reading step) {
    if (isEnded) {
      return;
    }
    try {
      step.run();
    } catch (JsonProcessingException malformed) {
      problem =
          "Expected the arguments as one JSON object without a key twice in an object and within the limits of JacksonJson, but the text is not that at %s."
              .formatted(place(malformed.getLocation()));
      end();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Feeds up to each quote, so that the parser has said what a string is for before it grows. */
  private void feed(String delta) throws IOException {
    String text = heldBack + delta;
    int end = text.length();
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    heldBack = text.substring(end);
    int fed = 0;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c) && scan.isPlain() && isAlone(text, i)) {
        // UTF-8 has no such thing; its escape says the same.
        tokens.feed(text.substring(fed, i) + "\\u%04x".formatted((int) c));
        fed = i + 1;
      }
      if (scan.next(c)) {
        if (!scan.inString()) {
          // The parser sees the text before a listener does, and the quote after it.
          tokens.feed(text.substring(fed, i));
          tellText();
          fed = i;
        }
        tokens.feed(text.substring(fed, i + 1));
        fed = i + 1;
        growing = scan.inString() ? values.stringNode() : null;
      }
    }
    tokens.feed(text.substring(fed, end));
    tellText();
  }

  private void tellText() {
    if (scan.inString() || growing != null) {
      String text = scan.taken();
      if (growing != null && !text.isEmpty()) {
        growing.text(text);
      }
    }
  }

  private void end() {
    if (!isEnded) {
      isEnded = true;
      root.end();
      try {
        tokens.close();
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }
  }

  private ArgumentNode node(List<String> path) {
    ArgumentNode node = root;
    for (String name : requireNonNull(path, "path")) {
      node = node.child(requireNonNull(name, "a name in path"));
    }
    return node;
  }

  private ArgumentStatus statusOfSeen(String name) {
    return !isEnded && name.equals(values.openArgument())
        ? ArgumentStatus.STREAMING
        : ArgumentStatus.COMPLETE;
  }

  private static boolean isAlone(String text, int index) {
    return Character.isHighSurrogate(text.charAt(index))
        ? index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1))
        : index == 0 || !Character.isHighSurrogate(text.charAt(index - 1));
  }

  private static String place(@Nullable JsonLocation location) {
    return location == null
        ? "an unknown place"
        : "line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }
}
