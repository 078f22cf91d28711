package dev.antiphon.examples.console;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** Files to attach. */
final class SampleFiles {

  private SampleFiles() {}

  /** Writes an image and returns how many bytes it has. */
  static int image(Path place) throws IOException {
    ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", place.toFile());
    return (int) Files.size(place);
  }

  /** Writes a PDF file of one page. */
  static void pdf(Path place, String text) throws IOException {
    String content = "BT /F 12 Tf 72 700 Td (" + text + ") Tj ET";
    List<String> objects = List.of(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
            + "/Resources<</Font<</F 5 0 R>>>>>>",
        "<</Length " + content.length() + ">>stream\n" + content + "\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
    StringBuilder pdf = new StringBuilder("%PDF-1.7\n");
    StringBuilder table = new StringBuilder("xref\n0 6\n0000000000 65535 f \n");
    for (int number = 1; number <= objects.size(); number++) {
      table.append("%010d 00000 n \n".formatted(pdf.length()));
      pdf.append(number).append(" 0 obj\n").append(objects.get(number - 1)).append("\nendobj\n");
    }
    int tablePlace = pdf.length();
    pdf.append(table)
        .append("trailer<</Size 6/Root 1 0 R>>\nstartxref\n")
        .append(tablePlace)
        .append("\n%%EOF\n");
    Files.writeString(place, pdf, StandardCharsets.ISO_8859_1);
  }

  /** Writes an archive. */
  static void archive(Path place) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(place))) {
      zip.putNextEntry(new ZipEntry("note.txt"));
      zip.write("Buy milk.".getBytes(StandardCharsets.UTF_8));
    }
  }
}
