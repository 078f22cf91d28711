package dev.antiphon.tck;

import java.util.List;

/** Texts and ids that storages and wires have got wrong before. */
public final class SampleTexts {

  private static final List<String> TEXTS = List.of(
      "",
      " ",
      "\u0000",
      "before\u0000after",
      "\ud83d",
      "\ude00 low alone",
      "swapped \ude00\ud83d",
      "\ud83d\ude00 \ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67",
      "e\u0301 and \u00e9 stay two",
      "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd",
      "\u202eright to left\u202c",
      "\ufffe\uffff\ufeff",
      "\u0085\u2028\u2029",
      "line\nline\r\nline\ttab",
      "'; drop table antiphon_message; --",
      "\\ \\u0000 \\0000 \" ' ` $1 ? :name {} %s ${x}",
      "</script><!-- &amp; ]]>",
      "null",
      "0",
      "false");

  private SampleTexts() {}

  /** Returns texts of every awkward kind: empty, NUL, lone surrogates, emoji, right to left. */
  public static List<String> odd() {
    return TEXTS;
  }

  /**
   * Returns ids of every awkward kind, none empty and the longest of exactly {@code maxLength}
   * characters.
   *
   * @param maxLength how long an id may be, at least 64
   */
  public static List<String> oddIds(int maxLength) {
    List<String> ids = new java.util.ArrayList<>();
    for (String text : TEXTS) {
      if (!text.isEmpty()) {
        ids.add(text);
      }
    }
    ids.add("../../etc/passwd");
    ids.add("Case");
    ids.add("case");
    ids.add("trailing ");
    ids.add("trailing");
    ids.add("x".repeat(maxLength));
    ids.add("\u6f22".repeat(maxLength));
    ids.add("\ud83d\ude00".repeat(maxLength / 2));
    ids.add("\u0000".repeat(maxLength));
    ids.add("\ud83d".repeat(maxLength));
    return List.copyOf(ids);
  }
}
