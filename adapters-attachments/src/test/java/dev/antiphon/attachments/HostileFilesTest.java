package dev.antiphon.attachments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bombs and other files that were made to do harm, attached in a process of little memory. */
class HostileFilesTest {

  /** Less than one of the bombs would take; the largest file alone is 20 MiB. */
  private static final String MEMORY = "-Xmx128m";

  /** For a machine that has other things to do as well; the time limit of a PDF file is 4 s. */
  private static final long MAX_MILLIS = 45_000;

  @TempDir
  Path home;

  private Path files = Path.of("");

  private void write(String name, byte[] content) throws IOException {
    Files.write(files.resolve(name), content);
  }

  private void writePdfs() throws IOException {
    write("pdf-content-bomb.pdf", SamplePdfs.contentBomb(340));
    write("pdf-table-bomb.pdf", SamplePdfs.tableBomb(1024));
    write("pdf-font-bomb.pdf", SamplePdfs.fontBomb(1024));
    write("pdf-width-bomb.pdf", SamplePdfs.widthBomb());
    write("pdf-form-bomb.pdf", SamplePdfs.formBomb(40));
    write("pdf-page-bomb.pdf", SamplePdfs.pageBomb(100_000));
    write("pdf-array-bomb.pdf", SamplePdfs.arrayBomb(15));
    write("pdf-deep-pages.pdf", SamplePdfs.deepPages(100_000));
    write("pdf-deep-arrays.pdf", SamplePdfs.deepArrays(200_000));
    write("pdf-huge-page.pdf", SamplePdfs.hugePage());
    write("pdf-slow-drawing.pdf", SamplePdfs.slowDrawing());
    byte[] whole = SamplePdfs.of("Where is the key?");
    write("pdf-cut.pdf", Arrays.copyOf(whole, whole.length / 2));
    write("pdf-locked.pdf", SamplePdfs.locked("sesame"));
  }

  private void writeImages() throws IOException {
    write("image-bomb.png", SampleImages.blackPng(30_000, 30_000));
    write("image-long-bomb.png", SampleImages.blackPng(1, 2_000_000));
    write("image-large.png", SampleImages.blackPng(6_000, 6_000));
    write("image-cut.png", Arrays.copyOf(SampleImages.png(), 60));
    write("image-cut.jpg", Arrays.copyOf(SampleImages.jpeg(), 400));
    write(
        "image-profile-bomb.png",
        SampleImages.pngWith(SampleImages.of("png", 2000, 100), "iCCP", packed("name\0\0", 512)));
    write(
        "image-text-bomb.png",
        SampleImages.pngWith(SampleImages.of("png", 2000, 100), "zTXt", packed("name\0\0", 512)));
    write("image-claims-4-gb.png", SampleImages.pngWith(SampleImages.png(), "tEXt", new byte[0]));
    byte[] claim = Files.readAllBytes(files.resolve("image-claims-4-gb.png"));
    Arrays.fill(claim, 33, 37, (byte) 0xFF);
    write("image-claims-4-gb.png", claim);
    write("image-and-archive.png", SampleImages.joined(SampleImages.png(), zipBomb(1)));
    write(
        "image-is-page.png",
        "<!doctype html><script>alert(1)</script>".getBytes(StandardCharsets.UTF_8));
  }

  private void writeOthers() throws IOException {
    write("zip-bomb.zip", zipBomb(1024));
    write("zip-bomb-as-text.txt", zipBomb(1024));
    write("zip-bomb-as-paper.pdf", zipBomb(1024));
    write("text-large.txt", "x".repeat(6 << 20).getBytes(StandardCharsets.US_ASCII));
    write("text-one-line.txt", "x".repeat(4 << 20).getBytes(StandardCharsets.US_ASCII));
    write("text-laughs.xml", laughs());
    write("other-large.bin", new byte[21 << 20]);
    write("other-20-mib.bin", new byte[20 << 20]);
  }

