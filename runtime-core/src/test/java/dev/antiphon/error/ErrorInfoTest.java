package dev.antiphon.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ErrorInfoTest {

  @Test
  @DisplayName("ERR-1: an exception of ours carries its error info, and shows its message")
  void carried() {
    ErrorInfo info = new ErrorInfo(
        ErrorInfo.NETWORK, "gone", ErrorInfo.Severity.WARNING, ErrorInfo.Display.TOAST);
    Exception cause = new Exception("behind it");

    ChatRuntimeException exception = new ChatRuntimeException(info, cause);

    assertThat(exception).hasMessage("gone").hasCause(cause);
    assertThat(exception.info()).isEqualTo(info);
    assertThat(new ChatRuntimeException(info)).hasNoCause();
  }

  @Test
  @DisplayName("ERR-2: an error info is kept")
  void kept() {
    ErrorInfo info = ErrorInfo.of(ErrorInfo.PROVIDER, "refused");

    assertThat(ErrorInfo.from(new ChatRuntimeException(info))).isSameAs(info);
    assertThat(ErrorInfo.from(new ChatRuntimeException(info), ErrorInfo.STORAGE))
        .isSameAs(info);
  }

  @Test
  @DisplayName("ERR-2: an exception gives code unknown and its message")
  void foreign() {
    assertThat(ErrorInfo.from(new IllegalStateException("boom")))
        .isEqualTo(ErrorInfo.of("unknown", "boom"));
    assertThat(ErrorInfo.from(new IllegalStateException("boom"), ErrorInfo.STORAGE))
        .isEqualTo(ErrorInfo.of("storage", "boom"));
  }

  @Test
  @DisplayName("ERR-2: an exception without message gives its class name, an anonymous one too")
  void withoutMessage() {
    assertThat(ErrorInfo.from(new IllegalStateException()).message())
        .isEqualTo("IllegalStateException");
    assertThat(ErrorInfo.from(new IllegalStateException(" ")).message())
        .isEqualTo("IllegalStateException");
    assertThat(ErrorInfo.from(new Exception() {}).message()).startsWith("ErrorInfoTest$");
  }

  @Test
  @DisplayName("ERR-2: what fails while it is converted gives its class name, whatever it throws")
  void failsToConvert() {
    assertThat(ErrorInfo.from(new Unreadable(new IllegalStateException("no"))).message())
        .isEqualTo("ErrorInfoTest$Unreadable");
    assertThat(ErrorInfo.from(new Unreadable(new NoClassDefFoundError("no"))).message())
        .isEqualTo("ErrorInfoTest$Unreadable");
    assertThat(ErrorInfo.from(new Unreadable(new StackOverflowError())).message())
        .isEqualTo("ErrorInfoTest$Unreadable");
  }

  @Test
  @DisplayName("a message is cut to 2048 characters, never within a character")
  void cut() {
    assertThat(ErrorInfo.of("x", "a".repeat(2048)).message()).hasSize(2048).doesNotContain("…");
    assertThat(ErrorInfo.of("x", "a".repeat(2049)).message()).hasSize(2048).endsWith("a…");
    String smileys = "😀".repeat(1200);
    assertThat(ErrorInfo.of("x", smileys).message()).hasSize(2047).endsWith("😀…");
  }

  /** Fails when it is asked for its message. */
  private static final class Unreadable extends RuntimeException {
    private final transient Throwable failure;

    Unreadable(Throwable failure) {
      this.failure = failure;
    }

    @Override
    public String getMessage() {
      if (failure instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(failure);
    }
  }
}
