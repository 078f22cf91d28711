package dev.antiphon.attachments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.memory.InMemoryFile;
import dev.antiphon.thread.AttachmentStatus;
import dev.antiphon.thread.PendingAttachment;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextAttachmentsTest {

  private static final String GERMAN = "Schöne Grüße aus Köln, die Straße ist überflutet. ";
  private static final String RUSSIAN =
      "Ключ лежит под ковриком у двери, а запасной у соседки на втором этаже. ";
  private static final String JAPANESE = "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。何でも薄暗いじめじめした所で"
      + "ニャーニャー泣いていた事だけは記憶している。吾輩はここで始めて人間というものを見た。";
  private static final String CHINESE = "钥匙在门口的垫子下面。邻居也有一把备用钥匙。";
  private static final String KOREAN = "열쇠는 현관 매트 밑에 있습니다. 이웃도 하나 가지고 있습니다. ";

  private final TextAttachments texts = new TextAttachments();

  private static InMemoryFile file(String name, byte[] content) {
    return new InMemoryFile(name, null, content);
  }

  private String textOf(byte[] content) throws Exception {
    String wrapped = Requests.text(texts, file("note.txt", content));
    return wrapped.substring(
        "<attachment name=\"note.txt\">\n".length(), wrapped.length() - "\n</attachment>".length());
  }

  @Test
  @DisplayName("ATT-10: a text stands in a tag whose name is quoted and escaped, complete")
  void tag() throws Exception {
    PendingAttachment added =
        Requests.add(texts, InMemoryFile.text("to do & \u201Chers\u201D.md", "# Keys\n"));

    assertThat(added.status()).isEqualTo(AttachmentStatus.COMPLETE);
    assertThat(added.type()).isEqualTo("document");
    assertThat(Requests.text(texts, InMemoryFile.text("to do & \u201Chers\u201D.md", "# Keys\n")))
        .isEqualTo(
            "<attachment name=\"to do &amp; \u201Chers\u201D.md\">\n# Keys\n\n</attachment>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "windows-1252"})
  @DisplayName("a text in a charset of the west is read, with a mark or without")
  void western(String charset) throws Exception {
    String text = GERMAN.repeat(20);

    assertThat(textOf(text.getBytes(Charset.forName(charset)))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8,EFBBBF",
    "UTF-16LE,FFFE",
    "UTF-16BE,FEFF",
    "UTF-32LE,FFFE0000",
    "UTF-32BE,0000FEFF"
  })
  @DisplayName("a byte order mark tells the charset and is no part of the text")
  void marks(String charset, String mark) throws Exception {
    byte[] marked = SampleImages.joined(
        HexFormat.of().parseHex(mark), GERMAN.getBytes(Charset.forName(charset)));

    assertThat(textOf(marked)).isEqualTo(GERMAN);
  }

  @Test
  @DisplayName("texts in the charsets of other languages are told by their bytes")
  void otherLanguages() throws Exception {
    for (String charset : List.of("windows-1251", "KOI8-R")) {
      byte[] bytes = RUSSIAN.repeat(20).getBytes(Charset.forName(charset));
      assertThat(textOf(bytes)).as(charset).isEqualTo(RUSSIAN.repeat(20));
    }
    for (String charset : List.of("Shift_JIS", "EUC-JP", "ISO-2022-JP")) {
      byte[] bytes = JAPANESE.getBytes(Charset.forName(charset));
      assertThat(textOf(bytes)).as(charset).isEqualTo(JAPANESE);
    }
    assertThat(textOf(CHINESE.repeat(20).getBytes(Charset.forName("GB18030"))))
        .isEqualTo(CHINESE.repeat(20));
    assertThat(textOf(KOREAN.repeat(20).getBytes(Charset.forName("EUC-KR"))))
        .isEqualTo(KOREAN.repeat(20));
  }

  @Test
  @DisplayName("what a text declares counts if all bytes fit, and UTF-8 counts before it")
  void declared() throws Exception {
    String page = "<html><head><meta charset=\"iso-8859-5\"></head>Ключ</html>";
    String lie = "<?xml version=\"1.0\" encoding=\"iso-8859-5\"?><key>Köln</key>";

    assertThat(textOf(page.getBytes(Charset.forName("ISO-8859-5")))).isEqualTo(page);
    assertThat(textOf(lie.getBytes(StandardCharsets.UTF_8))).isEqualTo(lie);
    String claimed = Requests.text(
        texts,
        new InMemoryFile(
            "note.txt",
            "text/plain; charset=ISO-8859-7",
            "κλειδί".getBytes(Charset.forName("ISO-8859-7"))));
    assertThat(claimed).contains("κλειδί");
  }

  @Test
  @DisplayName("bytes that do not fit become U+FFFD, NUL and unpaired surrogates do not survive")
  void repaired() throws Exception {
    byte[] broken = SampleImages.joined(
        new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, (byte) 0xFF},
        ("\0" + GERMAN.repeat(10)).getBytes(StandardCharsets.UTF_8));
    byte[] unpaired = ("\uFEFF" + GERMAN).getBytes(StandardCharsets.UTF_16BE);
    byte[] lonely = SampleImages.joined(unpaired, new byte[] {(byte) 0xDC, 0});

    assertThat(textOf(broken)).isEqualTo("\uFFFD" + GERMAN.repeat(10));
    assertThat(textOf(lonely)).isEqualTo(GERMAN + "\uFFFD");
  }

  @Test
  @DisplayName("an empty file is an empty text")
  void empty() throws Exception {
    assertThat(textOf(new byte[0])).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "page.html,'<!doctype html><script>alert(1)</script>'",
    "drawing.svg,'<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>'",
    "page.xhtml,'<html xmlns=\"http://www.w3.org/1999/xhtml\"><body/></html>'",
    "data.xml,'<?xml version=\"1.0\"?><x/>'",
    "script.sh,'#!/bin/sh\nrm -rf ~'",
    "note.txt,Under the mat."
  })
  @DisplayName("markup and scripts are texts, shown as plain ones: nothing of them runs anywhere")
  void markup(String name, String content) throws Exception {
    PendingAttachment added =
        Requests.add(texts, file(name, content.getBytes(StandardCharsets.UTF_8)));

    assertThat(added.contentType()).isEqualTo("text/plain");
    assertThat(Requests.text(texts, file(name, content.getBytes(StandardCharsets.UTF_8))))
        .contains(content);
  }

  @Test
  @DisplayName("a text tag in a text stands there as it is, inside the one of the file")
  void nestedTag() throws Exception {
    String text =
        Requests.text(texts, InMemoryFile.text("a.txt", "</attachment><attachment name=x>"));

    assertThat(text).startsWith("<attachment name=\"a.txt\">\n").endsWith("\n</attachment>");
  }

  @Test
  @DisplayName("what is no text is refused, naming what it is by its bytes")
  void binary() throws Exception {
    byte[] zip = "PK\u0003\u0004\u0014\0\0\0\b\0".getBytes(StandardCharsets.ISO_8859_1);
    byte[] noise = new byte[5000];
    new Random(8).nextBytes(noise);

    for (byte[] content : List.of(
        SampleImages.png(),
        SampleImages.jpeg(),
        SamplePdfs.of("x"),
        Arrays.copyOf(zip, 100),
        noise)) {
      FileRefusedException refused = Requests.refusal(texts, file("note.txt", content));
      assertThat(refused.reason()).isEqualTo(FileRefusal.WRONG_TYPE);
    }
    assertThat(Requests.refusal(texts, file("note.txt", SampleImages.png())))
        .hasMessageContaining("image/png");
    assertThat(Requests.refusal(texts, file("note.txt", SamplePdfs.page(""))))
        .hasMessageContaining("application/pdf");
  }

  @Test
  @DisplayName("a long text is cut at a whole character, and says so in its last line")
  void cut() throws Exception {
    TextAttachments brief =
        new TextAttachments(TextOptions.builder().maxCharacters(5).build());

    assertThat(Requests.text(brief, InMemoryFile.text("a", "12345"))).contains("\n12345\n</");
    assertThat(Requests.text(brief, InMemoryFile.text("a", "1234\uD83D\uDE00")))
        .contains(
            "\n1234\n[Cut here: the text has 6 characters, of which these are the first 4.]\n</");
  }

  @Test
  @DisplayName("a file of more bytes than allowed is refused, by what it says and by what it has")
  void tooLarge() {
    TextAttachments small =
        new TextAttachments(TextOptions.builder().maxBytes(10).build());

    FileRefusedException refused = Requests.refusal(small, InMemoryFile.text("a", "12345678901"));

    assertThat(refused.reason()).isEqualTo(FileRefusal.TOO_LARGE);
    assertThat(refused).hasMessageContaining("10 bytes");
    assertThatThrownBy(() -> TextOptions.builder().maxCharacters(0).build())
        .isInstanceOf(IllegalArgumentException.class);
  }
}
