package dev.antiphon.jdbc;

import dev.antiphon.message.ThreadKey;
import java.nio.file.Path;

/** Opens a database file, says so, and holds it until it is killed. */
final class FileHolder {

  private FileHolder() {}

  /**
   * Runs until it is killed.
   *
   * @param arguments the database file
   */
  public static void main(String[] arguments) throws Exception {
    EmbeddedH2 h2 = new EmbeddedH2(Path.of(arguments[0]));
    new JdbcThreadList(h2.dataSource()).initialize(new ThreadKey("alice", "thread-1"));
    System.out.println("open");
    Thread.currentThread().join();
  }
}
