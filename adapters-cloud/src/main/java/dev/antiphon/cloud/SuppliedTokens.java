package dev.antiphon.cloud;

/** Tokens that the application supplies. */
final class SuppliedTokens implements TokenSource {

  private final TokenSupplier supplier;

  SuppliedTokens(TokenSupplier supplier) {
    this.supplier = supplier;
  }

  @Override
  public AccessToken next(String owner) {
    String token;
    try {
      token = supplier.token(owner);
    } catch (CloudException known) {
      throw known;
    } catch (Exception failure) {
      throw CloudException.unauthorized("the token supplier failed", failure);
    }
    if (token == null || token.isEmpty()) {
      throw CloudException.unauthorized("the token supplier gave none", null);
    }
    return AccessToken.of(token);
  }
}
