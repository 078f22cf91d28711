/**
 * Whole conversations under random orders, faults and deaths of the process, on one thread and from
 * one seed: what fails once fails again.
 *
 * <p>Start at {@link dev.antiphon.simulation.Simulation}.
 *
 * <p><b>Threads.</b> Everything runs on the thread of the test.
 *
 * <p><b>Imports.</b> Anything of the core that is public.
 */
@NullMarked
package dev.antiphon.simulation;

import org.jspecify.annotations.NullMarked;
