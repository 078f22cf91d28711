package dev.antiphon.port;

import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON text, so that the core needs no JSON library. {@code runtime-spi} brings
 * one on Jackson.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; does not block.
 *
 * <p><b>Check yours</b> by extending {@code JsonCodecContract} from runtime-tck.
 */
public interface JsonCodec {

  /**
   * Parses one JSON value.
   *
   * @param text the text, with nothing but white space around the value
   * @return null, Boolean, Number, String, List or Map
   * @throws IllegalArgumentException if the text is not exactly one JSON value, has a key twice in
   *     one object, or is nested too deep; the message says where
   */
  @Nullable
  Object parse(String text);

  /**
   * Writes a JSON value without white space, object keys in their order.
   *
   * @param value null, Boolean, Number, String, List or Map
   * @throws IllegalArgumentException if the value is not JSON
   */
  String write(@Nullable Object value);
}
