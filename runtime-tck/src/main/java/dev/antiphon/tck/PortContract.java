package dev.antiphon.tck;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a class of tests as what a port promises. A test that fails says which rule was broken, and
 * {@link ConformanceListener} reports how an implementation did.
 *
 * <p>Used by this module; whoever writes a contract for a port of their own may use it too.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RuleInFailure.class)
public @interface PortContract {

  /** The port. */
  Class<?> value();
}
