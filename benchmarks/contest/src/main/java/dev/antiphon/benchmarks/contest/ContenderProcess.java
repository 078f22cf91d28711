package dev.antiphon.benchmarks.contest;

import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The process in which a contender is measured. It does what the referee says, line by line:
 *
 * <ul>
 *   <li>{@code fill MESSAGES CONVERSATIONS} answers {@code done};
 *   <li>{@code append MESSAGES COUNT MILLIS} stores at most so many messages, one after the other
 *       in conversations that were filled with so many, for about so long, and answers how many
 *       nanoseconds each took.
 * </ul>
 */
public final class ContenderProcess {

  /** Begins each answer; whatever else is printed is not for the referee. */
  public static final String ANSWER = "=> ";

  private static final int TEXT_LENGTH = 400;

  private final Contender contender;
  private final PrintStream out;
  private final Map<Integer, Integer> conversations = new HashMap<>();
  private int appended;

  private ContenderProcess(Contender contender, PrintStream out) {
    this.contender = contender;
    this.out = out;
  }

  /**
   * Serves the referee until it says no more.
   *
   * @param arguments the URL of an empty database
   * @param factory makes the contender
   */
  public static void serve(String[] arguments, Contender.Factory factory) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (HikariDataSource pool = ContestDatabase.pool(arguments[0])) {
      Contender contender = factory.open(ContestDatabase.of(pool));
      new ContenderProcess(contender, out).serve();
    }
    // Some have threads that keep a process alive.
    System.exit(0);
  }

  private void serve() throws Exception {
    out.println(ANSWER + "ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "fill" -> fill(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
        case "append" ->
          append(Integer.parseInt(words[1]), Integer.parseInt(words[2]), Long.parseLong(words[3]));
        default -> throw new IOException("The referee said '" + line + "', which is not known.");
      }
    }
  }

  private void fill(int messages, int count) throws Exception {
    for (int number = 0; number < count; number++) {
      contender.fill(conversation(messages, number), messages);
    }
    conversations.put(messages, count);
    out.println(ANSWER + "done");
  }

  private void append(int messages, int count, long millis) throws Exception {
    int places = conversations.get(messages);
    long endAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    StringBuilder answer = new StringBuilder(ANSWER);
    for (int left = count; left > 0; left--) {
      String conversation = conversation(messages, appended % places);
      String text = text(appended);
      appended++;
      long began = System.nanoTime();
      contender.append(conversation, text);
      long ended = System.nanoTime();
      answer.append(ended - began).append(' ');
      if (ended > endAt) {
        break;
      }
    }
    out.println(answer);
  }

  /** Returns what is said in a message. */
  public static String text(int number) {
    StringBuilder text = new StringBuilder("Message ").append(number).append(": ");
    while (text.length() < TEXT_LENGTH) {
      text.append("where is the key, and who has it? ");
    }
    text.setLength(TEXT_LENGTH);
    return text.toString();
  }

  private static String conversation(int messages, int number) {
    return "thread-" + messages + "-" + number;
  }
}
