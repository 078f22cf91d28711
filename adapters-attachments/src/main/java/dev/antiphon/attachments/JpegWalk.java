package dev.antiphon.attachments;

import java.nio.ByteBuffer;

/** Walks through the segments of a JPEG image. */
final class JpegWalk {

  private static final int START = 0xFFD8;
  private static final int END_OF_IMAGE = 0xD9;
  private static final int START_OF_SCAN = 0xDA;
  private static final int APP1 = 0xE1;
  private static final int EXIF = 0x45786966;

  private final ByteBuffer bytes;
  private int width;
  private int height;
  private boolean hasScan;
  private int exif;

  private JpegWalk(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  static ImageOutline walk(ByteBuffer bytes) {
    return new JpegWalk(bytes).walk();
  }

  private ImageOutline walk() {
    if (Short.toUnsignedInt(bytes.getShort()) != START) {
      throw damaged("does not start as one");
    }
    int marker = nextMarker();
    while (marker != END_OF_IMAGE) {
      if (!standsAlone(marker)) {
        segment(marker);
      }
      marker = marker == START_OF_SCAN ? afterScan() : nextMarker();
    }
    if (!hasScan) {
      throw damaged("has no data");
    }
    return new ImageOutline(ImageFormat.JPEG, width, height, bytes.position(), exif);
  }

  private void segment(int marker) {
    int start = bytes.position();
    int length = Short.toUnsignedInt(bytes.getShort());
    if (length < 2) {
      throw damaged("has a segment without a length");
    }
    if (isFrame(marker)) {
      frame();
    } else if (marker == START_OF_SCAN) {
      if (width == 0) {
        throw damaged("has data before its size");
      }
      hasScan = true;
    } else if (marker == APP1 && length >= 8 && bytes.getInt(bytes.position()) == EXIF) {
      exif = bytes.position();
    }
    bytes.position(start);
    ImageOutline.skip(bytes, length);
  }

  /** Reads the size; a second one could tell a decoder more than it tells us. */
  private void frame() {
    if (width != 0) {
      throw damaged("has two sizes");
    }
    bytes.get();
    height = Short.toUnsignedInt(bytes.getShort());
    width = Short.toUnsignedInt(bytes.getShort());
    if (width == 0 || height == 0) {
      throw damaged("has no pixels");
    }
  }

  private int nextMarker() {
    if (Byte.toUnsignedInt(bytes.get()) != 0xFF) {
      throw damaged("has bytes between its segments");
    }
    int marker;
    do {
      marker = Byte.toUnsignedInt(bytes.get());
    } while (marker == 0xFF);
    return marker;
  }

  /** Skips the data of a scan and returns the marker behind it. */
  private int afterScan() {
    while (true) {
      if (Byte.toUnsignedInt(bytes.get()) == 0xFF) {
        int marker;
        do {
          marker = Byte.toUnsignedInt(bytes.get());
        } while (marker == 0xFF);
        boolean isData = marker == 0 || (marker >= 0xD0 && marker <= 0xD7);
        if (!isData) {
          return marker;
        }
      }
    }
  }

  private static boolean standsAlone(int marker) {
    return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7);
  }

  /** A start of frame; of the row of its markers, three mean something else. */
  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private static FileRefusedException damaged(String what) {
    return ImageOutline.damaged(ImageFormat.JPEG, what);
  }
}
