package dev.antiphon.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.spi.PluginRegistrar;
import dev.antiphon.spi.Port;
import dev.antiphon.tck.ThreadHistoryContract;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** That the page on writing a plug-in quotes the example as it is, and leaves no port out. */
class PluginPageTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path PAGE = ROOT.resolve("docs/writing-a-plugin.md");

  private static final Pattern SOURCE = Pattern.compile("(?m)^From `(?<file>[^`]+)`:$");
  private static final Pattern BLOCK =
      Pattern.compile("(?m)^```(?<language>\\w*)\\n(?<text>.*?)^```$", Pattern.DOTALL);

  /** Code, and the file that it is taken from. */
  private record Quotation(Path file, String text) {}

  @Test
  @DisplayName("what the page quotes stands in the example, line for line")
  void quotesTheExample() throws IOException {
    List<Quotation> quotations = quotations();

    assertThat(quotations).hasSizeGreaterThanOrEqualTo(7);
    for (Quotation quotation : quotations) {
      assertThat(withoutIndent(Files.readString(quotation.file())))
          .as(quotation.file().toString())
          .contains(withoutIndent(quotation.text()));
    }
  }

  @Test
  @DisplayName("the table of ports has each port, its method, its setting and its contract")
  void ports() throws IOException {
    String page = Files.readString(PAGE);
    List<String> methods =
        Stream.of(PluginRegistrar.class.getMethods()).map(Method::getName).toList();
    Path contracts = ROOT.resolve("runtime-tck/src/main/java/dev/antiphon/tck");

    for (Port<?> port : Port.all()) {
      assertThat(page).as(port.label()).contains("| `" + port.key() + "`");
    }
    Matcher row = Pattern.compile("(?m)^\\| `?\\w+`? \\| `(\\w+)`.*\\| `(\\w+Contract)` \\|$")
        .matcher(page);
    int rows = 0;
    while (row.find()) {
      rows++;
      assertThat(methods).contains(row.group(1));
      assertThat(contracts.resolve(row.group(2) + ".java")).exists();
    }
    assertThat(rows).isGreaterThanOrEqualTo(13);
    try (Stream<Path> files = Files.list(contracts)) {
      assertThat(files
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .filter(name -> name.endsWith("Contract") && !name.equals("PortContract")))
          .contains(ThreadHistoryContract.class.getSimpleName())
          .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }
  }

  /** Returns the blocks behind each "From …", up to the next heading or the next "From …". */
  private static List<Quotation> quotations() throws IOException {
    List<Quotation> quotations = new ArrayList<>();
    String page = Files.readString(PAGE);
    for (String section : page.split("(?m)^## ", -1)) {
      Matcher source = SOURCE.matcher(section);
      List<Integer> starts = new ArrayList<>();
      List<String> files = new ArrayList<>();
      while (source.find()) {
        starts.add(source.end());
        files.add(source.group("file"));
      }
      for (int i = 0; i < starts.size(); i++) {
        int end = i + 1 < starts.size() ? starts.get(i + 1) : section.length();
        Path file = ROOT.resolve(files.get(i));
        Matcher block = BLOCK.matcher(section.substring(starts.get(i), end));
        while (block.find() && isCode(block, file)) {
          quotations.add(new Quotation(file, block.group("text")));
        }
      }
    }
    return quotations;
  }

  /** Output and other examples may follow the code. */
  private static boolean isCode(Matcher block, Path file) {
    String name = file.getFileName().toString();
    String language = block.group("language");
    return language.isEmpty() ? !name.contains(".java") : name.endsWith("." + language);
  }

  private static String withoutIndent(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n"));
  }
}
