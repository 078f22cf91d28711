package dev.antiphon.attachments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.memory.InMemoryFile;
import dev.antiphon.message.Attachment;
import dev.antiphon.message.FilePart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.port.AttachmentRequest;
import dev.antiphon.port.FileId;
import dev.antiphon.port.UnknownFileException;
import dev.antiphon.thread.AttachmentStatus;
import dev.antiphon.thread.PendingAttachment;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredFileAttachmentsTest {

  @TempDir
  Path folder;

  private FileSystemAttachmentStore store = new FileSystemAttachmentStore(Path.of(""));

  @BeforeEach
  void makeStore() {
    store = new FileSystemAttachmentStore(folder);
  }

  private StoredFileAttachments linked(String template) {
    return new StoredFileAttachments(
        store, StoredFileOptions.builder().url(template).build());
  }

  private static InMemoryFile file(String name, String content) {
    return new InMemoryFile(name, null, content.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  @DisplayName("ATT-11: a stored file is a file part that names it by its id, ready to be sent")
  void byId() throws Exception {
    StoredFileAttachments files = new StoredFileAttachments(store);

    PendingAttachment added = Requests.add(files, file("../a.zip", "PK\u0003\u0004 archive"));
    Attachment sent = files.send(Requests.of(added));

    assertThat(added.status()).isEqualTo(AttachmentStatus.READY);
    FilePart part = (FilePart) sent.content().get(0);
    assertThat(part.sourceType()).isEqualTo("id");
    assertThat(part.mimeType()).isEqualTo("application/zip");
    assertThat(part.filename()).isEqualTo("a.zip");
    assertThat(sent.type()).isEqualTo("file");
    try (InputStream content = store.open("alice", new FileId(part.data()))) {
      assertThat(content.readAllBytes())
          .isEqualTo("PK\u0003\u0004 archive".getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  @Test
  @DisplayName("ATT-11: with a place where files can be had, images are image parts with their URL")
  void byUrl() throws Exception {
    StoredFileAttachments files = linked("https://files.example.org/{id}?download");
    byte[] png = SampleImages.joined(SampleImages.png(), new byte[100]);

    PendingAttachment image = Requests.add(files, new InMemoryFile("a.png", null, png));
    PendingAttachment other = Requests.add(files, file("a.bin", "\u0001\u0002"));

    String url = ((ImagePart) image.content().get(0)).image();
    assertThat(url).matches("https://files.example.org/[0-9a-f]{32}\\?download");
    assertThat(image.type()).isEqualTo("image");
    FilePart part = (FilePart) other.content().get(0);
    assertThat(part.sourceType()).isEqualTo("url");
    assertThat(part.data()).startsWith("https://files.example.org/");
    FileId stored = new FileId(url.replaceAll(".*/|\\?.*", ""));
    try (InputStream content = store.open("alice", stored)) {
      assertThat(content.readAllBytes()).as("without its tail").isEqualTo(SampleImages.png());
    }
    files.remove(Requests.of(image));
    assertThatThrownBy(() -> store.open("alice", stored)).isInstanceOf(UnknownFileException.class);
  }

  @Test
  @DisplayName("markup keeps no type by which a browser would run it")
  void markup() throws Exception {
    StoredFileAttachments files = linked("/files/{id}");

    for (String content : List.of(
        "<!doctype html><script>alert(1)</script>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
        "<?xml version=\"1.0\"?><x/>")) {
      PendingAttachment added = Requests.add(files, file("a.html", content));
      assertThat(added.contentType()).isEqualTo("text/plain");
      assertThat(added.content().get(0)).isInstanceOf(FilePart.class);
    }
  }

  @Test
  @DisplayName("an image that would be shown by its URL has to be one, and nothing else")
  void linkedImageIsChecked() {
    byte[] both = SampleImages.joined(
        SampleImages.png(), "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8));

    FileRefusedException refused =
        Requests.refusal(linked("/files/{id}"), new InMemoryFile("a.png", null, both));

    assertThat(refused.reason()).isEqualTo(FileRefusal.DISGUISED);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  @DisplayName("ATT-2: storing tells its progress; ATT-4: a cancel after it takes the file back")
  void progressAndCancel() throws Exception {
    StoredFileAttachments files = new StoredFileAttachments(store);
    InMemoryFile large = file("a.bin", "x".repeat(3_000_000));
    List<PendingAttachment> states = new ArrayList<>();
    TestCancellation cancellation = new TestCancellation();

    files.add(Requests.of(large), states::add);
    AttachmentRequest request = Requests.of(large, cancellation);
    assertThatThrownBy(() -> files.add(request, state -> {
          if (state.status().progress() == 1) {
            cancellation.cancel();
          }
        }))
        .isInstanceOf(CancellationException.class);

    assertThat(states).hasSizeBetween(10, 101);
    try (Stream<Path> kept = Files.walk(folder)) {
      assertThat(kept.filter(Files::isRegularFile)).hasSize(1);
    }
  }

  @Test
  @DisplayName("a template without a place for the id is refused")
  void template() {
    assertThatThrownBy(() -> StoredFileOptions.builder().url("https://files.example.org/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{id}");
  }

  @Test
  @DisplayName("only files that are accepted are meant to come here")
  void accept() {
    assertThat(new StoredFileAttachments(store).accept()).isEqualTo("*");
    assertThat(new StoredFileAttachments(
                store, StoredFileOptions.builder().accept(".zip, .docx").build())
            .accept())
        .isEqualTo(".zip, .docx");
  }
}
