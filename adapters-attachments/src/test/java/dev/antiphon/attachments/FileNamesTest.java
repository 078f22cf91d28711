package dev.antiphon.attachments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FileNamesTest {

  private static void becomes(String name, String harmless) {
    assertThat(FileNames.harmless(name)).as(name).isEqualTo(harmless);
  }

  @Test
  @DisplayName("a name that does no harm stays as it is")
  void kept() {
    for (String name : new String[] {
      "report.pdf", "Q3 report (final).tar.gz", "\u05E9\u05DC\u05D5\u05DD.txt", "\uD83D\uDE00.png",
      "a%2e%2e%2fb", "file", "#1 & only.md", "it's.txt"
    }) {
      becomes(name, name);
    }
  }

  @Test
  @DisplayName("only the last element of a path is a name")
  void paths() {
    becomes("../../etc/passwd", "passwd");
    becomes("..\\..\\windows\\win.ini", "win.ini");
    becomes("/", "file");
    becomes("..", "file");
    becomes("C:autoexec.bat", "C_autoexec.bat");
    becomes("a/b\\..", "file");
    becomes("....", "file");
  }

  @Test
  @DisplayName("what is invisible, or turns the direction of text, is left out")
  void invisible() {
    becomes("photo\u202Egnp.exe", "photognp.exe");
    becomes("a\u0000b\r\nc\u001b[31m.txt", "abc[31m.txt");
    becomes("a\u200Bb\u2066c\uFEFF\u2028.txt", "abc.txt");
    becomes("\uD800lonely.txt", "\uFFFDlonely.txt");
  }

  @Test
  @DisplayName("what means something to a file system is replaced")
  void reserved() {
    becomes("a<b>c:d\"e|f?g*h.txt", "a_b_c_d_e_f_g_h.txt");
    becomes("con", "_con");
    becomes("NUL.txt", "_NUL.txt");
    becomes("Com1.tar.gz", "_Com1.tar.gz");
    becomes("console.txt", "console.txt");
    becomes(" name. ", "name");
    becomes(".hidden", "hidden");
    becomes("", "file");
  }

  @Test
  @DisplayName("a long name is cut before its extension, at a whole character")
  void cut() {
    String cut = FileNames.harmless("x".repeat(5000) + ".pdf");
    String emoji = FileNames.harmless("\uD83D\uDE00".repeat(300) + ".a");

    assertThat(cut).hasSize(200).endsWith("x.pdf");
    assertThat(emoji).endsWith("\uDE00.a").hasSizeLessThanOrEqualTo(200);
    assertThat(FileNames.harmless("x".repeat(300) + "." + "y".repeat(300))).hasSize(200);
  }

  @Test
  @DisplayName("whatever a name is, in a folder it stays in the folder")
  void staysInside() {
    Random random = new Random(8);
    Path folder = Path.of("/srv/files");
    String[] pieces = {
      "..", "/", "\\", "\u0000", "C:", "CON", "%2e", "\u202E", ".", " ", "a", "\uD800", "~", "$",
      "\n"
    };
    for (int round = 0; round < 20_000; round++) {
      StringBuilder name = new StringBuilder();
      for (int piece = random.nextInt(12); piece >= 0; piece--) {
        name.append(pieces[random.nextInt(pieces.length)]);
      }

      String harmless = FileNames.harmless(name.toString());

      assertThat(folder.resolve(harmless).normalize().getParent()).isEqualTo(folder);
      assertThat(harmless).doesNotContainPattern("[\\p{Cntrl}/\\\\:]").isNotBlank();
    }
  }
}
