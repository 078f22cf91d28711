/**
 * What tests of several modules share: seeded random programs and small makers of values. Shipped
 * in the core's test-jar, never in a main jar.
 *
 * <p>Start at {@link dev.antiphon.testing.RandomPrograms}.
 *
 * <p><b>Threads.</b> Each object is for one test.
 *
 * <p><b>Imports.</b> Anything of the core.
 */
@NullMarked
package dev.antiphon.testing;

import org.jspecify.annotations.NullMarked;
