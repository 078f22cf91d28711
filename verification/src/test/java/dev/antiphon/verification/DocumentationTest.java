package dev.antiphon.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentationTest {

  /** Surefire runs in the folder of the module. */
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir
  Path folder;

  static Stream<DocumentedCode> snippets() throws IOException {
    List<DocumentedCode> found = new ArrayList<>();
    for (String page :
        List.of("README.md", "docs/api.md", "docs/attachments.md", "docs/models.md")) {
      found.addAll(DocumentedCode.of(ROOT.resolve(page)));
    }
    return found.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("snippets")
  @DisplayName("each Java snippet of the docs compiles and runs as it stands there")
  void snippetRuns(DocumentedCode snippet) throws Exception {
    try (ModelServer server = ModelServer.start()) {
      snippet.run(folder, server.url());
    }
  }

  @Test
  @DisplayName(
      "the README has a snippet, the pages of the API and of attachments one for each section")
  void pagesHaveSnippets() throws IOException {
    List<DocumentedCode> readme = DocumentedCode.of(ROOT.resolve("README.md"));
    List<DocumentedCode> api = DocumentedCode.of(ROOT.resolve("docs/api.md"));

    assertThat(readme).hasSize(1);
    assertThat(api).hasSizeGreaterThanOrEqualTo(8);
    assertThat(DocumentedCode.of(ROOT.resolve("docs/attachments.md"))).hasSize(3);
  }

  @Test
  @DisplayName("the page of models has four snippets, each below 30 lines")
  void modelsAreShort() throws IOException {
    assertThat(DocumentedCode.of(ROOT.resolve("docs/models.md")))
        .hasSize(4)
        .allMatch(snippet -> snippet.code().lines().count() < 30);
  }
}
