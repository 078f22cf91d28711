/**
 * Tests of attachments: the contracts, each adapter, and hostile files.
 *
 * <p>Start at {@link dev.antiphon.attachments.HostileFilesTest}.
 *
 * <p><b>Threads.</b> Tests only.
 *
 * <p><b>Imports.</b> Anything.
 */
@NullMarked
package dev.antiphon.attachments;

import org.jspecify.annotations.NullMarked;
