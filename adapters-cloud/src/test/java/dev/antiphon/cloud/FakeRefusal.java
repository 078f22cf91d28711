package dev.antiphon.cloud;

/** What the server answers instead of doing what it was asked. */
final class FakeRefusal extends RuntimeException {

  private static final long serialVersionUID = 1;

  final int status;
  final String code;

  FakeRefusal(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static FakeRefusal notFound() {
    return new FakeRefusal(404, "not_found", "there is none");
  }
}
