package dev.antiphon.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a component of a settings record a setting. Its key is the plug-in's name and the
 * component's in lower case with hyphens: {@code maxRetries} of {@code openai} is
 * {@code openai.max-retries}.
 *
 * <p>A component may be a {@code String}, {@link Secret}, {@code int}, {@code long},
 * {@code double}, {@code boolean}, {@code Duration} ({@code 30s}, {@code 500ms}, {@code PT1M}),
 * {@code Path}, {@code URI}, an enum, an {@code Optional} of one of these, or a
 * {@code List<String>} (values between commas). What is neither an {@code Optional} nor has a
 * default must be set.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {

  /** What it is for, as part of a sentence: {@code "folder where threads are kept"}. */
  String value();

  /** The value if it is not set: none or one text, of a list any number. */
  String[] defaultValue() default {};

  /**
   * Whether its value never appears in a message. Always so for {@link Secret}, which also keeps it
   * out of the record's own {@code toString}.
   */
  boolean secret() default false;
}
