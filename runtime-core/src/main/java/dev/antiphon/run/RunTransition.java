package dev.antiphon.run;

/**
 * What an event makes of a run.
 *
 * @param next the state then
 * @param reaction what the runtime does
 */
public record RunTransition(RunState next, RunReaction reaction) {}
