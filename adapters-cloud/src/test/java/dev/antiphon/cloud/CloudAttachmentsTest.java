package dev.antiphon.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.cancel.Cancellation;
import dev.antiphon.memory.InMemoryFile;
import dev.antiphon.message.Attachment;
import dev.antiphon.message.AttachmentId;
import dev.antiphon.message.FilePart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.AttachmentRequest;
import dev.antiphon.thread.AttachmentFile;
import dev.antiphon.thread.AttachmentStatus;
import dev.antiphon.thread.PendingAttachment;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Files that are uploaded. */
class CloudAttachmentsTest {

  private static final byte[] PNG =
      "\u0089PNG\r\n\u001a\n and so on".getBytes(StandardCharsets.ISO_8859_1);

  private final CloudWorld world = new CloudWorld();
  private final TestCancellation cancellation = new TestCancellation();

  @AfterEach
  void closeWorld() {
    world.close();
  }

  private AttachmentRequest request(AttachmentFile file) {
    return new AttachmentRequest(
        new ThreadKey("ada", "plans"),
        PendingAttachment.builder(new AttachmentId("id"), "file", file.name())
            .contentType(file.contentType())
            .file(file)
            .status(AttachmentStatus.uploading(0))
            .build(),
        cancellation);
  }

  private Attachment uploaded(AttachmentFile file) throws Exception {
    return new CloudAttachments(world.client()).send(request(file));
  }

  @Test
  @DisplayName("ATT-11: an image becomes an image part with its URL, its bytes are at the cloud")
  void image() throws Exception {
    Attachment sent = uploaded(new InMemoryFile("cat.png", "image/png", PNG));

    assertThat(sent.type()).isEqualTo("image");
    assertThat(((ImagePart) sent.content().get(0)).image())
        .startsWith(world.cloud.url() + "/files/");
    assertThat(world.cloud.extras.files.values())
        .containsExactly(new FakeExtras.Uploaded("image/png", ByteBuffer.wrap(PNG)));
  }

  @Test
  @DisplayName("ATT-3: the type is found from the bytes, and markup is text")
  void types() throws Exception {
    Map<String, String> types = Map.of(
        "<svg xmlns='http://www.w3.org/2000/svg'/>", "text/plain",
        "<!doctype html><script>alert(1)</script>", "text/plain",
        "%PDF-1.7 etc", "application/pdf",
        "GIF89a etc", "image/gif",
        "RIFF\u0001\u0001\u0001\u0001WEBPVP8 ", "image/webp",
        "\u0000\u0001\u0002", "application/octet-stream",
        "", "text/plain");
    for (Map.Entry<String, String> each : types.entrySet()) {
      byte[] bytes = each.getKey().getBytes(StandardCharsets.ISO_8859_1);

      Attachment sent = uploaded(new InMemoryFile("claims.png", "image/png", bytes));

      assertThat(sent.contentType()).as(each.getKey()).isEqualTo(each.getValue());
      if (sent.content().get(0) instanceof FilePart file) {
        assertThat(file.mimeType()).isEqualTo(each.getValue());
        assertThat(file.sourceType()).isEqualTo("url");
      }
    }
  }

  @Test
  @DisplayName("ATT-10: a name has no path and nothing invisible when it leaves")
  void names() throws Exception {
    Map<String, String> names = Map.of(
        "../../etc/passwd", "passwd",
        "..\\..\\win.ini", "win.ini",
        "\u202egpj.exe", "gpj.exe",
        "a\r\nb\u0000.txt", "ab.txt",
        "...", "file",
        "a<b>\".txt", "a_b__.txt");
    for (Map.Entry<String, String> each : names.entrySet()) {
      assertThat(uploaded(InMemoryFile.text(each.getKey(), "x")).name()).isEqualTo(each.getValue());
    }
    assertThat(FileName.harmless("x".repeat(300) + ".txt")).hasSize(200).endsWith(".txt");
  }

  /** A file that says it is short and never ends. */
  private record Endless(long size) implements AttachmentFile {
    @Override
    public String name() {
      return "endless.bin";
    }

    @Override
    public @Nullable String contentType() {
      return null;
    }

    @Override
    public InputStream open() {
      return new InputStream() {
        @Override
        public int read() {
          return 'x';
        }
      };
    }
  }

  @Test
  @DisplayName(
      "ATT-3: a file beyond the limit is refused, whatever length it says; nothing is sent")
  void tooLarge() {
    CloudAttachments attachments = new CloudAttachments(world.client(), "*", 1000);

    for (AttachmentFile file : List.of(new Endless(10_000_000_000L), new Endless(7))) {
      assertThatThrownBy(() -> attachments.add(request(file), state -> {}))
          .isInstanceOfSatisfying(
              CloudException.class, failure -> assertThat(failure.code()).isEqualTo("too-large"));
    }
    assertThat(world.cloud.requests()).isEmpty();
  }

  @Test
  @DisplayName("ATT-2: the progress of the upload is told, and goes forward")
  void progress() throws Exception {
    List<Double> progress = new CopyOnWriteArrayList<>();

    new CloudAttachments(world.client())
        .add(
            request(InMemoryFile.text("long.txt", "0123456789".repeat(100_000))),
            state -> progress.add(state.status().progress()));

    assertThat(progress).hasSizeGreaterThan(3).isSorted();
    assertThat(progress.get(progress.size() - 1)).isEqualTo(1.0);
  }

  @Test
  @DisplayName("ATT-4: a cancel ends an upload that stalls, at once")
  void cancelled() {
    world.cloud.failNext(request -> request.path().get(0).equals("upload"), new Fault.Silence());

    assertThatThrownBy(() -> new CloudAttachments(world.client())
            .add(request(InMemoryFile.text("a.txt", "abc")), state -> cancellation.cancel()))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  @DisplayName("D20: an upload is tried again when the store is busy; no token goes there")
  void retried() throws Exception {
    world.cloud.failNext(
        request -> request.path().get(0).equals("upload"),
        Fault.status(503),
        new Fault.LostAnswer());

    uploaded(InMemoryFile.text("a.txt", "abc"));

    assertThat(world.pauses).hasSize(2);
    assertThat(world.cloud.extras.files).hasSize(1);
    assertThat(world.cloud.requests())
        .filteredOn(request -> request.path().get(0).equals("upload"))
        .hasSize(3)
        .allSatisfy(request -> assertThat(request.header("Authorization")).isNull());
  }

  @Test
  @DisplayName("an address of an upload that is no web address is refused")
  void oddAddress() {
    world.cloud.failNext(
        "POST",
        "/generate-presigned-upload-url",
        new Fault.Nonsense(
            "{\"success\":true,\"signedUrl\":\"file:///etc/passwd\",\"publicUrl\":\"x\"}"));

    assertThatThrownBy(() -> uploaded(InMemoryFile.text("a.txt", "abc")))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("signedUrl");
  }

  @Test
  @DisplayName("ATT-6: removing what was uploaded changes nothing, and can be repeated")
  void removed() throws Exception {
    CloudAttachments attachments = new CloudAttachments(world.client());
    PendingAttachment added =
        attachments.add(request(InMemoryFile.text("a.txt", "abc")), state -> {});
    AttachmentRequest request =
        new AttachmentRequest(new ThreadKey("ada", "plans"), added, Cancellation.none());

    attachments.remove(request);
    attachments.remove(request);

    assertThat(world.cloud.extras.files).hasSize(1);
  }
}
