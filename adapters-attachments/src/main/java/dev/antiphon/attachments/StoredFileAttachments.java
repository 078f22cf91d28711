package dev.antiphon.attachments;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Attachment;
import dev.antiphon.message.FilePart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.MessagePart;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.AttachmentRequest;
import dev.antiphon.port.AttachmentStore;
import dev.antiphon.port.FileId;
import dev.antiphon.thread.AttachmentStatus;
import dev.antiphon.thread.PendingAttachment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts files of any kind into an {@link AttachmentStore} when they are added. The message names the
 * file by its id, or by its URL if {@link StoredFileOptions.Builder#url} says where files can be
 * had; no bytes go with it, and nothing is opened, so that an archive stays packed.
 *
 * <p>An attachment that is removed, or whose add is cancelled, leaves no file. One that was sent
 * does: it belongs to the message.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; all methods but {@link #accept} block.
 */
public final class StoredFileAttachments implements AttachmentAdapter {

  private final AttachmentStore store;
  private final StoredFileOptions options;

  /**
   * Makes one with {@link StoredFileOptions#DEFAULT}.
   *
   * @param store where files go; not closed by this
   */
  public StoredFileAttachments(AttachmentStore store) {
    this(store, StoredFileOptions.DEFAULT);
  }

  /**
   * Makes one.
   *
   * @param store where files go; not closed by this
   * @param options which files are taken, and how a message names them
   */
  public StoredFileAttachments(AttachmentStore store, StoredFileOptions options) {
    this.store = requireNonNull(store, "store");
    this.options = requireNonNull(options, "options");
  }

  @Override
  public String accept() {
    return options.accept();
  }

  /**
   * {@inheritDoc}
   *
   * @throws FileRefusedException if the file is not taken
   * @throws dev.antiphon.port.StorageException if it cannot be stored
   * @throws IOException if it cannot be read
   */
  @Override
  public PendingAttachment add(AttachmentRequest request, Consumer<PendingAttachment> states)
      throws IOException {
    Deadline deadline = options.intake().deadline();
    try (GuardedInput input = options.intake().open(request, deadline, states)) {
      byte[] start = input.readNBytes(MediaTypes.PREFIX);
      String type = MediaTypes.of(start, start.length);
      boolean isImage = ImageFormat.of(type).isPresent();
      InputStream content = new SequenceInputStream(new ByteArrayInputStream(start), input);
      if (isImage && options.url().isPresent()) {
        content = checkedImage(request, content.readAllBytes());
      }
      FileId file = store.put(request.thread().owner(), content);
      if (request.cancellation().isCancelled()) {
        store.delete(request.thread().owner(), file);
        throw Watch.cancelled();
      }
      return stored(request.attachment(), file, MediaTypes.harmless(type), isImage);
    }
  }

  /** An image part is shown by whoever gets it: it has to be one, and nothing else. */
  private InputStream checkedImage(AttachmentRequest request, byte[] image) {
    ImageOutline outline = ImageCheck.check(request.file(), image, ImageOptions.DEFAULT);
    return new ByteArrayInputStream(image, 0, outline.end());
  }

  private PendingAttachment stored(
      PendingAttachment attachment, FileId file, String type, boolean isImage) {
    String name = FileNames.harmless(attachment.name());
    return attachment.toBuilder()
        .type(isImage ? "image" : "file")
        .name(name)
        .contentType(type)
        .content(List.of(part(file, type, name, isImage)))
        .status(AttachmentStatus.READY)
        .build();
  }

  private MessagePart part(FileId file, String type, String name, boolean isImage) {
    Optional<String> url = options.url().map(places -> places.of(file));
    if (url.isEmpty()) {
      return new FilePart(file.value(), type, name, "id", null, null);
    }
    return isImage
        ? new ImagePart(url.get(), name, null)
        : new FilePart(url.get(), type, name, "url", null, null);
  }

  @Override
  public Attachment send(AttachmentRequest request) throws IOException {
    PendingAttachment attachment = request.attachment();
    PendingAttachment added =
        attachment.content().isEmpty() ? add(request, state -> {}) : attachment;
    return added.toBuilder().status(AttachmentStatus.COMPLETE).build().toAttachment();
  }

  /** Deletes the file, if it was stored. */
  @Override
  public void remove(AttachmentRequest request) {
    for (MessagePart part : request.attachment().content()) {
      fileOf(part).ifPresent(file -> store.delete(request.thread().owner(), file));
    }
  }

  private Optional<FileId> fileOf(MessagePart part) {
    if (part instanceof FilePart file && "id".equals(file.sourceType())) {
      return Optional.of(new FileId(file.data()));
    }
    String url = part instanceof FilePart file
        ? file.data()
        : part instanceof ImagePart image ? image.image() : "";
    return options.url().flatMap(places -> places.fileOf(url));
  }
}
