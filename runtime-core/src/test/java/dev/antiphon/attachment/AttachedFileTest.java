package dev.antiphon.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.FilePart;
import dev.antiphon.message.ImagePart;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttachedFileTest {

  private static final byte[] PNG = bytes("89504e470d0a1a0a0000000d49484452");
  private static final byte[] TEXT = "BM is how this text starts".getBytes(StandardCharsets.UTF_8);

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "image/png,    89504e470d0a1a0a0000000d49484452",
    "image/jpeg,   ffd8ffe000104a46494600010100",
    "image/gif,    474946383961010001008000",
    "image/gif,    474946383761010001008000",
    "image/webp,   524946462400000057454250565038",
    "image/avif,   0000001c66747970617669660000",
    "image/heic,   0000001c66747970686569630000",
    "image/heif,   0000001c667479706d6966310000",
    "image/bmp,    424d46000000000000003600",
    "image/tiff,   49492a0008000000",
    "image/tiff,   4d4d002a00000008",
    "image/x-icon, 00000100010010100000",
  })
  @DisplayName("ATT-11: the type of an image is taken from its leading bytes")
  void sniffed(String type, String leading) {
    assertThat(ImageType.of(bytes(leading))).contains(type);
  }

  @Test
  @DisplayName("ATT-11: bytes that are no image have no image type")
  void notSniffed() {
    assertThat(ImageType.of(TEXT)).isEmpty();
    assertThat(ImageType.of(new byte[0])).isEmpty();
    assertThat(ImageType.of(bytes("0000001c667479706d703432"))).isEmpty();
    assertThat(ImageType.of(bytes("5249464624000000574156450000"))).isEmpty();
  }

  @Test
  @DisplayName("ATT-11: an image becomes an image part with a data URL")
  void image() {
    String base64 = Base64.getEncoder().encodeToString(PNG);

    assertThat(AttachedFile.of("cat.png", null, PNG))
        .isEqualTo(new ImagePart("data:image/png;base64," + base64, "cat.png", null));
    assertThat(AttachedFile.of("cat", " image/webp ", PNG))
        .isEqualTo(new ImagePart("data:image/webp;base64," + base64, "cat", null));
  }

  @Test
  @DisplayName("ATT-11: any other file becomes a file part with its type, if it has one")
  void file() {
    String base64 = Base64.getEncoder().encodeToString(TEXT);

    assertThat(AttachedFile.of("a.pdf", "application/pdf", TEXT))
        .isEqualTo(new FilePart(
            "data:application/pdf;base64," + base64, "application/pdf", "a.pdf", null, null, null));
    assertThat(((FilePart) AttachedFile.of("a", "", TEXT)).mimeType())
        .isEqualTo("application/octet-stream");
  }

  @Test
  @DisplayName("ATT-11: a stored file is a part with its URL")
  void stored() {
    assertThat(AttachedFile.stored("cat.png", null, PNG, "https://x/1"))
        .isEqualTo(new ImagePart("https://x/1", "cat.png", null));
    assertThat(AttachedFile.stored("a.pdf", "application/pdf", new byte[0], "https://x/2"))
        .isEqualTo(new FilePart("https://x/2", "application/pdf", "a.pdf", "url", null, null));
  }

  @Test
  @DisplayName("ATT-11: raw base64 is wrapped into a data URL, a URL stays as it is")
  void rawBase64() {
    String base64 = Base64.getEncoder().encodeToString(PNG);

    assertThat(AttachedFile.imageUrl(base64, null)).isEqualTo("data:image/png;base64," + base64);
    assertThat(AttachedFile.imageUrl(base64, "image/gif"))
        .isEqualTo("data:image/gif;base64," + base64);
    assertThat(AttachedFile.imageUrl("https://example.org/cat.png", null))
        .isEqualTo("https://example.org/cat.png");
    assertThat(AttachedFile.imageUrl("data:image/png;base64,AAAA", "image/gif"))
        .isEqualTo("data:image/png;base64,AAAA");
    assertThat(AttachedFile.imageUrl("abcd", null)).isEqualTo("abcd");
    assertThat(AttachedFile.imageUrl("", "image/png")).isEmpty();
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
