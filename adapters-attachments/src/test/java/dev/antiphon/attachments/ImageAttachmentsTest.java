package dev.antiphon.attachments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.memory.InMemoryFile;
import dev.antiphon.message.ImagePart;
import dev.antiphon.thread.AttachmentStatus;
import dev.antiphon.thread.PendingAttachment;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageAttachmentsTest {

  private final ImageAttachments images = new ImageAttachments();

  private static InMemoryFile file(String name, byte[] content) {
    return new InMemoryFile(name, null, content);
  }

  @Test
  @DisplayName("ATT-11: an image becomes an image part with its bytes in a data URL, complete")
  void dataUrl() throws Exception {
    byte[] png = SampleImages.png();

    PendingAttachment added = Requests.add(images, file("holiday.png", png));

    assertThat(added.status()).isEqualTo(AttachmentStatus.COMPLETE);
    assertThat(added.type()).isEqualTo("image");
    assertThat(added.contentType()).isEqualTo("image/png");
    assertThat(added.content()).singleElement().isInstanceOfSatisfying(ImagePart.class, part -> {
      assertThat(part.image()).startsWith("data:image/png;base64,");
      assertThat(part.filename()).isEqualTo("holiday.png");
    });
    assertThat(Requests.image(added, 0)).isEqualTo(png);
  }

  @Test
  @DisplayName("the type of an image is told by its bytes, whatever kind of image its name says")
  void typeFromBytes() throws Exception {
    assertThat(Requests.add(images, file("a.png", SampleImages.jpeg())).contentType())
        .isEqualTo("image/jpeg");
    assertThat(Requests.add(images, file("a.jpg", SampleImages.gif())).contentType())
        .isEqualTo("image/gif");
    assertThat(Requests.add(images, file("no extension", SampleImages.webp())).contentType())
        .isEqualTo("image/webp");
  }

  @Test
  @DisplayName("an image of more pixels than allowed, in all or a side, is refused undecoded")
  void tooManyPixels() throws Exception {
    ImageAttachments small = new ImageAttachments(
        ImageOptions.builder().maxPixels(1200).maxSide(1000).build());

    assertThat(Requests.add(small, file("fits.png", SampleImages.png()))).isNotNull();
    FileRefusedException area =
        Requests.refusal(small, file("a.png", SampleImages.of("png", 41, 30)));
    FileRefusedException side =
        Requests.refusal(small, file("a.png", SampleImages.of("png", 1001, 1)));

    assertThat(area.reason()).isEqualTo(FileRefusal.TOO_MANY_PIXELS);
    assertThat(area).hasMessageContaining("41 x 30").hasMessageContaining("1200");
    assertThat(side.reason()).isEqualTo(FileRefusal.TOO_MANY_PIXELS);
    assertThat(area.info().code()).isEqualTo("too-many-pixels");
  }

  @Test
  @DisplayName("what a camera writes behind an image is left out")
  void tailLeftOut() throws Exception {
    byte[] jpeg = SampleImages.jpeg();

    PendingAttachment added =
        Requests.add(images, file("photo.jpg", SampleImages.joined(jpeg, new byte[5000])));

    assertThat(Requests.image(added, 0)).isEqualTo(jpeg);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PK\u0003\u0004 archive",
        "<script>alert(1)</script>",
        "%PDF-1.7 paper",
        "\n<?php system($_GET[0]);",
        "<HTML><body>",
        "\u007fELF\u0002"
      })
  @DisplayName("an image that is a second file as well is refused")
  void polyglot(String second) {
    for (byte[] image :
        List.of(SampleImages.png(), SampleImages.jpeg(), SampleImages.gif(), SampleImages.webp())) {
      byte[] both =
          SampleImages.joined(image, ("padding " + second).getBytes(StandardCharsets.ISO_8859_1));

      assertThat(Requests.refusal(images, file("image", both)).reason())
          .isEqualTo(FileRefusal.DISGUISED);
    }
  }

  @Test
  @DisplayName("an image that calls itself something else by name or type is refused")
  void disguised() {
    for (String name : List.of("run.exe", "page.html", "paper.pdf", "note.txt", "a.svg", "a.zip")) {
      assertThat(Requests.refusal(images, file(name, SampleImages.png())).reason())
          .as(name)
          .isEqualTo(FileRefusal.DISGUISED);
    }
    FileRefusedException byType = Requests.refusal(
        images,
        new InMemoryFile("image", "text/html\u001b[31m; charset=utf-8", SampleImages.png()));
    assertThat(byType.reason()).isEqualTo(FileRefusal.DISGUISED);
    assertThat(byType.getMessage()).doesNotContain("\u001b");
  }

  @Test
  @DisplayName("SVG and what else is no PNG, JPEG, GIF or WebP is refused, naming what it is")
  void wrongType() {
    byte[] svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>"
        .getBytes(StandardCharsets.UTF_8);

    FileRefusedException refused = Requests.refusal(images, file("drawing.png", svg));

    assertThat(refused.reason()).isEqualTo(FileRefusal.WRONG_TYPE);
    assertThat(refused).hasMessageContaining("image/svg+xml");
    assertThat(Requests.refusal(images, file("a.png", SampleImages.of("bmp", 4, 4)))
            .reason())
        .isEqualTo(FileRefusal.WRONG_TYPE);
    assertThat(Requests.refusal(images, file("a.png", new byte[0])).reason())
        .isEqualTo(FileRefusal.WRONG_TYPE);
  }

  @Test
  @DisplayName("ATT-2: reading tells its progress in steps, up to all of it")
  void progress() throws Exception {
    byte[] large = SampleImages.joined(SampleImages.png(), new byte[3_000_000]);
    List<PendingAttachment> states = new ArrayList<>();

    images.add(Requests.of(file("a.png", large)), states::add);

    assertThat(states).hasSizeBetween(10, 101);
    assertThat(states.get(states.size() - 1).status().progress()).isEqualTo(1);
  }

  @Test
  @DisplayName("a large image is made smaller if that is asked for, its shape and format kept")
  void scaled() throws Exception {
    ImageAttachments scaling =
        new ImageAttachments(ImageOptions.builder().scaleTo(100).build());

    PendingAttachment png = Requests.add(scaling, file("a.png", SampleImages.of("png", 1000, 500)));
    PendingAttachment jpeg = Requests.add(scaling, file("a.jpg", SampleImages.of("jpg", 300, 900)));
    PendingAttachment gif = Requests.add(scaling, file("a.gif", SampleImages.of("gif", 200, 200)));

    BufferedImage small = SampleImages.decoded(Requests.image(png, 0));
    assertThat(png.contentType()).isEqualTo("image/png");
    assertThat(small.getWidth()).isEqualTo(100);
    assertThat(small.getHeight()).isEqualTo(50);
    assertThat(new Color(small.getRGB(10, 25))).isEqualTo(Color.RED);
    assertThat(new Color(small.getRGB(90, 25))).isEqualTo(Color.BLUE);
    assertThat(jpeg.contentType()).isEqualTo("image/jpeg");
    assertThat(SampleImages.decoded(Requests.image(jpeg, 0)).getHeight()).isEqualTo(100);
    assertThat(gif.contentType()).isEqualTo("image/png");
  }

  @Test
  @DisplayName("an image that is small enough stays as it is, byte for byte")
  void notScaled() throws Exception {
    ImageAttachments scaling =
        new ImageAttachments(ImageOptions.builder().scaleTo(40).build());

    PendingAttachment added = Requests.add(scaling, file("a.png", SampleImages.png()));

    assertThat(Requests.image(added, 0)).isEqualTo(SampleImages.png());
  }

  @Test
  @DisplayName("an image made smaller stands upright, and tells no place and camera any more")
  void upright() throws Exception {
    ImageAttachments scaling =
        new ImageAttachments(ImageOptions.builder().scaleTo(100).build());
    byte[] turned =
        SampleImages.jpegWith(SampleImages.of("jpg", 400, 200), 0xFFE1, SampleImages.exif(6));

    byte[] scaled = Requests.image(Requests.add(scaling, file("a.jpg", turned)), 0);

    BufferedImage upright = SampleImages.decoded(scaled);
    assertThat(upright.getWidth()).isEqualTo(50);
    assertThat(upright.getHeight()).isEqualTo(100);
    assertThat(new Color(upright.getRGB(25, 10)).getRed()).isGreaterThan(200);
    assertThat(new Color(upright.getRGB(25, 90)).getBlue()).isGreaterThan(200);
    assertThat(new String(scaled, StandardCharsets.ISO_8859_1)).doesNotContain("Exif");
  }

  @Test
  @DisplayName("Exif data that is broken turns nothing and breaks nothing")
  void brokenExif() throws Exception {
    ImageAttachments scaling =
        new ImageAttachments(ImageOptions.builder().scaleTo(100).build());
    byte[] exif = SampleImages.exif(6);
    exif[14] = (byte) 0xFF;
    byte[] jpeg = SampleImages.jpegWith(SampleImages.of("jpg", 400, 200), 0xFFE1, exif);

    byte[] scaled = Requests.image(Requests.add(scaling, file("a.jpg", jpeg)), 0);

    assertThat(SampleImages.decoded(scaled).getWidth()).isEqualTo(100);
  }

  @Test
  @DisplayName("an image that cannot be decoded cannot be made smaller, and is refused")
  void undecodable() {
    ImageAttachments scaling =
        new ImageAttachments(ImageOptions.builder().scaleTo(10).build());
    byte[] png = SampleImages.png();
    // Within the packed data; the structure around it stays whole.
    png[60] ^= 0x55;
    png[61] ^= 0x55;

    FileRefusedException refused = Requests.refusal(scaling, file("a.png", png));

    assertThat(refused.reason()).isEqualTo(FileRefusal.DAMAGED);
  }

  @Test
  @DisplayName("options that make no sense are refused")
  void options() {
    assertThatThrownBy(() -> ImageOptions.builder().maxPixels(0).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ImageOptions.builder().scaleTo(-1).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ImageOptions.builder().maxBytes(0).build())
        .isInstanceOf(IllegalArgumentException.class);
  }
}
