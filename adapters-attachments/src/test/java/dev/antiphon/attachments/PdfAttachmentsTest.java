package dev.antiphon.attachments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.memory.InMemoryFile;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.TextPart;
import dev.antiphon.thread.AttachmentStatus;
import dev.antiphon.thread.PendingAttachment;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PdfAttachmentsTest {

  private static InMemoryFile file(byte[] content) {
    return new InMemoryFile("paper.pdf", "application/pdf", content);
  }

  private static PdfOptions.Builder onThread() {
    return PdfOptions.builder().isolation(PdfIsolation.THREAD);
  }

  private static String text(PdfOptions options, byte[] content) throws Exception {
    return Requests.text(new PdfAttachments(options), file(content));
  }

  private static FileRefusal refusal(byte[] content) {
    return Requests.refusal(new PdfAttachments(onThread().build()), file(content))
        .reason();
  }

  @Test
  @DisplayName("ATT-10: the text of each page stands under its number, in one tag, complete")
  void pages() throws Exception {
    PendingAttachment added = Requests.add(
        new PdfAttachments(), file(SamplePdfs.of("Where is the key?", "", "Under the mat.")));

    assertThat(added.status()).isEqualTo(AttachmentStatus.COMPLETE);
    assertThat(added.type()).isEqualTo("document");
    assertThat(added.contentType()).isEqualTo("application/pdf");
    assertThat(added.content())
        .singleElement()
        .isInstanceOfSatisfying(TextPart.class, part -> assertThat(part.text()).isEqualTo("""
                <attachment name="paper.pdf">
                [page 1]
                Where is the key?

                [page 2]

                [page 3]
                Under the mat.
                </attachment>"""));
  }

  @Test
  @DisplayName("a file reads the same in a process of its own and on the thread")
  void sameInBoth() throws Exception {
    byte[] pdf = SamplePdfs.of("Where is the key?", "Under the mat.");

    assertThat(text(onThread().build(), pdf)).isEqualTo(text(PdfOptions.DEFAULT, pdf));
  }

  @Test
  @DisplayName("the first pages become images as well, if that is asked for")
  void pageImages() throws Exception {
    PdfAttachments seeing =
        new PdfAttachments(PdfOptions.builder().pageImages(2).pageImageSide(400).build());

    PendingAttachment added =
        Requests.add(seeing, file(SamplePdfs.of("Where is the key?", "Under the mat.", "Thanks.")));

    assertThat(added.content()).hasSize(3);
    assertThat(((ImagePart) added.content().get(1)).filename()).isEqualTo("paper.pdf, page 1.jpg");
    BufferedImage page = SampleImages.decoded(Requests.image(added, 1));
    assertThat(page.getHeight()).isBetween(398, 400);
    assertThat(page.getWidth()).isLessThan(page.getHeight());
    assertThat(darkPixels(page)).as("letters").isGreaterThan(20);
  }

  private static int darkPixels(BufferedImage page) {
    int dark = 0;
    for (int x = 0; x < page.getWidth(); x++) {
      for (int y = 0; y < page.getHeight(); y++) {
        dark += (page.getRGB(x, y) & 0xFF) < 128 ? 1 : 0;
      }
    }
    return dark;
  }

  @Test
  @DisplayName("pages are not drawn where drawing cannot be stopped")
  void noImagesOnThread() {
    assertThatThrownBy(() -> onThread().pageImages(1).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PdfIsolation.PROCESS");
  }

  @Test
  @DisplayName("a file without any text says so")
  void scanned() throws Exception {
    assertThat(text(onThread().build(), SamplePdfs.of("", "")))
        .contains("[page 2]\n\n[No text was found on these pages; they may be pictures of text.]");
  }

  @Test
  @DisplayName("a file with more pages or more text than allowed is cut, and says so")
  void cut() throws Exception {
    byte[] pdf = SamplePdfs.of("Where is the key?", "Under the mat.", "Thanks.");

    assertThat(text(onThread().maxPages(2).build(), pdf))
        .endsWith("Under the mat.\n\n[Cut here: it has more pages than are read.]\n</attachment>");
    assertThat(text(onThread().maxCharacters(25).build(), pdf))
        .contains("Where is the key?")
        .contains("[page 2]\nUnder th")
        .doesNotContain("Under the ")
        .doesNotContain("Thanks")
        .endsWith("[Cut here: it has more text than is read.]\n</attachment>");
  }

  @Test
  @DisplayName("a page that is broken says so, and the others are read")
  void brokenPage() throws Exception {
    byte[] pdf = SamplePdfs.page("BT/F 9 Tf 50 50 Td(Before)Tj (Key Tj ET");

    assertThat(text(onThread().build(), pdf)).contains("[page 1]\n");
  }

  @Test
  @DisplayName("a file that asks for a password, or forbids to take its text out, is refused")
  void locked() throws Exception {
    assertThat(refusal(SamplePdfs.locked("sesame"))).isEqualTo(FileRefusal.ENCRYPTED);
    assertThat(refusal(SamplePdfs.locked(""))).isEqualTo(FileRefusal.ENCRYPTED);
  }

  @Test
  @DisplayName("a file that is cut off anywhere is refused, and never read in part")
  void cutOff() throws Exception {
    byte[] pdf = SamplePdfs.of("Where is the key?", "Under the mat.");

    for (int length = 0; length < pdf.length - 6; length += 13) {
      assertThat(refusal(Arrays.copyOf(pdf, length)))
          .as("the first %d bytes", length)
          .isIn(FileRefusal.WRONG_TYPE, FileRefusal.DAMAGED);
    }
  }

  @Test
  @DisplayName("a file whose inside is destroyed is refused as damaged")
  void damaged() {
    byte[] pdf = ("%PDF-1.7\n" + "nothing of it is left ".repeat(50) + "\n%%EOF\n")
        .getBytes(StandardCharsets.US_ASCII);

    assertThat(refusal(pdf)).isEqualTo(FileRefusal.DAMAGED);
    assertThat(refusal(new SamplePdfs.Written().bytes())).isEqualTo(FileRefusal.DAMAGED);
  }

  @Test
  @DisplayName("a file that calls itself something else is refused")
  void disguised() throws Exception {
    byte[] pdf = SamplePdfs.of("x");

    FileRefusedException refused = Requests.refusal(
        new PdfAttachments(onThread().build()), new InMemoryFile("paper.txt", null, pdf));

    assertThat(refused.reason()).isEqualTo(FileRefusal.DISGUISED);
  }

  @Test
  @DisplayName("ATT-4: a cancel ends the process that reads, and the work on the thread")
  void cancelled() throws Exception {
    byte[] endless = SamplePdfs.formBomb(40);
    for (PdfOptions options : new PdfOptions[] {
      PdfOptions.builder().timeLimit(Duration.ofMinutes(5)).build(),
      onThread().timeLimit(Duration.ofMinutes(5)).build()
    }) {
      TestCancellation cancellation = new TestCancellation();
      Thread canceller = new Thread(cancellation::cancel);

      assertThatThrownBy(() -> new PdfAttachments(options)
              .add(Requests.of(file(endless), cancellation), state -> {
                if (state.status().progress() == 1) {
                  canceller.start();
                }
              }))
          .isInstanceOf(CancellationException.class);
      canceller.join();
    }
  }

  @Test
  @DisplayName("a process that cannot start fails the add, and says what to do")
  void cannotStart() throws Exception {
    PdfAttachments greedy =
        new PdfAttachments(PdfOptions.builder().maxMemory(Integer.MAX_VALUE).build());
    InMemoryFile pdf = file(SamplePdfs.of("x"));

    assertThatThrownBy(() -> Requests.add(greedy, pdf))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("did not start (exit code 1)")
        .hasMessageContaining("PdfIsolation.THREAD");
  }

  @Test
  @DisplayName("a class that is in no jar or folder cannot be given to a process, which is said")
  void noPlace() {
    assertThatThrownBy(() -> ClassPlaces.of(String.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("java.lang.String")
        .hasMessageContaining("PdfIsolation.THREAD");
  }

  @Test
  @DisplayName("options that make no sense are refused")
  void options() {
    assertThatThrownBy(() -> PdfOptions.builder().maxPages(0).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PdfOptions.builder().maxMemory(1).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 MiB");
  }
}
