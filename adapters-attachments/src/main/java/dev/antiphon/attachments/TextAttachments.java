package dev.antiphon.attachments;

import static java.util.Objects.requireNonNull;

import dev.antiphon.attachment.AttachedText;
import dev.antiphon.message.Attachment;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.AttachmentRequest;
import dev.antiphon.thread.AttachmentStatus;
import dev.antiphon.thread.PendingAttachment;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes text parts of texts of any kind: plain ones, Markdown, tables, source code, configuration,
 * JSON, and the markup of HTML, SVG and XML as it stands there. The model gets the text in a tag
 * with the file's name (rule ATT-10); it is complete as soon as it is added.
 *
 * <p>The charset is found from the bytes: a byte order mark, UTF-8 and UTF-16, then what the text
 * declares if it fits, then statistics. Bytes that do not fit become U+FFFD, NUL is left out. A
 * long text is cut, and says so.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; {@link #add} blocks while it reads.
 */
public final class TextAttachments implements AttachmentAdapter {

  private static final String TYPE = "document";

  private final TextOptions options;

  /** Makes one with {@link TextOptions#DEFAULT}. */
  public TextAttachments() {
    this(TextOptions.DEFAULT);
  }

  /**
   * Makes one.
   *
   * @param options which texts are taken, and how much of them
   */
  public TextAttachments(TextOptions options) {
    this.options = requireNonNull(options, "options");
  }

  @Override
  public String accept() {
    return TextTypes.ACCEPT;
  }

  /**
   * {@inheritDoc}
   *
   * @throws FileRefusedException if the file is not a text that is taken
   * @throws IOException if the file cannot be read
   */
  @Override
  public PendingAttachment add(AttachmentRequest request, Consumer<PendingAttachment> states)
      throws IOException {
    byte[] bytes = options.intake().readAll(request, options.intake().deadline(), states);
    String type = MediaTypes.of(bytes, bytes.length);
    String text = TextTypes.decoded(bytes, type, request.file().contentType());
    String name = FileNames.harmless(request.attachment().name());
    return request.attachment().toBuilder()
        .type(TYPE)
        .name(name)
        .contentType(TextTypes.shownAs(type))
        .content(List.of(AttachedText.part(name, cut(text))))
        .status(AttachmentStatus.COMPLETE)
        .build();
  }

  private String cut(String text) {
    String start = ReadableText.start(text, options.maxCharacters());
    return start.length() == text.length()
        ? text
        : start
            + "\n[Cut here: the text has %d characters, of which these are the first %d.]"
                .formatted(text.length(), start.length());
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
