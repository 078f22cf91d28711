package dev.antiphon.attachments;

import static java.util.Objects.requireNonNull;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Images, whole ones and ones that were made to do harm. */
final class SampleImages {

  private SampleImages() {}

  /** Returns an image of a width and height, the left half red, the right half blue. */
  static byte[] of(String format, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.RED);
    graphics.fillRect(0, 0, width / 2, height);
    graphics.setColor(Color.BLUE);
    graphics.fillRect(width / 2, 0, width - width / 2, height);
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, format, output);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  static byte[] png() {
    return of("png", 40, 30);
  }

  static byte[] jpeg() {
    return of("jpg", 40, 30);
  }

  static byte[] gif() {
    return of("gif", 40, 30);
  }

  /** Returns a lossy WebP image of one pixel. */
  static byte[] webp() {
    return Base64.getDecoder().decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");
  }

  /** Returns a lossless WebP image of one pixel. */
  static byte[] losslessWebp() {
    return Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");
  }

  /** Returns a WebP image with a canvas of this size, on which a frame of one pixel lies. */
  static byte[] extendedWebp(int width, int height) {
    byte[] frame = Arrays.copyOfRange(webp(), 12, webp().length);
    byte[] canvas = new byte[18];
    canvas[0] = 'V';
    canvas[1] = 'P';
    canvas[2] = '8';
    canvas[3] = 'X';
    canvas[4] = 10;
    threeBytes(canvas, 12, width - 1);
    threeBytes(canvas, 15, height - 1);
    byte[] chunks = joined(canvas, frame);
    byte[] start = "RIFF....WEBP".getBytes(StandardCharsets.US_ASCII);
    threeBytes(start, 4, chunks.length + 4);
    start[7] = 0;
    return joined(start, chunks);
  }

  private static void threeBytes(byte[] target, int place, int value) {
    target[place] = (byte) value;
    target[place + 1] = (byte) (value >>> 8);
    target[place + 2] = (byte) (value >>> 16);
  }

  static BufferedImage decoded(byte[] image) throws IOException {
    return requireNonNull(
        ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(image))));
  }

  /** Returns a PNG image of black pixels, one bit each: a thousandth of what it decodes to. */
  static byte[] blackPng(int width, int height) throws IOException {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    try (DeflaterOutputStream rows =
        new DeflaterOutputStream(data, new Deflater(Deflater.BEST_SPEED), 1 << 16)) {
      byte[] row = new byte[1 + (width + 7) / 8];
      for (int y = 0; y < height; y++) {
        rows.write(row);
      }
    }
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(header);
    fields.writeInt(width);
    fields.writeInt(height);
    fields.write(new byte[] {1, 0, 0, 0, 0});
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    chunk(png, "IHDR", header.toByteArray());
    chunk(png, "IDAT", data.toByteArray());
    chunk(png, "IEND", new byte[0]);
    return png.toByteArray();
  }

  /** Returns a PNG image with a chunk put behind its header. */
  static byte[] pngWith(byte[] png, String type, byte[] data) throws IOException {
    int headerEnd = 8 + 12 + 13;
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    changed.write(png, 0, headerEnd);
    chunk(changed, type, data);
    changed.write(png, headerEnd, png.length - headerEnd);
    return changed.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream png, String type, byte[] data)
      throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 checksum = new CRC32();
    checksum.update(name);
    checksum.update(data);
    DataOutputStream output = new DataOutputStream(png);
    output.writeInt(data.length);
    output.write(name);
    output.write(data);
    output.writeInt((int) checksum.getValue());
  }

  /** Returns a JPEG image with a segment put behind its start. */
  static byte[] jpegWith(byte[] jpeg, int marker, byte[] data) throws IOException {
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    DataOutputStream output = new DataOutputStream(changed);
    output.write(jpeg, 0, 2);
    output.writeShort(marker);
    output.writeShort(data.length + 2);
    output.write(data);
    output.write(jpeg, 2, jpeg.length - 2);
    return changed.toByteArray();
  }

  /** Returns Exif data that says how an image is turned, as a camera writes it. */
  static byte[] exif(int orientation) throws IOException {
    ByteArrayOutputStream exif = new ByteArrayOutputStream();
    DataOutputStream output = new DataOutputStream(exif);
    output.write("Exif\0\0MM\0*".getBytes(StandardCharsets.ISO_8859_1));
    output.writeInt(8);
    output.writeShort(1);
    output.writeShort(0x0112);
    output.writeShort(3);
    output.writeInt(1);
    output.writeShort(orientation);
    output.writeShort(0);
    output.writeInt(0);
    return exif.toByteArray();
  }

  static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
