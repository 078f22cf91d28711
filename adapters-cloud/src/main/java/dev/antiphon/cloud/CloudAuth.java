package dev.antiphon.cloud;

import static java.util.Objects.requireNonNull;

import java.util.function.UnaryOperator;

/**
 * Who calls Assistant Cloud: by an API key, by tokens that the application supplies, or
 * anonymously. Never shows a key or a token.
 *
 * <p><b>Threads.</b> Immutable, safe to share.
 */
public final class CloudAuth {

  /** Makes what a client puts on its requests. */
  @FunctionalInterface
  interface Start {
    Credentials with(CloudTransport transport);
  }

  private static final String API_KEY = "API key";

  private final String kind;
  private final Start start;

  private CloudAuth(String kind, Start start) {
    this.kind = kind;
    this.start = start;
  }

  /**
   * Calls with an API key, for a server. Each owner is a user of the cloud, in a workspace of the
   * same name.
   *
   * @param key the key
   */
  public static CloudAuth apiKey(String key) {
    return apiKey(key, owner -> owner);
  }

  /**
   * Calls with an API key, for a server. Each owner is a user of the cloud.
   *
   * @param key the key
   * @param workspaceOf gives the workspace of an owner; owners who share one see each other's
   *     threads
   */
  public static CloudAuth apiKey(String key, UnaryOperator<String> workspaceOf) {
    requireNonNull(workspaceOf, "workspaceOf");
    // A header that cannot be sent would show the key in the client's own complaint.
    if (!requireNonNull(key, "key").matches("[!-~]+")) {
      throw new IllegalArgumentException(
          "An API key is printable ASCII without blanks, but this one is not.");
    }
    return new CloudAuth(API_KEY, transport -> new ApiKeyCredentials(key, workspaceOf));
  }

  /**
   * Calls with tokens of the application's own (JWTs with an {@code exp} claim).
   *
   * @param supplier gives the token of an owner; asked again shortly before one expires
   */
  public static CloudAuth tokens(TokenSupplier supplier) {
    requireNonNull(supplier, "supplier");
    return new CloudAuth(
        "tokens",
        transport -> new TokenCredentials(new SuppliedTokens(supplier), transport.clock()));
  }

  /**
   * Calls without an account: each owner gets an identity when it is first needed.
   *
   * @param store keeps the refresh tokens, without which an identity and its threads are lost
   */
  public static CloudAuth anonymous(RefreshTokenStore store) {
    requireNonNull(store, "store");
    return new CloudAuth(
        "anonymous",
        transport ->
            new TokenCredentials(new AnonymousTokens(transport, store), transport.clock()));
  }

  boolean isApiKey() {
    return kind.equals(API_KEY);
  }

  Credentials start(CloudTransport transport) {
    return start.with(transport);
  }

  @Override
  public String toString() {
    return "CloudAuth[" + kind + "]";
  }
}
