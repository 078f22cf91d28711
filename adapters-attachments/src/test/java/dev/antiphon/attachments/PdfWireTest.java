package dev.antiphon.attachments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PdfWireTest {

  private static final PdfLimits LIMITS = new PdfLimits(3, 100, 1000, 1, 100);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream output = new DataOutputStream(bytes);
  private final PdfCollector collector = new PdfCollector();

  private Optional<PdfCut> answer(byte[] sent) throws IOException {
    return PdfWire.answer(new DataInputStream(new ByteArrayInputStream(sent)), LIMITS, collector);
  }

  private byte[] twoPages() throws IOException {
    PdfWire.Answer answer = new PdfWire.Answer(output);
    answer.page(new PdfPage(1, "Sch\u00F6n \uD83D\uDE00"));
    answer.image(new PdfPageImage(1, new byte[] {1, 2, 3}));
    answer.page(new PdfPage(2, ""));
    PdfWire.end(output, PdfCut.TIME);
    return bytes.toByteArray();
  }

  @Test
  @DisplayName("a question and its answer arrive as they were sent")
  void thereAndBack() throws IOException {
    PdfWire.ask(output, new PdfQuestion(new byte[] {7, 8}, LIMITS));
    PdfQuestion asked =
        PdfWire.asked(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    bytes.reset();

    Optional<PdfCut> cut = answer(twoPages());

    assertThat(asked.limits()).isEqualTo(LIMITS);
    assertThat(asked.pdf()).containsExactly(7, 8);
    assertThat(cut).contains(PdfCut.TIME);
    PdfContent content = collector.content(null);
    assertThat(content.pages())
        .containsExactly(new PdfPage(1, "Sch\u00F6n \uD83D\uDE00"), new PdfPage(2, ""));
    assertThat(content.images())
        .singleElement()
        .satisfies(image -> assertThat(image.jpeg()).containsExactly(1, 2, 3));
  }

  @Test
  @DisplayName("a refusal arrives as one")
  void refusal() throws IOException {
    PdfWire.refused(output, new FileRefusedException(FileRefusal.ENCRYPTED, "Locked."));

    assertThatThrownBy(() -> answer(bytes.toByteArray()))
        .isInstanceOfSatisfying(FileRefusedException.class, refused -> {
          assertThat(refused.reason()).isEqualTo(FileRefusal.ENCRYPTED);
          assertThat(refused).hasMessage("Locked.");
        });
  }

  @Test
  @DisplayName("of an answer that breaks off, what came before is kept")
  void brokenOff() throws IOException {
    byte[] sent = twoPages();

    assertThatThrownBy(() -> answer(Arrays.copyOf(sent, sent.length - 5)))
        .isInstanceOf(EOFException.class);

    assertThat(collector.pages()).isEqualTo(2);
  }

  @Test
  @DisplayName("an answer with more pages, or longer ones, than were asked for is not believed")
  void tooMuch() throws IOException {
    PdfWire.Answer answer = new PdfWire.Answer(output);
    for (int number = 1; number <= 4; number++) {
      answer.page(new PdfPage(number, "x"));
    }
    assertThatThrownBy(() -> answer(bytes.toByteArray())).hasMessageContaining("More came back");

    bytes.reset();
    answer.page(new PdfPage(1, "x".repeat(301)));
    assertThatThrownBy(() -> PdfWire.answer(
            new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())),
            LIMITS,
            new PdfCollector()))
        .hasMessageContaining("More bytes");
  }

  @Test
  @DisplayName("whatever comes back, it is an answer or an exception that is known")
  void anything() throws IOException {
    byte[] sent = twoPages();
    Random random = new Random(8);
    for (int round = 0; round < 5_000; round++) {
      byte[] changed = sent.clone();
      for (int change = 0; change < 3; change++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }

      Throwable thrown = catchThrowable(() -> PdfWire.answer(
          new DataInputStream(new ByteArrayInputStream(changed)), LIMITS, new PdfCollector()));

      if (thrown != null) {
        assertThat(thrown).isInstanceOfAny(IOException.class, FileRefusedException.class);
      }
    }
  }
}
