package dev.antiphon.attachments;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes pictures as PNG or JPEG images, without a temporary file. */
final class ImageEncoding {

  private static final float QUALITY = 0.85f;

  private ImageEncoding() {}

  static byte[] encode(BufferedImage picture, ImageFormat format) {
    ImageWriter writer = ImageIO.getImageWritersByMIMEType(format.contentType()).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      if (format == ImageFormat.JPEG) {
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality(QUALITY);
      }
      writer.setOutput(output);
      writer.write(null, new IIOImage(picture, null, null), settings);
    } catch (IOException impossible) {
      throw new UncheckedIOException("An image could not be written to memory.", impossible);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
