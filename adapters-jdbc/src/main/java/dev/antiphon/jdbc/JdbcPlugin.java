package dev.antiphon.jdbc;

import dev.antiphon.spi.PluginInfo;
import dev.antiphon.spi.PluginRegistrar;
import dev.antiphon.spi.RuntimePlugin;

/**
 * Offers a history, a thread list, feedback and an attachment store, all named {@code jdbc}, that
 * share one database.
 *
 * <table>
 * <caption>Settings</caption>
 * <tr><th>key</th><th>meaning</th><th>default</th></tr>
 * <tr><td>{@code jdbc.url}</td><td>JDBC URL of an H2 or PostgreSQL database; an H2 one gets
 *     {@code WRITE_DELAY=0}, and is refused if it undoes durability or runs SQL on connecting</td>
 *     <td>embedded</td></tr>
 * <tr><td>{@code jdbc.folder}</td><td>folder of the embedded database</td>
 *     <td>{@code antiphon-data}</td></tr>
 * <tr><td>{@code jdbc.user}</td><td>user of the database at the URL</td><td>none</td></tr>
 * <tr><td>{@code jdbc.password}</td><td>password of that user</td><td>none</td></tr>
 * <tr><td>{@code jdbc.durability}</td><td>{@code process}: what is acknowledged survives the death
 *     of the process; {@code power}: a power failure too</td>
 *     <td>{@code process} on H2, {@code power} on PostgreSQL</td></tr>
 * <tr><td>{@code jdbc.timeout}</td><td>how long a connection, a lock and a statement are waited
 *     for; on PostgreSQL the server ends what takes longer</td><td>{@code 5s}</td></tr>
 * <tr><td>{@code jdbc.connections}</td><td>how many connections there are at most</td>
 *     <td>10</td></tr>
 * </table>
 *
 * <p>The database is opened with the first call of an adapter, and closed with the last adapter
 * that uses it.
 */
public final class JdbcPlugin implements RuntimePlugin {

  private final SharedDatabases databases = new SharedDatabases();

  /** Makes the plug-in; does nothing else. */
  public JdbcPlugin() {}

  @Override
  public PluginInfo info() {
    return PluginInfo.of("jdbc").builtFor(PluginInfo.SPI_VERSION);
  }

  @Override
  public void install(PluginRegistrar registrar) {
    registrar.history(
        "jdbc", JdbcSettings.class, settings -> new OwnedThreadHistory(databases.lease(settings)));
    registrar.threadList(
        "jdbc", JdbcSettings.class, settings -> new OwnedThreadList(databases.lease(settings)));
    registrar.feedback(
        "jdbc", JdbcSettings.class, settings -> new OwnedFeedback(databases.lease(settings)));
    registrar.attachmentStore(
        "jdbc",
        JdbcSettings.class,
        settings -> new OwnedAttachmentStore(databases.lease(settings)));
  }
}