  /** Returns an archive of zeros, a thousandth of what it unpacks to. */
  private static byte[] zipBomb(int mebibytes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(Deflater.BEST_SPEED);
      zip.putNextEntry(new ZipEntry("../../../../tmp/evil"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < mebibytes; i++) {
        zip.write(zeros);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] packed(String start, int mebibytes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(start.getBytes(StandardCharsets.ISO_8859_1));
    try (DeflaterOutputStream packed =
        new DeflaterOutputStream(bytes, new Deflater(Deflater.BEST_SPEED), 1 << 16)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < mebibytes; i++) {
        packed.write(zeros);
      }
    }
    return bytes.toByteArray();
  }

  /** Returns XML whose entities would unfold to 3 GB. */
  private static byte[] laughs() {
    StringBuilder xml =
        new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY l0 \"ha\">");
    for (int i = 1; i < 10; i++) {
      xml.append("<!ENTITY l%d \"%s\">".formatted(i, ("&l" + (i - 1) + ";").repeat(10)));
    }
    return xml.append("]><l>&l9;</l>").toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Runs the process to its end; returns the outcome of each file by its name. */
  private Map<String, String> outcomes(Path store) throws Exception {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            MEMORY,
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.io.tmpdir=" + Files.createDirectory(home.resolve("tmp")),
            "-Duser.home=" + Files.createDirectory(home.resolve("user")),
            "-cp",
            System.getProperty("java.class.path"),
            HostileFiles.class.getName(),
            files.toString(),
            store.toString())
        .redirectError(home.resolve("errors.txt").toFile())
        .start();
    Map<String, String> outcomes = new TreeMap<>();
    List<String> late = new ArrayList<>();
    try (BufferedReader lines = new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split(" ", 3);
        outcomes.put(parts[2], parts[0]);
        if (Long.parseLong(parts[1]) > MAX_MILLIS) {
          late.add(line);
        }
      }
    }
    assertThat(process.waitFor())
        .as("exit after %s, errors: %s", outcomes, Files.readString(home.resolve("errors.txt")))
        .isZero();
    assertThat(late).as("files that took too long").isEmpty();
    return outcomes;
  }

  @Test
  @Timeout(600)
  @DisplayName("hostile files are refused or cut, within the memory and time they are given")
  void refusedOrCut() throws Exception {
    files = Files.createDirectory(home.resolve("hostile"));
    writePdfs();
    writeImages();
    writeOthers();
    Path store = home.resolve("store");

    Map<String, String> outcomes = outcomes(store);

    Map<String, String> expected = new TreeMap<>();
    expected.put("pdf-content-bomb.pdf", "application/pdf,cut");
    expected.put("pdf-table-bomb.pdf", "too-complex");
    expected.put("pdf-font-bomb.pdf", "too-complex");
    expected.put("pdf-width-bomb.pdf", "too-complex");
    expected.put("pdf-form-bomb.pdf", "application/pdf,cut");
    expected.put("pdf-page-bomb.pdf", "application/pdf,cut");
    expected.put("pdf-array-bomb.pdf", "too-complex");
    expected.put("pdf-deep-pages.pdf", "too-complex");
    expected.put("pdf-deep-arrays.pdf", "damaged");
    expected.put("pdf-huge-page.pdf", "application/pdf");
    expected.put("pdf-slow-drawing.pdf", "application/pdf,cut");
    expected.put("pdf-cut.pdf", "damaged");
    expected.put("pdf-locked.pdf", "encrypted");
    expected.put("image-bomb.png", "too-many-pixels");
    expected.put("image-long-bomb.png", "too-many-pixels");
    expected.put("image-large.png", "image/png");
    expected.put("image-cut.png", "damaged");
    expected.put("image-cut.jpg", "damaged");
    expected.put("image-profile-bomb.png", "image/png");
    expected.put("image-text-bomb.png", "image/png");
    expected.put("image-claims-4-gb.png", "damaged");
    expected.put("image-and-archive.png", "disguised");
    expected.put("image-is-page.png", "wrong-type");
    expected.put("zip-bomb.zip", "application/zip");
    expected.put("zip-bomb-as-text.txt", "wrong-type");
    expected.put("zip-bomb-as-paper.pdf", "wrong-type");
    expected.put("text-large.txt", "too-large");
    expected.put("text-one-line.txt", "text/plain,cut");
    expected.put("text-laughs.xml", "text/plain");
    expected.put("other-large.bin", "too-large");
    expected.put("other-20-mib.bin", "application/octet-stream");
    // On a busy machine, time may run out before memory does.
    outcomes.replaceAll((name, outcome) -> outcome.equals("timeout") ? "too-complex" : outcome);
    assertThat(outcomes).isEqualTo(expected);
    assertThat(home.resolve("tmp")).as("no temporary file").isEmptyDirectory();
    assertThat(home.resolve("user")).as("no file in the home folder").isEmptyDirectory();
    try (Stream<Path> kept = Files.walk(store)) {
      assertThat(kept.filter(Files::isRegularFile))
          .as("the two that are stored")
          .hasSize(2);
    }
    try (Stream<Path> around = Files.list(home)) {
      assertThat(around.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("hostile", "store", "tmp", "user", "errors.txt");
    }
  }
}
