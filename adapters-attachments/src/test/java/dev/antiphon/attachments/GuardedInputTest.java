package dev.antiphon.attachments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.antiphon.cancel.Cancellation;
import dev.antiphon.thread.AttachmentFile;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GuardedInputTest {

  private static final FileIntake INTAKE = new FileIntake(1 << 20, Duration.ofMinutes(1));

  /** A file of which a test says everything. */
  private record TestFile(long size, InputStream content) implements AttachmentFile {
    @Override
    public String name() {
      return "a.bin";
    }

    @Override
    public @Nullable String contentType() {
      return null;
    }

    @Override
    public InputStream open() {
      return content;
    }
  }

  /** Gives bytes for ever, and counts them. */
  private static final class Endless extends InputStream {
    private final AtomicLong given = new AtomicLong();

    @Override
    public int read() {
      given.incrementAndGet();
      return 'x';
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      given.addAndGet(length);
      return length;
    }
  }

  /** Gives nothing until it is closed, as a connection does that is lost. */
  private static final class Silent extends InputStream {
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);

    @Override
    public int read() throws IOException {
      asked.countDown();
      try {
        closed.await();
      } catch (InterruptedException interrupted) {
        throw new IOException(interrupted);
      }
      throw new IOException("closed");
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return read();
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  private static byte[] readAll(FileIntake intake, AttachmentFile file, Cancellation cancellation)
      throws IOException {
    return intake.readAll(Requests.of(file, cancellation), intake.deadline(), state -> {});
  }

  private static FileRefusal refusal(FileIntake intake, AttachmentFile file) {
    Throwable thrown = catchThrowable(() -> readAll(intake, file, Cancellation.none()));
    assertThat(thrown).isInstanceOf(FileRefusedException.class);
    return ((FileRefusedException) thrown).reason();
  }

  @Test
  @DisplayName("a file that says that it has 10 GB is refused unopened")
  void longClaim() {
    Endless content = new Endless();

    assertThat(refusal(INTAKE, new TestFile(10L << 30, content))).isEqualTo(FileRefusal.TOO_LARGE);
    assertThat(content.given).hasValue(0);
  }

  @Test
  @DisplayName("an endless file is read as far as allowed, whatever it says of its length")
  void endless() {
    for (long size : new long[] {-1, 0, 10, 1 << 20}) {
      Endless content = new Endless();

      assertThat(refusal(INTAKE, new TestFile(size, content))).isEqualTo(FileRefusal.TOO_LARGE);
      assertThat(content.given.get()).isBetween(1L << 20, (1L << 20) + (64 << 10));
    }
  }

  @Test
  @DisplayName("a file that gives nothing is closed at the deadline, and refused")
  void silent() {
    FileIntake brief = new FileIntake(1 << 20, Duration.ofMillis(50));

    assertThat(refusal(brief, new TestFile(-1, new Silent()))).isEqualTo(FileRefusal.TIMEOUT);
  }

  @Test
  @DisplayName("a file that gives no bytes without ending is refused at the deadline")
  void neverAny() {
    FileIntake brief = new FileIntake(1 << 20, Duration.ofMillis(50));
    InputStream nothing = new InputStream() {
      @Override
      public int read() {
        return 0;
      }

      @Override
      public int read(byte[] target, int offset, int length) {
        return 0;
      }
    };

    assertThat(refusal(brief, new TestFile(-1, nothing))).isEqualTo(FileRefusal.TIMEOUT);
  }

  @Test
  @DisplayName("ATT-4: a cancel closes a file that gives nothing, and the read ends as cancelled")
  void cancelled() throws Exception {
    Silent content = new Silent();
    TestCancellation cancellation = new TestCancellation();
    Thread canceller = new Thread(() -> {
      try {
        content.asked.await();
      } catch (InterruptedException impossible) {
        throw new IllegalStateException(impossible);
      }
      cancellation.cancel();
    });
    canceller.start();

    assertThatThrownBy(() -> readAll(INTAKE, new TestFile(-1, content), cancellation))
        .isInstanceOf(CancellationException.class);
    canceller.join();
  }

  @Test
  @DisplayName("a file that cannot be read fails with its own exception")
  void fails() {
    IOException cut = new IOException("the upload was cut");
    assertThatThrownBy(
            () -> readAll(INTAKE, new TestFile(-1, new FailingInput(cut)), Cancellation.none()))
        .isSameAs(cut);
  }
}
