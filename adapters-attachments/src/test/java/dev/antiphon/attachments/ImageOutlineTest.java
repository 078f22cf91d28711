package dev.antiphon.attachments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ImageOutlineTest {

  /** Each kind of image that is known, under what is to be found of it. */
  private static Map<ImageOutline, byte[]> samples() {
    Map<ImageOutline, byte[]> samples = new LinkedHashMap<>();
    add(samples, ImageFormat.PNG, SampleImages.png(), 40, 30);
    add(samples, ImageFormat.JPEG, SampleImages.jpeg(), 40, 30);
    add(samples, ImageFormat.GIF, SampleImages.gif(), 40, 30);
    add(samples, ImageFormat.WEBP, SampleImages.webp(), 1, 1);
    add(samples, ImageFormat.WEBP, SampleImages.losslessWebp(), 1, 1);
    add(samples, ImageFormat.WEBP, SampleImages.extendedWebp(1000, 500), 1000, 500);
    return samples;
  }

  private static void add(
      Map<ImageOutline, byte[]> samples, ImageFormat format, byte[] image, int width, int height) {
    samples.put(ImageOutline.of(format, width, height, image.length), image);
  }

  @Test
  @DisplayName("format, size and end of an image are found without decoding it")
  void found() {
    samples()
        .forEach((outline, image) ->
            assertThat(ImageOutline.of(outline.format(), image)).isEqualTo(outline));
  }

  @Test
  @DisplayName("what stands behind an image is no part of it")
  void tail() {
    samples().forEach((outline, image) -> {
      byte[] longer = Arrays.copyOf(image, image.length + 1000);

      assertThat(ImageOutline.of(outline.format(), longer)).isEqualTo(outline);
    });
  }

  @Test
  @DisplayName("an image that is cut off anywhere is damaged")
  void cutOff() {
    samples().forEach((outline, image) -> {
      for (int length = 0; length < image.length; length++) {
        byte[] start = Arrays.copyOf(image, length);

        assertThatThrownBy(() -> ImageOutline.of(outline.format(), start))
            .as("%s, the first %d bytes", outline.format(), length)
            .isInstanceOfSatisfying(
                FileRefusedException.class,
                refused -> assertThat(refused.reason()).isEqualTo(FileRefusal.DAMAGED));
      }
    });
  }

  @Test
  @DisplayName("whatever bytes are changed, an image is read or damaged, and nothing else happens")
  void changed() {
    Random random = new Random(8);
    samples().forEach((outline, image) -> {
      for (int round = 0; round < 2_000; round++) {
        byte[] changed = image.clone();
        for (int change = 0; change < 3; change++) {
          changed[random.nextInt(changed.length)] = (byte) random.nextInt();
        }
        try {
          ImageOutline read = ImageOutline.of(outline.format(), changed);
          assertThat(read.end()).isLessThanOrEqualTo(changed.length);
        } catch (FileRefusedException refused) {
          assertThat(refused.reason()).isEqualTo(FileRefusal.DAMAGED);
        }
      }
    });
  }

  @Test
  @DisplayName("a frame of a GIF that sticks out of its screen counts")
  void gifFrame() {
    byte[] gif = SampleImages.gif();
    // The screen of an image whose frame is 40 wide says that it is 1 wide.
    gif[6] = 1;
    gif[7] = 0;

    assertThat(ImageOutline.of(ImageFormat.GIF, gif).width()).isEqualTo(40);
  }

  @Test
  @DisplayName("a JPEG that tells two sizes is damaged, for decoders may take the larger")
  void twoSizes() throws Exception {
    byte[] frame = {8, 0x7F, (byte) 0xFF, 0x7F, (byte) 0xFF, 1, 1, 0x11, 0};
    byte[] jpeg = SampleImages.jpegWith(SampleImages.jpeg(), 0xFFC0, frame);

    assertThatThrownBy(() -> ImageOutline.of(ImageFormat.JPEG, jpeg))
        .isInstanceOf(FileRefusedException.class)
        .hasMessageContaining("two sizes");
  }

  @Test
  @DisplayName("the Exif data of a JPEG is found")
  void exif() throws Exception {
    byte[] jpeg = SampleImages.jpegWith(SampleImages.jpeg(), 0xFFE1, SampleImages.exif(6));

    int place = ImageOutline.of(ImageFormat.JPEG, jpeg).exif();

    assertThat(new String(jpeg, place, 4, StandardCharsets.US_ASCII)).isEqualTo("Exif");
  }
}
