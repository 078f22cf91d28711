package dev.antiphon.spi.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method a tool; see {@link Tools#ofMethods}. Each parameter is an argument of its name,
 * described by {@link Doc}; a parameter of type {@code ToolCall} gets the call. An argument is
 * required unless its parameter is an {@code Optional} or {@code @Nullable}.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ToolMethod {

  /** What it does, in the model's words. */
  String value();

  /** Its name, or the empty text for that of the method. */
  String name() default "";

  /** Whether a person has to approve each call. */
  boolean needsApproval() default false;

  /** Whether it may be executed again after a crash (rule TOOL-13). */
  boolean idempotent() default false;
}
