package dev.antiphon.attachments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.antiphon.memory.InMemoryFile;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.CompositeAttachments;
import dev.antiphon.thread.PendingAttachment;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every kind of bytes under the name of every kind of file. */
class SpoofedFilesTest {

  private static final Map<String, String> TYPES = Map.of(
      "photo.png", "image/png",
      "photo.jpg", "image/jpeg",
      "note.txt", "text/plain",
      "page.html", "text/html",
      "paper.pdf", "application/pdf");

  private final AttachmentAdapter adapters = CompositeAttachments.of(
      new ImageAttachments(),
      new TextAttachments(),
      new PdfAttachments(PdfOptions.builder().isolation(PdfIsolation.THREAD).build()));

  private static Map<String, byte[]> contents() throws Exception {
    Map<String, byte[]> contents = new TreeMap<>();
    contents.put("png", SampleImages.png());
    contents.put("jpeg", SampleImages.jpeg());
    contents.put("pdf", SamplePdfs.of("Under the mat."));
    contents.put("text", "Under the mat.".getBytes(StandardCharsets.UTF_8));
    contents.put(
        "html", "<!doctype html><script>alert(1)</script>".getBytes(StandardCharsets.UTF_8));
    contents.put("zip", zip());
    contents.put("gzip", gzip());
    contents.put(
        "exe", bytes("MZ\u0090\0\u0003\0\0\0\u0004\0\0\0\u00ff\u00ff\0\0\u00b8\0\0\0", 512));
    contents.put("elf", bytes("\u007fELF\u0002\u0001\u0001\0", 256));
    contents.put("class", bytes("\u00ca\u00fe\u00ba\u00be\0\0\0=", 256));
    contents.put("mp4", bytes("\0\0\0\u0018ftypmp42\0\0\0\0", 256));
    contents.put("bmp", SampleImages.of("bmp", 10, 10));
    return contents;
  }

  private static byte[] bytes(String start, int length) {
    return Arrays.copyOf(start.getBytes(StandardCharsets.ISO_8859_1), length);
  }

  private static byte[] zip() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("../../evil.sh"));
      zip.write(new byte[100_000]);
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(new byte[1_000_000]);
    }
    return bytes.toByteArray();
  }

  /** Returns what a file is taken for, or why it is refused. */
  private String outcome(String name, byte[] content) {
    PendingAttachment[] added = new PendingAttachment[1];
    Throwable thrown = catchThrowable(
        () -> added[0] = Requests.add(adapters, new InMemoryFile(name, TYPES.get(name), content)));
    if (thrown == null) {
      return String.valueOf(added[0].contentType());
    }
    assertThat(thrown).isInstanceOf(FileRefusedException.class);
    return ((FileRefusedException) thrown).info().code();
  }

  @Test
  @DisplayName("the bytes of a file decide what it is; one that is something else is refused")
  void sixtyFiles() throws Exception {
    Map<String, byte[]> contents = contents();
    Map<String, String> outcomes = new TreeMap<>();
    for (String name : TYPES.keySet()) {
      contents.forEach(
          (kind, content) -> outcomes.put(kind + " as " + name, outcome(name, content)));
    }

    assertThat(outcomes).hasSize(60);
    Map<String, String> taken = new TreeMap<>(outcomes);
    taken.values().removeIf(outcome -> !outcome.contains("/"));
    assertThat(taken)
        .containsOnlyKeys(
            "png as photo.png",
            "png as photo.jpg",
            "jpeg as photo.png",
            "jpeg as photo.jpg",
            "text as note.txt",
            "text as page.html",
            "html as note.txt",
            "html as page.html",
            "pdf as paper.pdf")
        .containsEntry("png as photo.jpg", "image/png")
        .containsEntry("html as page.html", "text/plain");
    outcomes.keySet().removeAll(taken.keySet());
    assertThat(outcomes.values()).containsOnly("wrong-type");
  }
}
