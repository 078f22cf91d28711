package dev.antiphon.attachments;

import static java.util.Objects.requireNonNull;

import dev.antiphon.attachment.AttachedText;
import dev.antiphon.attachment.DataUrl;
import dev.antiphon.message.Attachment;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.MessagePart;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.AttachmentRequest;
import dev.antiphon.thread.AttachmentStatus;
import dev.antiphon.thread.PendingAttachment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes a text part of a PDF file, each page under its number, in a tag with the file's name (rule
 * ATT-10); if asked for, an image part of each of the first pages as well. It is complete as soon
 * as it is added.
 *
 * <p>Files are read in a process of their own unless {@link PdfOptions.Builder#isolation} says
 * otherwise. A file that is too long, or takes too much, is cut and says so; of one that asks for a
 * password, is cut off or of which no page can be read, the add fails. Scripts, forms, links and
 * embedded files are not looked at.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; {@link #add} blocks while it reads.
 */
public final class PdfAttachments implements AttachmentAdapter {

  private static final String TYPE = "document";
  private static final String PDF = "application/pdf";
  private static final Set<String> CLAIMS = Set.of(PDF, "application/x-pdf");
  private static final String END_MARK = "%%EOF";

  /** Behind the end mark, programs leave a line or two. */
  private static final int END_SEARCHED = 4096;

  private final PdfOptions options;
  private final PdfReader reader;

  /** Makes one with {@link PdfOptions#DEFAULT}. */
  public PdfAttachments() {
    this(PdfOptions.DEFAULT);
  }

  /**
   * Makes one.
   *
   * @param options which files are taken, and how much of them
   * @throws IllegalStateException if files are to be read in a process of their own, and none can
   *     be started from here
   */
  public PdfAttachments(PdfOptions options) {
    this(
        options,
        options.isolation() == PdfIsolation.PROCESS
            ? new PdfProcess(options.maxMemory())
            : new PdfThread());
  }

  PdfAttachments(PdfOptions options, PdfReader reader) {
    this.options = requireNonNull(options, "options");
    this.reader = reader;
  }

  @Override
  public String accept() {
    return "application/pdf, .pdf";
  }

  /**
   * {@inheritDoc}
   *
   * @throws FileRefusedException if the file is not a PDF file that is taken
   * @throws IOException if the file cannot be read
   */
  @Override
  public PendingAttachment add(AttachmentRequest request, Consumer<PendingAttachment> states)
      throws IOException {
    byte[] pdf = options.intake().readAll(request, options.intake().deadline(), states);
    check(request, pdf);
    PdfContent content = reader.read(pdf, options.limits(), request.cancellation());
    String name = FileNames.harmless(request.attachment().name());
    return request.attachment().toBuilder()
        .type(TYPE)
        .name(name)
        .contentType(PDF)
        .content(parts(name, content))
        .status(AttachmentStatus.COMPLETE)
        .build();
  }

  private static void check(AttachmentRequest request, byte[] pdf) {
    String type = MediaTypes.of(pdf, pdf.length);
    if (!type.equals(PDF)) {
      throw new FileRefusedException(
          FileRefusal.WRONG_TYPE,
          "By its bytes the file is %s, not a PDF file. Attach it as what it is.".formatted(type));
    }
    TypeClaims.check(request.file(), type, CLAIMS::contains);
    int searched = Math.min(pdf.length, END_SEARCHED);
    String end = new String(pdf, pdf.length - searched, searched, StandardCharsets.ISO_8859_1);
    if (!end.contains(END_MARK)) {
      throw new FileRefusedException(
          FileRefusal.DAMAGED, "The PDF file ends in the middle. Give a whole one.");
    }
  }

  private List<MessagePart> parts(String name, PdfContent content) {
    List<MessagePart> parts = new ArrayList<>();
    parts.add(AttachedText.part(name, PdfText.of(content)));
    for (PdfPageImage image : content.images()) {
      String url = DataUrl.of(ImageFormat.JPEG.contentType(), image.jpeg());
      parts.add(new ImagePart(url, "%s, page %d.jpg".formatted(name, image.number()), null));
    }
    return parts;
  }

  @Override
  public Attachment send(AttachmentRequest request) throws IOException {
    return request.attachment().status().isComplete()
        ? request.attachment().toAttachment()
        : add(request, state -> {}).toAttachment();
  }

  /** Does nothing: nothing is kept outside the attachment. */
  @Override
  public void remove(AttachmentRequest request) {}
}
