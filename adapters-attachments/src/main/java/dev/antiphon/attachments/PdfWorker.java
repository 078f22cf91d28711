package dev.antiphon.attachments;

import dev.antiphon.cancel.Cancellation;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.LogManager;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.font.FontMappers;

/**
 * The process that reads one PDF file: the file comes in, its pages go out as they are read, and
 * that is all it does. It ends itself if nobody else does.
 */
final class PdfWorker {

  private static final Duration TO_BE_KILLED = Duration.ofSeconds(30);

  private PdfWorker() {}

  /**
   * Reads a file from the standard input.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) throws IOException {
    LogManager.getLogManager().reset();
    ImageIO.setUseCache(false);
    FontMappers.set(new BundledFont());
    DataOutputStream output = new DataOutputStream(new BufferedOutputStream(System.out));
    output.writeInt(PdfWire.HELLO);
    output.flush();
    PdfQuestion question = PdfWire.asked(new DataInputStream(new BufferedInputStream(System.in)));
    Deadline.after(TO_BE_KILLED.plusMillis(question.limits().maxMillis()))
        .whenPassed(() -> Runtime.getRuntime().halt(1));
    try {
      Optional<PdfCut> cut = new PdfExtraction(question.limits(), Cancellation.none())
          .run(question.pdf(), new PdfWire.Answer(output));
      PdfWire.end(output, cut.orElse(null));
    } catch (FileRefusedException refused) {
      PdfWire.refused(output, refused);
    }
  }
}
