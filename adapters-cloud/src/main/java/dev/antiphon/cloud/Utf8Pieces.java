package dev.antiphon.cloud;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8 that is cut anywhere. For one thread. */
final class Utf8Pieces {

  private final CharsetDecoder decoder = StandardCharsets.UTF_8
      .newDecoder()
      .onMalformedInput(CodingErrorAction.REPLACE)
      .onUnmappableCharacter(CodingErrorAction.REPLACE);

  /** The beginning of a character whose end has not come yet. */
  private ByteBuffer rest = ByteBuffer.allocate(0);

  /** Returns the characters that a piece completes. */
  String decoded(ByteBuffer piece) {
    ByteBuffer input = ByteBuffer.allocate(rest.remaining() + piece.remaining());
    input.put(rest).put(piece).flip();
    CharBuffer text = CharBuffer.allocate(input.remaining());
    decoder.decode(input, text, false);
    rest = input;
    return text.flip().toString();
  }
}
