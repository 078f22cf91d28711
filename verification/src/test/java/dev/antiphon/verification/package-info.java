/**
 * What needs the whole house at once.
 *
 * <p>Start at {@link dev.antiphon.verification.ImportDirectionTest}.
 *
 * <p><b>Threads.</b> Tests only.
 *
 * <p><b>Imports.</b> Anything.
 */
@NullMarked
package dev.antiphon.verification;

import org.jspecify.annotations.NullMarked;
