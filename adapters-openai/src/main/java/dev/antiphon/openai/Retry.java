package dev.antiphon.openai;

import dev.antiphon.port.ModelException;
import java.time.Duration;

/**
 * An attempt that failed, and the next one that is to come.
 *
 * @param attempt which attempt failed, from 1
 * @param attempts how many there are at most
 * @param delay how long until the next one
 * @param failure what failed
 */
public record Retry(int attempt, int attempts, Duration delay, ModelException failure) {}
