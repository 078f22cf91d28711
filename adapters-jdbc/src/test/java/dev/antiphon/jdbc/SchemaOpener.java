package dev.antiphon.jdbc;

import dev.antiphon.message.ThreadKey;

/** A process that opens a database and creates a thread in it. */
final class SchemaOpener {

  private SchemaOpener() {}

  /**
   * Creates the thread, and says so, or what went wrong.
   *
   * @param arguments the place of the database, and the id of the thread
   */
  public static void main(String[] arguments) {
    try (CrashStore store = CrashStore.open(arguments[0])) {
      new JdbcThreadList(store.dataSource())
          .initialize(new ThreadKey(CrashWorld.OWNER, arguments[1]));
      System.out.println("created");
    } catch (RuntimeException failed) {
      System.out.println(failed + ", caused by " + failed.getCause());
    }
  }
}
