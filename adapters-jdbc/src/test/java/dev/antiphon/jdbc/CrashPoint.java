package dev.antiphon.jdbc;

/**
 * Where a process dies while a message is sent and answered, or while what an earlier process left
 * is repaired (reliability, section 2.1).
 */
enum CrashPoint {
  K1_BEFORE_THE_QUESTION_COMMITS(CrashWorld.PLAIN),
  K2_BEFORE_THE_QUESTION_IS_ACKNOWLEDGED(CrashWorld.PLAIN),
  K3_BEFORE_THE_MODEL_IS_CALLED(CrashWorld.PLAIN),
  K4_BEFORE_THE_FIRST_TOKEN(CrashWorld.PLAIN),
  K5_BETWEEN_TWO_CHECKPOINTS(CrashWorld.PLAIN),
  K6_INSIDE_A_CHECKPOINT(CrashWorld.PLAIN),
  K7_BEFORE_THE_LAST_WRITE(CrashWorld.PLAIN),
  K8_AFTER_THE_LAST_WRITE(CrashWorld.PLAIN),
  K9_BEFORE_THE_TOOL_STARTS(CrashWorld.TOOL),
  K10_WHILE_THE_TOOL_RUNS(CrashWorld.TOOL),
  K11_BEFORE_THE_RESULT_IS_STORED(CrashWorld.TOOL),
  K12_AFTER_THE_RESULT_IS_STORED(CrashWorld.TOOL),
  K13_PAUSED_FOR_A_HUMAN(CrashWorld.APPROVAL),
  K14_AFTER_THE_DECISION_IS_STORED(CrashWorld.APPROVAL),
  K21_OUT_OF_MEMORY(CrashWorld.PLAIN),
  K16_BEFORE_THE_REPAIR_COMMITS(""),
  K16_AFTER_THE_REPAIR_COMMITTED("");

  private final String question;

  CrashPoint(String question) {
    this.question = question;
  }

  /** Returns what is sent on the way to this point; empty if the thread is only opened. */
  String question() {
    return question;
  }
}
