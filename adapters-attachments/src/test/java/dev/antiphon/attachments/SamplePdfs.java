package dev.antiphon.attachments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;

/** PDF files, whole ones and ones that were made to do harm. */
final class SamplePdfs {

  private static final String FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";

  private SamplePdfs() {}

  /** Returns a file of PDFBox with a page for each text. */
  static byte[] of(String... texts) throws IOException {
    try (PDDocument document = document(texts)) {
      return saved(document);
    }
  }

  private static PDDocument document(String... texts) throws IOException {
    PDDocument document = new PDDocument();
    for (String text : texts) {
      PDPage page = new PDPage();
      document.addPage(page);
      if (text.isEmpty()) {
        continue;
      }
      try (PDPageContentStream content = new PDPageContentStream(document, page)) {
        content.beginText();
        content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
        content.newLineAtOffset(72, 700);
        content.showText(text);
        content.endText();
      }
    }
    return document;
  }

  /** Returns a file that asks for a password, or one that only forbids to take its text out. */
  static byte[] locked(String password) throws IOException {
    try (PDDocument document = document("Secret")) {
      AccessPermission permission = new AccessPermission();
      permission.setCanExtractContent(false);
      document.protect(new StandardProtectionPolicy("owner", password, permission));
      return saved(document);
    }
  }

