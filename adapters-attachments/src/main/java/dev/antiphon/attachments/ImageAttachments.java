package dev.antiphon.attachments;

import static java.util.Objects.requireNonNull;

import dev.antiphon.attachment.DataUrl;
import dev.antiphon.message.Attachment;
import dev.antiphon.message.ImagePart;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.AttachmentRequest;
import dev.antiphon.thread.AttachmentStatus;
import dev.antiphon.thread.PendingAttachment;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes image parts with data URLs of PNG, JPEG, GIF and WebP files. An image is complete as soon
 * as it is added: what was checked is what is sent.
 *
 * <p>Size and pixels are checked before anything is decoded, and nothing is decoded unless
 * {@link ImageOptions.Builder#scaleTo} asks for smaller images. What stands behind the end of an
 * image is left out; if that is a second file, the image is refused. SVG is a text, not an image.
 *
 * <p>Making images smaller is what the JDK's ImageIO can decode, which is all but WebP; a WebP
 * image stays as it is unless a reader such as {@code com.twelvemonkeys.imageio:imageio-webp} is on
 * the class path.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; {@link #add} blocks while it reads.
 */
public final class ImageAttachments implements AttachmentAdapter {

  private static final String TYPE = "image";

  private final ImageOptions options;

  /** Makes one with {@link ImageOptions#DEFAULT}. */
  public ImageAttachments() {
    this(ImageOptions.DEFAULT);
  }

  /**
   * Makes one.
   *
   * @param options which images are taken
   */
  public ImageAttachments(ImageOptions options) {
    this.options = requireNonNull(options, "options");
  }

  @Override
  public String accept() {
    return "image/png, image/jpeg, image/gif, image/webp, .png, .jpg, .jpeg, .gif, .webp";
  }

  /**
   * {@inheritDoc}
   *
   * @throws FileRefusedException if the file is not an image that is taken
   * @throws IOException if the file cannot be read
   */
  @Override
  public PendingAttachment add(AttachmentRequest request, Consumer<PendingAttachment> states)
      throws IOException {
    Deadline deadline = options.intake().deadline();
    byte[] image = options.intake().readAll(request, deadline, states);
    ImageOutline outline = ImageCheck.check(request.file(), image, options);
    EncodedImage kept = inSize(outline, image, request, deadline);
    String name = FileNames.harmless(request.attachment().name());
    String contentType = kept.format().contentType();
    String url = DataUrl.of(contentType, kept.bytes());
    return request.attachment().toBuilder()
        .type(TYPE)
        .name(name)
        .contentType(contentType)
        .content(List.of(new ImagePart(url, name, null)))
        .status(AttachmentStatus.COMPLETE)
        .build();
  }

  private EncodedImage inSize(
      ImageOutline outline, byte[] image, AttachmentRequest request, Deadline deadline) {
    byte[] alone = outline.end() == image.length ? image : Arrays.copyOf(image, outline.end());
    EncodedImage asItIs = new EncodedImage(outline.format(), alone);
    int scaleTo = options.scaleTo();
    if (scaleTo == 0 || Math.max(outline.width(), outline.height()) <= scaleTo) {
      return asItIs;
    }
    return ImageScaling.shrink(outline, image, scaleTo, request.cancellation(), deadline)
        .orElse(asItIs);
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
