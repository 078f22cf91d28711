package dev.antiphon.cloud;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Attachment;
import dev.antiphon.message.FilePart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.MessagePart;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.AttachmentRequest;
import dev.antiphon.thread.AttachmentStatus;
import dev.antiphon.thread.PendingAttachment;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Uploads files to Assistant Cloud when they are attached; the message names them by URL. Their
 * type is found from their bytes, and they are not looked into further: {@code ImageAttachments}
 * and the others of adapters-attachments do that.
 *
 * <p>The API has no call that deletes a file: one that was uploaded stays there, whether its
 * attachment is removed or sent. Whoever has the URL can read it.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; all methods but {@link #accept} block.
 */
public final class CloudAttachments implements AttachmentAdapter {

  /** The most bytes of a file, unless another number is given: 20 MiB. */
  public static final int DEFAULT_MAX_BYTES = 20 << 20;

  private final CloudClient client;
  private final String accept;
  private final int maxBytes;

  /**
   * Makes one that takes every file of up to {@link #DEFAULT_MAX_BYTES}.
   *
   * @param client speaks to the server
   */
  public CloudAttachments(CloudClient client) {
    this(client, "*", DEFAULT_MAX_BYTES);
  }

  /**
   * Makes one.
   *
   * @param client speaks to the server
   * @param accept the files that are taken, such as {@code image/*, .pdf}
   * @param maxBytes the most bytes of a file, which is read into memory; 1 or more
   */
  public CloudAttachments(CloudClient client, String accept, int maxBytes) {
    this.client = requireNonNull(client, "client");
    this.accept = requireNonNull(accept, "accept");
    checkMaxBytes(maxBytes);
    this.maxBytes = maxBytes;
  }

  static void checkMaxBytes(int maxBytes) {
    if (maxBytes < 1 || maxBytes == Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "A file may have 1 byte or more, and less than 2 GiB, not " + maxBytes + " bytes.");
    }
  }

  @Override
  public String accept() {
    return accept;
  }

  /**
   * {@inheritDoc}
   *
   * @throws CloudException if the file is too large, or the server does not take it
   * @throws IOException if it cannot be read
   * @throws CancellationException if it was cancelled
   */
  @Override
  public PendingAttachment add(AttachmentRequest request, Consumer<PendingAttachment> states)
      throws IOException {
    byte[] content = read(request);
    String type = FileType.of(content);
    String name = FileName.harmless(request.attachment().name());
    UploadPlace place = place(request.thread().owner(), name);
    try (UploadProgress progress = new UploadProgress(request, states)) {
      client.repeat(() -> {
        request.cancellation().throwIfCancelled();
        client
            .transport()
            .upload(place.upload(), type, UploadBody.of(content, progress), request.cancellation());
        return place;
      });
    }
    request.cancellation().throwIfCancelled();
    boolean isImage = FileType.isImage(type);
    return request.attachment().toBuilder()
        .type(isImage ? "image" : "file")
        .name(name)
        .contentType(type)
        .content(List.of(part(place.url(), type, name)))
        .status(AttachmentStatus.READY)
        .build();
  }

  private byte[] read(AttachmentRequest request) throws IOException {
    request.cancellation().throwIfCancelled();
    if (request.file().size() > maxBytes) {
      throw CloudException.fileTooLarge(maxBytes);
    }
    try (InputStream input = request.file().open()) {
      byte[] content = input.readNBytes(maxBytes + 1);
      request.cancellation().throwIfCancelled();
      if (content.length > maxBytes) {
        throw CloudException.fileTooLarge(maxBytes);
      }
      return content;
    }
  }

  /** Where a file goes, and where it can be had afterwards. */
  private record UploadPlace(URI upload, URI url) {}

  private UploadPlace place(String owner, String name) {
    // A place that is not used does no harm, so this may be asked twice.
    CloudCall call = CloudCall.post("files", "attachments", "generate-presigned-upload-url")
        .body(Map.of("filename", name))
        .repeatable();
    AnswerFields fields = client.send(owner, call).fields();
    if (!fields.flag("success")) {
      throw fields.malformed("success", "true");
    }
    return new UploadPlace(fields.url("signedUrl"), fields.url("publicUrl"));
  }

  private static MessagePart part(URI url, String type, String name) {
    return FileType.isImage(type)
        ? new ImagePart(url.toString(), name, null)
        : new FilePart(url.toString(), type, name, "url", null, null);
  }

  @Override
  public Attachment send(AttachmentRequest request) throws IOException {
    PendingAttachment attachment = request.attachment();
    PendingAttachment added =
        attachment.content().isEmpty() ? add(request, state -> {}) : attachment;
    return added.toBuilder().status(AttachmentStatus.COMPLETE).build().toAttachment();
  }

  /** Does nothing: the API has no call that deletes a file. */
  @Override
  public void remove(AttachmentRequest request) {
    requireNonNull(request, "request");
  }
}