  private static byte[] saved(PDDocument document) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    document.save(bytes);
    return bytes.toByteArray();
  }

  /** A file written by hand, object by object; the first is the catalogue, the second the pages. */
  static final class Written {
    private final List<byte[]> objects = new ArrayList<>();

    Written() {
      object("<</Type/Catalog/Pages 2 0 R>>");
    }

    /** Adds an object and returns the number of the next one. */
    int object(String text) {
      objects.add(text.getBytes(StandardCharsets.ISO_8859_1));
      return objects.size() + 1;
    }

    /** Adds a stream and returns the number of the next object. */
    int stream(String entries, byte[] data) {
      byte[] start = "<<%s/Length %d>>stream\n"
          .formatted(entries, data.length)
          .getBytes(StandardCharsets.ISO_8859_1);
      byte[] end = "\nendstream".getBytes(StandardCharsets.ISO_8859_1);
      objects.add(SampleImages.joined(SampleImages.joined(start, data), end));
      return objects.size() + 1;
    }

    byte[] bytes() {
      ByteArrayOutputStream pdf = new ByteArrayOutputStream();
      List<Integer> places = new ArrayList<>();
      pdf.writeBytes("%PDF-1.7\n".getBytes(StandardCharsets.ISO_8859_1));
      for (int number = 1; number <= objects.size(); number++) {
        places.add(pdf.size());
        pdf.writeBytes((number + " 0 obj\n").getBytes(StandardCharsets.ISO_8859_1));
        pdf.writeBytes(objects.get(number - 1));
        pdf.writeBytes("\nendobj\n".getBytes(StandardCharsets.ISO_8859_1));
      }
      int table = pdf.size();
      StringBuilder end = new StringBuilder("xref\n0 " + (objects.size() + 1) + "\n");
      end.append("0000000000 65535 f \n");
      places.forEach(place -> end.append("%010d 00000 n \n".formatted(place)));
      end.append("trailer<</Size ").append(objects.size() + 1).append("/Root 1 0 R>>\n");
      end.append("startxref\n").append(table).append("\n%%EOF\n");
      pdf.writeBytes(end.toString().getBytes(StandardCharsets.ISO_8859_1));
      return pdf.toByteArray();
    }
  }

  /** Returns a file of one page with this content. */
  static byte[] page(String content) {
    return page(FONT, "", content.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Returns a file of one page with a font, and content with these entries. */
  static byte[] page(String font, String entries, byte[] content) {
    Written pdf = new Written();
    pdf.object("<</Type/Pages/Kids[3 0 R]/Count 1>>");
    pdf.object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        + "/Resources<</Font<</F 5 0 R>>>>>>");
    pdf.stream(entries, content);
    pdf.object(font);
    return pdf.bytes();
  }

  /** Returns a page whose content is a thousand times longer than its file. */
  static byte[] contentBomb(int mebibytes) throws IOException {
    byte[] word = "BT/F 9 Tf(x)Tj ET ".repeat(1 << 12).getBytes(StandardCharsets.ISO_8859_1);
    int times = (int) (((long) mebibytes << 20) / word.length);
    return page(FONT, "/Filter/FlateDecode", deflated(word, times));
  }

  /** Returns a file whose table of objects is a gigabyte of zeros, packed. */
  static byte[] tableBomb(int mebibytes) throws IOException {
    byte[] zeros = deflated(new byte[1 << 20], mebibytes);
    ByteArrayOutputStream pdf = new ByteArrayOutputStream();
    pdf.writeBytes("%PDF-1.7\n".getBytes(StandardCharsets.ISO_8859_1));
    int place = pdf.size();
    pdf.writeBytes(
        ("1 0 obj<</Type/XRef/W[1 2 1]/Size 99999999/Root 2 0 R/Filter/FlateDecode/Length "
                + zeros.length
                + ">>stream\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    pdf.writeBytes(zeros);
    pdf.writeBytes(("\nendstream\nendobj\nstartxref\n" + place + "\n%%EOF\n")
        .getBytes(StandardCharsets.ISO_8859_1));
    return pdf.toByteArray();
  }

  /** Returns a page whose font has a table of characters that is long when unpacked. */
  static byte[] fontBomb(int mebibytes) throws IOException {
    Written pdf = new Written();
    pdf.object("<</Type/Pages/Kids[3 0 R]/Count 1>>");
    pdf.object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        + "/Resources<</Font<</F 5 0 R>>>>>>");
    pdf.stream("", "BT/F 9 Tf(x)Tj ET".getBytes(StandardCharsets.ISO_8859_1));
    pdf.object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>");
    byte[] line = "1 begincodespacerange <00> <ff> endcodespacerange\n"
        .repeat(1 << 12)
        .getBytes(StandardCharsets.ISO_8859_1);
    pdf.stream(
        "/Filter/FlateDecode", deflated(line, (int) (((long) mebibytes << 20) / line.length)));
    return pdf.bytes();
  }

  /**
   * Returns a page of a few hundred bytes whose font says the width of two thousand million
   * characters.
   */
  static byte[] widthBomb() {
    Written pdf = new Written();
    pdf.object("<</Type/Pages/Kids[3 0 R]/Count 1>>");
    pdf.object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        + "/Resources<</Font<</F 5 0 R>>>>>>");
    pdf.stream("", "BT/F 9 Tf(x)Tj ET".getBytes(StandardCharsets.ISO_8859_1));
    pdf.object(
        "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H" + "/DescendantFonts[6 0 R]>>");
    pdf.object("<</Type/Font/Subtype/CIDFontType2/BaseFont/X/W[0 2147483646 500]"
        + "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        + "/FontDescriptor<</Type/FontDescriptor/FontName/X/Flags 4>>>>");
    return pdf.bytes();
  }

  /** Returns a page that draws a form, which draws the next one ten times, and so on. */
  static byte[] formBomb(int depth) {
    Written pdf = new Written();
    pdf.object("<</Type/Pages/Kids[3 0 R]/Count 1>>");
    pdf.object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        + "/Resources<</XObject<</X 5 0 R>>>>>>");
    byte[] tenTimes = "/X Do ".repeat(10).getBytes(StandardCharsets.ISO_8859_1);
    int next = pdf.stream("", tenTimes);
    for (int level = 0; level < depth; level++) {
      next = pdf.stream(
          "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
              .formatted(next + 1),
          tenTimes);
    }
    return pdf.bytes();
  }

  /** Returns a file that names one page many times. */
  static byte[] pageBomb(int pages) {
    Written pdf = new Written();
    pdf.object("<</Type/Pages/Kids[" + "3 0 R ".repeat(pages) + "]/Count 2147483647>>");
    pdf.object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        + "/Resources<</Font<</F 5 0 R>>>>>>");
    pdf.stream("", "BT/F 9 Tf(again)Tj ET".getBytes(StandardCharsets.ISO_8859_1));
    pdf.object(FONT);
    return pdf.bytes();
  }

  /** Returns a file whose pages stand in nodes in nodes, so many deep. */
  static byte[] deepPages(int depth) {
    Written pdf = new Written();
    for (int level = 2; level < depth + 2; level++) {
      pdf.object("<</Type/Pages/Kids[%d 0 R]/Count 1>>".formatted(level + 1));
    }
    pdf.object("<</Type/Page/MediaBox[0 0 600 800]>>");
    return pdf.bytes();
  }

  /** Returns a file with arrays in arrays, so many deep. */
  static byte[] deepArrays(int depth) {
    Written pdf = new Written();
    pdf.object(
        "<</Type/Pages/Kids[3 0 R]/Count 1/X " + "[".repeat(depth) + "]".repeat(depth) + ">>");
    pdf.object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>");
    return pdf.bytes();
  }

  /** Returns a file of empty arrays, each fifty times larger in memory than in the file. */
  static byte[] arrayBomb(int mebibytes) {
    Written pdf = new Written();
    pdf.object("<</Type/Pages/Kids[3 0 R]/Count 1/X 4 0 R>>");
    pdf.object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>");
    pdf.object("[" + "[]".repeat(mebibytes << 19) + "]");
    return pdf.bytes();
  }

  /** Returns a page of a size that no picture can have. */
  static byte[] hugePage() {
    Written pdf = new Written();
    pdf.object("<</Type/Pages/Kids[3 0 R]/Count 1>>");
    pdf.object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 99999999 99999999]/Contents 4 0 R"
        + "/Resources<</Font<</F 5 0 R>>>>>>");
    pdf.stream("", "BT/F 9 Tf(huge)Tj ET".getBytes(StandardCharsets.ISO_8859_1));
    pdf.object(FONT);
    return pdf.bytes();
  }

  /** Returns a page that is read at once and takes an hour to draw. */
  static byte[] slowDrawing() throws IOException {
    byte[] fill = "0 0 600 800 re f* ".repeat(1 << 10).getBytes(StandardCharsets.ISO_8859_1);
    byte[] text = deflated(fill, 1 << 10);
    return page(FONT, "/Filter/FlateDecode", text);
  }

  private static byte[] deflated(byte[] text, int times) throws IOException {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    try (DeflaterOutputStream packed =
        new DeflaterOutputStream(data, new Deflater(Deflater.BEST_SPEED), 1 << 16)) {
      for (int i = 0; i < times; i++) {
        packed.write(text);
      }
    }
    return data.toByteArray();
  }
}
