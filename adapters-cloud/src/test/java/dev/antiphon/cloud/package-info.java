/**
 * Tests of the cloud adapters, against {@code FakeCloud}: a server on a real socket that behaves as
 * the API does, and misbehaves where a test says so.
 */
@NullMarked
package dev.antiphon.cloud;

import org.jspecify.annotations.NullMarked;
