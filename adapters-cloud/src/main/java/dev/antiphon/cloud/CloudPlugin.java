package dev.antiphon.cloud;

import dev.antiphon.spi.PluginInfo;
import dev.antiphon.spi.PluginRegistrar;
import dev.antiphon.spi.RuntimePlugin;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Offers history, thread list, titles, attachments and feedback, all named {@code cloud}, that
 * share one client of Assistant Cloud.
 *
 * <table>
 * <caption>Settings</caption>
 * <tr><th>key</th><th>meaning</th><th>default</th></tr>
 * <tr><td>{@code cloud.api-key}</td><td>API key; also the environment variable
 *     {@code CLOUD_API_KEY}</td><td>none; then {@code cloud.anonymous}</td></tr>
 * <tr><td>{@code cloud.workspace}</td><td>workspace that all owners share, with a key</td>
 *     <td>each owner's own</td></tr>
 * <tr><td>{@code cloud.anonymous}</td><td>whether owners get identities of their own, without a
 *     key</td><td>{@code false}</td></tr>
 * <tr><td>{@code cloud.token-folder}</td><td>folder where their refresh tokens are kept</td>
 *     <td>{@code antiphon-cloud}</td></tr>
 * <tr><td>{@code cloud.base-url}</td><td>base URL of the cloud; must be set without a key</td>
 *     <td>{@code https://backend.assistant-api.com}</td></tr>
 * <tr><td>{@code cloud.timeout}</td><td>how long a request may take</td><td>{@code 30s}</td></tr>
 * <tr><td>{@code cloud.deadline}</td><td>how long all tries of a call may take</td>
 *     <td>{@code 60s}</td></tr>
 * <tr><td>{@code cloud.attempts}</td><td>how often a call is tried at most</td>
 *     <td>{@code 3}</td></tr>
 * <tr><td>{@code cloud.max-file-bytes}</td><td>most bytes of a file that is uploaded</td>
 *     <td>{@code 20971520}</td></tr>
 * <tr><td>{@code cloud.accept}</td><td>files that are uploaded, such as {@code image/*, .pdf}</td>
 *     <td>{@code *}</td></tr>
 * </table>
 *
 * <p>Tokens of an application's own users need {@link CloudAuth#tokens} in code.
 */
public final class CloudPlugin implements RuntimePlugin {

  private final ConcurrentMap<CloudSettings.Connection, CloudClient> clients =
      new ConcurrentHashMap<>();

  /** Makes the plug-in; does nothing else. */
  public CloudPlugin() {}

  @Override
  public PluginInfo info() {
    return PluginInfo.of("cloud").builtFor(PluginInfo.SPI_VERSION);
  }

  @Override
  public void install(PluginRegistrar registrar) {
    registrar.history(
        "cloud", CloudSettings.class, settings -> new CloudThreadHistory(client(settings)));
    registrar.threadList(
        "cloud", CloudSettings.class, settings -> new CloudThreadList(client(settings)));
    registrar.titles("cloud", CloudSettings.class, settings -> new CloudTitles(client(settings)));
    registrar.attachments(
        "cloud",
        CloudSettings.class,
        settings ->
            new CloudAttachments(client(settings), settings.accept(), settings.maxFileBytes()));
    registrar.feedback(
        "cloud", CloudSettings.class, settings -> new CloudFeedback(client(settings)));
  }

  private CloudClient client(CloudSettings settings) {
    return clients.computeIfAbsent(settings.connection(), connection -> settings.create());
  }
}
