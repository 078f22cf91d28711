package dev.antiphon.directive;

import java.util.List;

/**
 * Writes directives into texts and finds them there again (rule DIR-1). An application may bring
 * its own, for another notation.
 *
 * <p><b>Promise.</b> Whatever its type, label and id, a directive that was formatted is parsed as
 * an equal one.
 */
public interface DirectiveFormatter {

  /** Writes {@code :type[label]{name=id}}, without the braces if the id is the label. */
  DirectiveFormatter DEFAULT = new ColonDirectives();

  /**
   * Writes a directive.
   *
   * @param directive the directive
   * @return the text that stands for it
   */
  String format(Directive directive);

  /**
   * Finds the directives of a text.
   *
   * @param text any text
   * @return the pieces of the text, in order; nothing of it is left out
   */
  List<TextSegment> parse(String text);
}
