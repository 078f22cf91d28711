package dev.antiphon.attachments;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which files are texts, and what is said of their types. */
final class TextTypes {

  /** For file pickers; the bytes decide. */
  static final String ACCEPT = String.join(
      ", ",
      "text/*",
      "application/json, application/ld+json, application/x-ndjson, application/xml",
      "application/xhtml+xml, image/svg+xml, application/javascript, application/typescript",
      "application/yaml, application/x-yaml, application/toml, application/sql",
      "application/graphql, application/x-sh, application/x-tex",
      ".txt, .text, .log, .md, .markdown, .rst, .adoc, .org, .tex, .bib",
      ".csv, .tsv, .json, .jsonl, .ndjson, .geojson, .xml, .xsd, .xsl, .xslt, .html, .htm",
      ".xhtml, .svg, .yaml, .yml, .toml, .ini, .cfg, .conf, .properties, .env, .editorconfig",
      ".java, .kt, .kts, .scala, .groovy, .gradle, .clj, .py, .rb, .php, .js, .mjs, .cjs, .ts",
      ".tsx, .jsx, .vue, .svelte, .css, .scss, .sass, .less, .c, .h, .cc, .cpp, .cxx, .hh, .hpp",
      ".cs, .fs, .vb, .go, .rs, .swift, .m, .mm, .r, .jl, .lua, .pl, .pm, .hs, .ex, .exs, .erl",
      ".elm, .dart, .zig, .nim, .asm, .s, .sh, .bash, .zsh, .fish, .ps1, .bat, .cmd, .sql",
      ".graphql, .proto, .cmake, .mk, .dockerfile, .tf, .hcl, .nix, .diff, .patch",
      ".srt, .vtt, .ics, .vcf, .eml");

  private static final String PLAIN = "text/plain";
  private static final String JSON = "application/json";

  /** Texts in which a reader would look for something else than the text. */
  private static final Set<String> NOT_AS_TEXT = Set.of("application/pdf");

  private static final int PER_CONTROL = 200;
  private static final int PER_REPLACEMENT = 20;

  private TextTypes() {}

  /**
   * Decodes a text.
   *
   * @param bytes the file
   * @param type the type of its bytes
   * @param claimed the type that it is said to have, or {@code null}
   * @throws FileRefusedException if it is no text
   */
  static String decoded(byte[] bytes, String type, @Nullable String claimed) {
    String text = TextCharset.of(bytes, claimed).decode(bytes);
    if (NOT_AS_TEXT.contains(type) || isBinary(text)) {
      throw new FileRefusedException(
          FileRefusal.WRONG_TYPE,
          "By its bytes the file is %s, not a text. Attach it as what it is, or save it as text."
              .formatted(type));
    }
    return ReadableText.wellFormed(text);
  }

  /** Returns the type to show of a text: one of a kind of text, or plain. */
  static String shownAs(String type) {
    boolean isKindOfText = type.startsWith("text/") || type.equals(JSON);
    return isKindOfText ? MediaTypes.harmless(type) : PLAIN;
  }

  /** A text has hardly a control character, and hardly a byte that is none of its charset. */
  private static boolean isBinary(String text) {
    int controls = 0;
    int replacements = 0;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character == '\uFFFD') {
        replacements++;
      } else if (character < ' ' && "\b\t\n\u000B\f\r\u001B".indexOf(character) < 0) {
        controls++;
      }
    }
    return controls > 1 + text.length() / PER_CONTROL
        || replacements > 1 + text.length() / PER_REPLACEMENT;
  }
}
