package dev.antiphon.benchmarks.referee;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Target P9: what one stored message costs, by how many are stored already.
 *
 * <p>All contenders run at the same time, each in a process of its own on a database of its own,
 * and take turns: in each round each of them stores some messages at each size, one contender right
 * after the other, while the others wait.
 */
public final class P9 {

  static final String INSERT = "bare INSERT";
  static final String TRANSACTION = "same transaction by hand";
  static final String ANTIPHON = "Antiphon";
  static final String LANGCHAIN4J = "LangChain4j";
  static final String SPRING_AI = "Spring AI";

  private static final List<ContenderSpec> CONTENDERS = List.of(
      new ContenderSpec(INSERT, "jdbc-plain", "dev.antiphon.benchmarks.plain.BareInsert"),
      new ContenderSpec(
          TRANSACTION, "jdbc-plain", "dev.antiphon.benchmarks.plain.PlainTransaction"),
      new ContenderSpec(
          ANTIPHON, "jdbc-antiphon", "dev.antiphon.benchmarks.antiphon.AntiphonHistory"),
      new ContenderSpec(
          LANGCHAIN4J, "jdbc-langchain4j", "dev.antiphon.benchmarks.langchain4j.LangChain4jMemory"),
      new ContenderSpec(
          SPRING_AI, "jdbc-spring-ai", "dev.antiphon.benchmarks.springai.SpringAiMemory"));

  static final List<Integer> SIZES = List.of(10, 100, 1_000, 10_000);

  /** So many conversations of a size that what is measured hardly changes it. */
  private static final Map<Integer, Integer> CONVERSATIONS =
      Map.of(10, 200, 100, 50, 1_000, 10, 10_000, 2);

  /** A size of its own, so that warming up changes no other. */
  private static final int WARM_UP_SIZE = 9;

  private static final int WARM_UP_CONVERSATIONS = 200;
  private static final int WARM_UP_MESSAGES = 5_000;
  private static final long WARM_UP_MILLIS = 10_000;
  private static final int WARM_UP_ROUNDS = 5;
  private static final int MESSAGES = 40;

  /** Whoever is slow stores fewer, so that a round stays short. */
  private static final long TURN_MILLIS = 400;

  /** Where the messages go. */
  enum Store {
    H2("H2 file, `WRITE_DELAY=0`"),
    POSTGRESQL("PostgreSQL, `fsync` and `synchronous_commit` on"),
    /** Shows what the disk hides. */
    POSTGRESQL_ASYNCHRONOUS("PostgreSQL, `synchronous_commit` off");

    private final String title;

    Store(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  private final Path modules;
  private final Path work;
  private final int rounds;

  /** The same orders in every run. */
  private final Random random = new Random(9);

  private P9(Path modules, Path work, int rounds) {
    this.modules = modules;
    this.work = work;
    this.rounds = rounds;
  }

  /**
   * Runs the contest and writes the report.
   *
   * @param arguments the folder of the benchmarks, a folder for databases, the file for the report,
   *     how many rounds, and the commit
   */
  public static void main(String[] arguments) throws Exception {
    P9 contest =
        new P9(Path.of(arguments[0]), Path.of(arguments[1]), Integer.parseInt(arguments[3]));
    double loadBefore = MachineFacts.load();
    Map<Store, Samples> measured = new EnumMap<>(Store.class);
    measured.put(Store.H2, contest.onH2());
    measured.put(Store.POSTGRESQL, contest.onPostgres(Store.POSTGRESQL, "on"));
    measured.put(
        Store.POSTGRESQL_ASYNCHRONOUS, contest.onPostgres(Store.POSTGRESQL_ASYNCHRONOUS, "off"));
    String report = new P9Report(
            measured, contest.rounds, arguments[4], loadBefore, versions(contest.modules))
        .toMarkdown();
    Files.writeString(Path.of(arguments[2]), report);
    System.out.println(report);
  }

  /** Returns the jars that tell the versions of what was measured. */
  private static List<String> versions(Path modules) throws IOException {
    List<String> found = new ArrayList<>();
    for (ContenderSpec contender : CONTENDERS) {
      Path lib = modules.resolve(contender.module()).resolve("target").resolve("lib");
      try (Stream<Path> jars = Files.list(lib)) {
        jars.map(jar -> jar.getFileName().toString())
            .filter(jar -> jar.matches("(h2|postgresql|HikariCP|jdbi3-core|langchain4j-core|"
                + "spring-ai-model-chat-memory-repository-jdbc)-[0-9].*"))
            .map(jar -> jar.replaceAll("\\.jar$", "").replaceAll("-(?=[0-9])", " "))
            .forEach(found::add);
      }
    }
    return found.stream().distinct().sorted().toList();
  }

  private Samples onH2() throws IOException {
    Path folder = Files.createDirectories(work.resolve("h2"));
    List<String> urls = new ArrayList<>();
    for (int number = 0; number < CONTENDERS.size(); number++) {
      urls.add("jdbc:h2:file:" + folder.resolve("contender-" + number) + ";WRITE_DELAY=0");
    }
    return measure(Store.H2, urls);
  }

  private Samples onPostgres(Store store, String synchronousCommit)
      throws IOException, SQLException {
    try (EmbeddedPostgres server = EmbeddedPostgres.builder()
        .setDataDirectory(work.resolve(store.name()))
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", synchronousCommit)
        .start()) {
      List<String> urls = new ArrayList<>();
      for (int number = 0; number < CONTENDERS.size(); number++) {
        String database = "contender" + number;
        try (Connection connection = server.getPostgresDatabase().getConnection();
            Statement statement = connection.createStatement()) {
          statement.execute("create database " + database);
        }
        urls.add(server.getJdbcUrl("postgres", database));
      }
      return measure(store, urls);
    }
  }

  private Samples measure(Store store, List<String> urls) throws IOException {
    List<ContenderClient> clients = new ArrayList<>();
    try {
      for (int number = 0; number < CONTENDERS.size(); number++) {
        clients.add(ContenderClient.start(
            CONTENDERS.get(number), modules, urls.get(number), work.resolve("errors.txt")));
      }
      for (ContenderClient client : clients) {
        prepare(client);
      }
      Samples samples = new Samples();
      for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
        System.err.printf("P9 on %s: round %d of %d%n", store, round + 1, rounds);
        playRound(clients, round, samples);
      }
      return samples;
    } finally {
      for (ContenderClient client : clients) {
        client.close();
      }
    }
  }

  private static void prepare(ContenderClient client) {
    client.fill(WARM_UP_SIZE, WARM_UP_CONVERSATIONS);
    client.append(WARM_UP_SIZE, WARM_UP_MESSAGES, WARM_UP_MILLIS);
    for (int size : SIZES) {
      client.fill(size, CONVERSATIONS.get(size));
    }
  }

  /**
   * Each in turn at each size, in another order in each round: whoever comes after one that wrote
   * much finds the machine busy with that.
   */
  private void playRound(List<ContenderClient> clients, int round, Samples samples) {
    List<Integer> order = new ArrayList<>();
    for (int number = 0; number < clients.size(); number++) {
      order.add(number);
    }
    for (int size : SIZES) {
      Collections.shuffle(order, random);
      for (int number : order) {
        List<Long> nanos = clients.get(number).append(size, MESSAGES, TURN_MILLIS);
        if (round >= 0) {
          samples.add(CONTENDERS.get(number).name(), size, nanos);
        }
      }
    }
  }
}
