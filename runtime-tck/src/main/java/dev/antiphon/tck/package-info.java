/**
 * What the ports promise, as tests. An implementation of a port is proven by a subclass that says
 * how to open it; ours and those of third parties extend the same classes.
 *
 * <p>Start at {@link dev.antiphon.tck.ThreadHistoryContract}. A test that fails names the rule of
 * {@code docs/behaviour.md} that was broken, and {@link dev.antiphon.tck.ConformanceListener}
 * writes a report. The messages that go through every storage and every wire are in
 * {@link dev.antiphon.tck.SampleMessages}.
 *
 * <p><b>Threads.</b> A contract runs on the thread of the test; where it uses more, it says so.
 *
 * <p><b>Imports.</b> {@code runtime-core} and its fakes, JUnit and AssertJ.
 */
@NullMarked
package dev.antiphon.tck;

import org.jspecify.annotations.NullMarked;
