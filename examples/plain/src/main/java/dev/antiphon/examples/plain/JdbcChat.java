package dev.antiphon.examples.plain;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.antiphon.jdbc.JdbcThreadHistory;
import dev.antiphon.jdbc.JdbcThreadList;
import dev.antiphon.message.Message;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.ThreadRuntime;

/**
 * A chat that is kept in a database, put together with {@code new}: {@code adapters-jdbc} and what
 * it brings is on the class path, and no injector.
 */
public final class JdbcChat {

  private JdbcChat() {}

  /**
   * Says a message, and prints the whole thread.
   *
   * @param arguments the folder of the database, and the message
   * @throws Exception if the reply fails
   */
  public static void main(String[] arguments) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:file:%s/chat;WRITE_DELAY=0".formatted(arguments[0]));
    config.setUsername("sa");
    ChatModelAdapter echo = (request, reply) -> reply.text("You said: " + request.lastUserText());
    try (HikariDataSource database = new HikariDataSource(config);
        LocalRuntime runtime = LocalRuntime.builder(echo)
            .history(new JdbcThreadHistory(database))
            .threadList(new JdbcThreadList(database))
            .build()) {
      ThreadRuntime thread = runtime.threads("ada").open("notes");
      thread.send(arguments[1]).await();
      for (Message message : thread.state().messages()) {
        System.out.println(message.text());
      }
    }
  }
}
