package dev.antiphon.jdbc;

/**
 * Every statement, for H2 and PostgreSQL alike. Each names the owner; a test reads them all.
 *
 * <p>Not used, since one of the two cannot do it: {@code on conflict}, {@code returning}, partial
 * indexes, advisory locks.
 */
final class Sql {

  private static final String THIS_THREAD = " where owner_id = :owner and thread_id = :thread";

  private static final String SET_HEAD = ", head_state = :headState, head_id = :headId";

  private static final String SET_ACTIVITY = ", last_message_at = :now, active_at = :now";

  private static final String ADVANCE =
      "update antiphon_thread set revision = revision + 1, write_token = :token";

  private static final String AT_REVISION = THIS_THREAD + " and revision = :expected";

  static final String ADVANCE_THREAD = ADVANCE + AT_REVISION;

  static final String ADVANCE_THREAD_WITH_HEAD = ADVANCE + SET_HEAD + AT_REVISION;

  static final String ADVANCE_THREAD_WITH_MESSAGE = ADVANCE + SET_ACTIVITY + AT_REVISION;

  static final String ADVANCE_THREAD_WITH_BOTH = ADVANCE + SET_HEAD + SET_ACTIVITY + AT_REVISION;

  static final String TOUCH_THREAD =
      "update antiphon_thread set last_message_at = :now, active_at = :now" + THIS_THREAD;

  static final String INSERT_THREAD = """
      insert into antiphon_thread
        (owner_id, thread_id, revision, write_token, head_state, head_id, status,
         last_message_at, active_at)
      values (:owner, :thread, :revision, :token, :headState, :headId, 'regular',
        :lastMessageAt, :now)""";

  static final String SELECT_REVISION = "select revision from antiphon_thread" + THIS_THREAD;

  static final String LOCK_REVISION = SELECT_REVISION + " for update";

  /** Finds the revision that a certain write led to, if nothing was written since. */
  static final String SELECT_WRITTEN = SELECT_REVISION + " and write_token = :token";

  /** One statement, so that messages, head and revision are of one moment. */
  static final String LOAD_THREAD = """
      select t.revision, t.head_state, t.head_id,
        m.message_id, m.parent_id, m.content, m.run_config, m.idempotency_key,
        m.batch_number, m.batch_place
      from antiphon_thread t
      left join antiphon_message m on m.owner_id = t.owner_id and m.thread_id = t.thread_id
      where t.owner_id = :owner and t.thread_id = :thread
      order by m.batch_number, m.batch_place""";

  private static final String THIS_MESSAGE = THIS_THREAD + " and message_id = :message";

  static final String INSERT_MESSAGE = """
      insert into antiphon_message
        (owner_id, thread_id, message_id, parent_id, batch_number, batch_place,
         content, run_config, idempotency_key)
      values (:owner, :thread, :message, :parent, :batchNumber, :batchPlace,
        :content, :runConfig, :idempotencyKey)""";

  static final String UPDATE_MESSAGE =
      "update antiphon_message set parent_id = :parent, content = :content,"
          + " run_config = :runConfig, idempotency_key = :idempotencyKey"
          + THIS_MESSAGE;

  static final String MOVE_MESSAGE =
      "update antiphon_message set parent_id = :parent" + THIS_MESSAGE;

  static final String DELETE_MESSAGE = "delete from antiphon_message" + THIS_MESSAGE;

  private static final String RECORDS = """
      select thread_id, status, title, external_id, custom, last_message_at, active_at
      from antiphon_thread""";

  static final String SELECT_RECORD = RECORDS + THIS_THREAD;

  /** How many threads a page has. */
  static final int PAGE_SIZE = 50;

  /** One more than a page has tells whether there is another page. */
  private static final String PAGE =
      " order by active_at desc, thread_id desc fetch first " + (PAGE_SIZE + 1) + " rows only";

  static final String FIRST_PAGE = RECORDS + " where owner_id = :owner" + PAGE;

  static final String NEXT_PAGE = RECORDS
      + " where owner_id = :owner and (active_at < :activeAt"
      + " or (active_at = :activeAt and thread_id < :after))"
      + PAGE;

  static final String SET_TITLE = "update antiphon_thread set title = :title" + THIS_THREAD;

  static final String SET_STATUS = "update antiphon_thread set status = :status" + THIS_THREAD;

  static final String SET_CUSTOM = "update antiphon_thread set custom = :custom" + THIS_THREAD;

  /** The foreign key takes the messages along. */
  static final String DELETE_THREAD = "delete from antiphon_thread" + THIS_THREAD;

  static final String INSERT_FEEDBACK = """
      insert into antiphon_feedback
        (owner_id, thread_id, message_id, type, comment_text, submitted_at)
      values (:owner, :thread, :message, :type, :comment, :now)""";

  static final String UPDATE_FEEDBACK =
      "update antiphon_feedback set type = :type, comment_text = :comment, submitted_at = :now"
          + THIS_MESSAGE;

  static final String DELETE_FEEDBACK = "delete from antiphon_feedback" + THIS_MESSAGE;

  static final String DELETE_FEEDBACK_OF_THREAD = "delete from antiphon_feedback" + THIS_THREAD;

  private static final String THIS_FILE = " where owner_id = :owner and file_id = :file";

  static final String INSERT_FILE = """
      insert into antiphon_file (owner_id, file_id, size, created_at)
      values (:owner, :file, :size, :now)""";

  static final String INSERT_CHUNK = """
      insert into antiphon_file_chunk (owner_id, file_id, place, content)
      values (:owner, :file, :place, :content)""";

  static final String COMPLETE_FILE = "update antiphon_file set size = :size" + THIS_FILE;

  /** A file of which something is missing is none. */
  static final String SELECT_FILE_SIZE =
      "select size from antiphon_file" + THIS_FILE + " and size is not null";

  static final String SELECT_CHUNK =
      "select content from antiphon_file_chunk" + THIS_FILE + " and place = :place";

  /** The foreign key takes the chunks along. */
  static final String DELETE_FILE = "delete from antiphon_file" + THIS_FILE;

  static final String DELETE_ABANDONED_FILES =
      "delete from antiphon_file where owner_id = :owner and size is null and created_at < :before";

  private Sql() {}
}
