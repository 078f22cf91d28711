package dev.antiphon.attachments;

import dev.antiphon.cancel.Cancellation;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.ExifUtils;
import net.coobird.thumbnailator.util.exif.Orientation;
import org.jspecify.annotations.Nullable;

/**
 * Makes an image smaller. It is never decoded whole: pixels are left out while it is read, so that
 * memory depends on the size wanted. Nothing goes through a temporary file.
 */
final class ImageScaling {

  private final ImageOutline outline;
  private final byte[] image;
  private final int longestSide;

  private ImageScaling(ImageOutline outline, byte[] image, int longestSide) {
    this.outline = outline;
    this.image = image;
    this.longestSide = longestSide;
  }

  /**
   * Makes an image smaller whose longer side has more pixels than wanted.
   *
   * @return the smaller one; empty if the JDK has no reader for its format
   */
  static Optional<EncodedImage> shrink(
      ImageOutline outline,
      byte[] image,
      int longestSide,
      Cancellation cancellation,
      Deadline deadline) {
    Iterator<ImageReader> readers =
        ImageIO.getImageReadersByMIMEType(outline.format().contentType());
    if (!readers.hasNext()) {
      return Optional.empty();
    }
    ImageReader reader = readers.next();
    try (Watch watch = new Watch(deadline, cancellation, reader::abort)) {
      BufferedImage drawn = new ImageScaling(outline, image, longestSide).draw(reader, watch);
      ImageFormat format =
          outline.format() == ImageFormat.JPEG ? ImageFormat.JPEG : ImageFormat.PNG;
      return Optional.of(new EncodedImage(format, ImageEncoding.encode(drawn, format)));
    } finally {
      reader.dispose();
    }
  }

  private BufferedImage draw(ImageReader reader, Watch watch) {
    try {
      reader.setInput(
          new MemoryCacheImageInputStream(new ByteArrayInputStream(image, 0, outline.end())),
          true,
          true);
      int side = Math.max(reader.getWidth(0), reader.getHeight(0));
      // A decoder that sees another size than the walk did would not be bounded by it.
      if (side > Math.max(outline.width(), outline.height())) {
        throw undecodable(null);
      }
      ImageReadParam sparse = reader.getDefaultReadParam();
      int step = Math.max(1, side / (2 * longestSide));
      sparse.setSourceSubsampling(step, step, 0, 0);
      BufferedImage decoded = reader.read(0, sparse);
      watch.check();
      return upright(decoded);
    } catch (FileRefusedException | CancellationException known) {
      throw known;
    } catch (IOException | RuntimeException broken) {
      // Decoders throw anything at a broken image, and at an abort.
      watch.check();
      throw undecodable(broken);
    }
  }

  private BufferedImage upright(BufferedImage decoded) throws IOException {
    boolean isPhoto = outline.format() == ImageFormat.JPEG;
    return Thumbnails.of(decoded)
        .size(longestSide, longestSide)
        .imageType(isPhoto ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB)
        .addFilter(ExifFilterUtils.getFilterForOrientation(orientation()))
        .asBufferedImage();
  }

  private Orientation orientation() {
    if (outline.exif() == 0) {
      return Orientation.TOP_LEFT;
    }
    Orientation told;
    try {
      told = ExifUtils.getOrientationFromExif(
          Arrays.copyOfRange(image, outline.exif(), outline.end()));
    } catch (RuntimeException unreadable) {
      // Exif is a claim beside the image: one that is broken says nothing.
      told = null;
    }
    return told == null ? Orientation.TOP_LEFT : told;
  }

  private FileRefusedException undecodable(@Nullable Throwable cause) {
    return new FileRefusedException(
        FileRefusal.DAMAGED,
        "The %s image cannot be decoded, so it cannot be made smaller. Save it anew as RGB."
            .formatted(outline.format()),
        cause);
  }
}
