package dev.antiphon.jdbc;

/** What a change survives once it was acknowledged. */
public enum Durability {
  /**
   * The death of the process, by {@code kill -9} too, but not that of the machine. A write costs a
   * fraction of a millisecond on H2.
   */
  PROCESS,

  /**
   * A power failure, as far as the disk obeys. Each write waits for the disk: some milliseconds on
   * H2.
   */
  POWER
}
