package dev.antiphon.attachments;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this process and one that reads a PDF file say to each other through the pipes between them.
 * What comes back was made of a hostile file: no length in it is believed beyond the limits.
 */
final class PdfWire {

  /** The first word of the other process: it has started. */
  static final int HELLO = 0x50444621;

  private static final int PAGE = 1;
  private static final int IMAGE = 2;
  private static final int END = 3;
  private static final int REFUSED = 4;

  private static final String COMPLETE = "";

  private static final int BYTES_PER_CHARACTER = 3;
  private static final int MAX_IMAGE_BYTES = 32 << 20;
  private static final int MAX_MESSAGE_BYTES = 4096;

  private PdfWire() {}

  static void ask(DataOutputStream output, PdfQuestion question) throws IOException {
    PdfLimits limits = question.limits();
    output.writeInt(limits.maxPages());
    output.writeInt(limits.maxCharacters());
    output.writeLong(limits.maxMillis());
    output.writeInt(limits.pageImages());
    output.writeInt(limits.pageImageSide());
    write(output, question.pdf());
    output.flush();
  }

  static PdfQuestion asked(DataInputStream input) throws IOException {
    PdfLimits limits = new PdfLimits(
        input.readInt(), input.readInt(), input.readLong(), input.readInt(), input.readInt());
    return new PdfQuestion(read(input, Integer.MAX_VALUE), limits);
  }

  /** Sends what is read as soon as it is read. */
  record Answer(DataOutputStream output) implements PdfSink {

    @Override
    public void page(PdfPage page) throws IOException {
      output.write(PAGE);
      output.writeInt(page.number());
      write(output, page.text().getBytes(StandardCharsets.UTF_8));
      output.flush();
    }

    @Override
    public void image(PdfPageImage image) throws IOException {
      output.write(IMAGE);
      output.writeInt(image.number());
      write(output, image.jpeg());
      output.flush();
    }
  }

  static void end(DataOutputStream output, @Nullable PdfCut cut) throws IOException {
    output.write(END);
    output.writeUTF(cut == null ? COMPLETE : cut.name());
    output.flush();
  }

  static void refused(DataOutputStream output, FileRefusedException refused) throws IOException {
    output.write(REFUSED);
    output.writeUTF(refused.reason().name());
    write(output, refused.info().message().getBytes(StandardCharsets.UTF_8));
    output.flush();
  }

  /**
   * Reads the answer to its end.
   *
   * @param collector takes what was read, also when the answer breaks off
   * @throws FileRefusedException if that is the answer
   * @throws IOException if the answer breaks off or makes no sense
   */
  static Optional<PdfCut> answer(DataInputStream input, PdfLimits limits, PdfCollector collector)
      throws IOException {
    while (true) {
      int kind = input.readUnsignedByte();
      switch (kind) {
        case PAGE -> {
          checkCount(collector.pages(), limits.maxPages());
          collector.page(readPage(input, limits));
        }
        case IMAGE -> {
          checkCount(collector.images(), limits.pageImages());
          collector.image(new PdfPageImage(input.readInt(), read(input, MAX_IMAGE_BYTES)));
        }
        case END -> {
          String cut = input.readUTF();
          return cut.equals(COMPLETE) ? Optional.empty() : Optional.of(constant(PdfCut.class, cut));
        }
        case REFUSED -> {
          FileRefusal reason = constant(FileRefusal.class, input.readUTF());
          throw new FileRefusedException(reason, text(read(input, MAX_MESSAGE_BYTES)));
        }
        default -> throw new IOException("An answer of an unknown kind came back.");
      }
    }
  }

  private static PdfPage readPage(DataInputStream input, PdfLimits limits) throws IOException {
    int number = input.readInt();
    String text = text(read(input, (long) limits.maxCharacters() * BYTES_PER_CHARACTER));
    return new PdfPage(number, text);
  }

  private static void checkCount(int had, int asked) throws IOException {
    if (had >= asked) {
      throw new IOException("More came back than was asked for.");
    }
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String name) throws IOException {
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException unknown) {
      throw new IOException("A constant of an unknown name came back.", unknown);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void write(DataOutputStream output, byte[] bytes) throws IOException {
    output.writeInt(bytes.length);
    output.write(bytes);
  }

  private static byte[] read(DataInputStream input, long max) throws IOException {
    int length = input.readInt();
    if (length < 0 || length > max) {
      throw new IOException("More bytes came back than there can be.");
    }
    byte[] bytes = new byte[length];
    input.readFully(bytes);
    return bytes;
  }
}
