package dev.antiphon.attachments;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.fontbox.FontBoxFont;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.font.CIDFontMapping;
import org.apache.pdfbox.pdmodel.font.FontMapper;
import org.apache.pdfbox.pdmodel.font.FontMapping;
import org.apache.pdfbox.pdmodel.font.PDCIDSystemInfo;
import org.apache.pdfbox.pdmodel.font.PDFontDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for every font that a PDF file does not bring: the one inside PDFBox. PDFBox would look
 * through the fonts of the system instead, which takes long, and write what it finds to a file.
 */
final class BundledFont implements FontMapper {

  private static final String RESOURCE =
      "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

  private @Nullable TrueTypeFont font;

  private TrueTypeFont font() {
    TrueTypeFont known = font;
    if (known != null) {
      return known;
    }
    try (InputStream resource = FontMapper.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException("PDFBox has no font '%s'.".formatted(RESOURCE));
      }
      TrueTypeFont parsed = new TTFParser().parse(new RandomAccessReadBuffer(resource));
      font = parsed;
      return parsed;
    } catch (IOException impossible) {
      throw new UncheckedIOException("The font inside PDFBox cannot be read.", impossible);
    }
  }

  @Override
  public FontMapping<TrueTypeFont> getTrueTypeFont(String name, PDFontDescriptor descriptor) {
    return new FontMapping<>(font(), true);
  }

  @Override
  public FontMapping<FontBoxFont> getFontBoxFont(String name, PDFontDescriptor descriptor) {
    return new FontMapping<>(font(), true);
  }

  @Override
  public CIDFontMapping getCIDFont(
      String name, PDFontDescriptor descriptor, PDCIDSystemInfo system) {
    return new CIDFontMapping(null, font(), true);
  }
}
