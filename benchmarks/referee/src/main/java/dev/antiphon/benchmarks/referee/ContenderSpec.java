package dev.antiphon.benchmarks.referee;

/**
 * Who takes part.
 *
 * @param name as the report calls it
 * @param module the folder of its project
 * @param mainClass what to run
 */
record ContenderSpec(String name, String module, String mainClass) {}
