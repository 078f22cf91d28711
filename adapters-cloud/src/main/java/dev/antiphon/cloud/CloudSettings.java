package dev.antiphon.cloud;

import dev.antiphon.spi.Secret;
import dev.antiphon.spi.Setting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of {@link CloudPlugin}.
 *
 * @param apiKey the key, for a server
 * @param workspace the workspace that all owners share, with a key
 * @param anonymous whether owners get identities of their own, without a key
 * @param tokenFolder where the refresh tokens of these are kept
 * @param baseUrl where the cloud is
 * @param timeout how long a request may take
 * @param deadline how long all tries of a call may take
 * @param attempts how often a call is tried at most
 * @param maxFileBytes the most bytes of a file
 * @param accept the files that are taken
 */
record CloudSettings(
    @Setting("API key") Optional<Secret> apiKey,

    @Setting("workspace that all owners share; each has one of its own without")
    Optional<String> workspace,

    @Setting(value = "whether owners sign in anonymously", defaultValue = "false")
    boolean anonymous,

    @Setting(
        value = "folder where refresh tokens of anonymous owners are kept",
        defaultValue = "antiphon-cloud")
    Path tokenFolder,

    @Setting("base URL of the cloud") Optional<URI> baseUrl,

    @Setting(value = "how long a request may take", defaultValue = "30s")
    Duration timeout,

    @Setting(value = "how long all tries of a call may take", defaultValue = "60s")
    Duration deadline,

    @Setting(value = "how often a call is tried at most", defaultValue = "3")
    int attempts,

    @Setting(value = "most bytes of a file that is uploaded", defaultValue = "20971520")
    int maxFileBytes,

    @Setting(value = "files that are uploaded", defaultValue = "*")
    String accept) {

  /** Refuses what can never work; no message shows a secret. */
  CloudSettings {
    if (apiKey.isPresent() == anonymous) {
      throw new IllegalArgumentException(
          "Set either cloud.api-key, or the environment variable CLOUD_API_KEY, or cloud.anonymous=true. Tokens of your own need CloudAuth.tokens in code.");
    }
    if (anonymous && workspace.isPresent()) {
      throw new IllegalArgumentException(
          "With cloud.anonymous=true each owner has a workspace of its own; remove cloud.workspace.");
    }
    if (anonymous && baseUrl.isEmpty()) {
      throw new IllegalArgumentException(
          "Without a key cloud.base-url must be set, such as https://proj-….assistant-api.com.");
    }
    apiKey.map(Secret::reveal).ifPresent(CloudAuth::apiKey);
    baseUrl.ifPresent(CloudClient::checkBaseUrl);
    CloudClient.checkPositive("timeout", timeout);
    RetryPolicy.DEFAULT.withAttempts(attempts).withDeadline(deadline);
    CloudAttachments.checkMaxBytes(maxFileBytes);
  }

  /** Makes a client. */
  CloudClient create() {
    CloudClient.Builder builder =
        CloudClient.builder(auth()).timeout(timeout).deadline(deadline).attempts(attempts);
    baseUrl.ifPresent(builder::baseUrl);
    return builder.build();
  }

  private CloudAuth auth() {
    if (apiKey.isEmpty()) {
      return CloudAuth.anonymous(new RefreshTokenFiles(tokenFolder));
    }
    String key = apiKey.get().reveal();
    return CloudAuth.apiKey(key, owner -> workspace.orElse(owner));
  }

  /** Returns the settings of the client, comparable: two secrets are not. */
  Connection connection() {
    return new Connection(
        apiKey.map(Secret::reveal), workspace, tokenFolder, baseUrl, timeout, deadline, attempts);
  }

  /**
   * What a client is made of. Never shows its key.
   *
   * @param apiKey as in the settings
   * @param workspace as in the settings
   * @param tokenFolder as in the settings
   * @param baseUrl as in the settings
   * @param timeout as in the settings
   * @param deadline as in the settings
   * @param attempts as in the settings
   */
  record Connection(
      Optional<String> apiKey,
      Optional<String> workspace,
      Path tokenFolder,
      Optional<URI> baseUrl,
      Duration timeout,
      Duration deadline,
      int attempts) {

    @Override
    public String toString() {
      return "Connection[" + baseUrl.map(URI::getHost) + "]";
    }
  }

  /** Tells no value: the key is a secret. */
  @Override
  public String toString() {
    return "CloudSettings[" + baseUrl.map(URI::getHost) + "]";
  }
}
