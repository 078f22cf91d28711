package dev.antiphon.directive;

import static java.util.Objects.requireNonNull;

/** One piece of a text with directives. */
public sealed interface TextSegment {

  /**
   * Plain text.
   *
   * @param text the text as it is written; never empty
   */
  record Plain(String text) implements TextSegment {
    /** Checks the text. */
    public Plain {
      requireNonNull(text, "text");
    }

    @Override
    public String toString() {
      return "Plain[" + text.length() + " characters]";
    }
  }

  /**
   * A directive.
   *
   * @param directive the directive
   */
  record Mention(Directive directive) implements TextSegment {
    /** Checks the directive. */
    public Mention {
      requireNonNull(directive, "directive");
    }
  }
}
