package dev.antiphon.cloud;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server, and clients of it that wait for nobody: pauses are written down instead. */
final class CloudWorld implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  final FakeCloud cloud = new FakeCloud();
  final List<Duration> pauses = new CopyOnWriteArrayList<>();

  CloudClient.Builder builder(CloudAuth auth) {
    return CloudClient.builder(auth)
        .baseUrl(cloud.url())
        .httpClient(HTTP)
        .clock(cloud.accounts.clock)
        .pauses(pauses::add);
  }

  /** Returns a new client that remembers nothing. */
  CloudClient client() {
    return builder(CloudAuth.apiKey(FakeAccounts.KEY)).build();
  }

  @Override
  public void close() {
    cloud.close();
  }
}
