package dev.antiphon.cloud;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.ThreadPage;
import dev.antiphon.port.ThreadRecord;
import dev.antiphon.thread.UnknownThreadException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the thread list in Assistant Cloud.
 *
 * <p>A thread that was made here has its id as {@code external_id} there; one that a front end made
 * has the server's id. {@code custom} is the thread's {@code metadata}. A thread without a message
 * has the year 1970 as {@code last_message_at}, since the API wants one.
 *
 * <p>To make or find a thread that this client has not seen yet, all rows of the owner are looked
 * through, 200 at a time: the API cannot be asked for an {@code external_id}.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; all methods block.
 */
public final class CloudThreadList implements RemoteThreadListAdapter {

  private final CloudClient client;

  /**
   * Makes one.
   *
   * @param client speaks to the server
   */
  public CloudThreadList(CloudClient client) {
    this.client = requireNonNull(client, "client");
  }

  /**
   * {@inheritDoc}
   *
   * @throws CloudException if the server does not answer, or something else than expected, or if
   *     the cursor is none of ours
   */
  @Override
  public ThreadPage list(String owner, @Nullable String cursor) {
    ListCursor start = cursor == null ? ListCursor.FIRST : ListCursor.parse(cursor);
    return new ListPage(client.threads(), owner).from(start);
  }

  @Override
  public ThreadRecord initialize(ThreadKey thread) {
    return client.threads().findOrCreate(thread).toRecord();
  }

  @Override
  public Optional<ThreadRecord> fetch(ThreadKey thread) {
    return client.threads().find(thread).map(ThreadRow::toRecord);
  }

  /** {@inheritDoc} What no database takes of it, NUL and lone surrogates, becomes U+FFFD. */
  @Override
  public void rename(ThreadKey thread, String title) {
    change(thread, Map.of("title", WellFormedText.of(title)));
  }

  @Override
  public void archive(ThreadKey thread) {
    change(thread, Map.of("is_archived", true));
  }

  @Override
  public void unarchive(ThreadKey thread) {
    change(thread, Map.of("is_archived", false));
  }

  @Override
  public void delete(ThreadKey thread) {
    client.threads().delete(thread);
  }

  @Override
  public void updateCustom(ThreadKey thread, @Nullable Map<String, Object> custom) {
    change(thread, Collections.singletonMap("metadata", custom));
  }

  private void change(ThreadKey thread, Map<String, ? extends @Nullable Object> fields) {
    Map<String, Object> body = Collections.unmodifiableMap(fields);
    boolean isThere = client
        .threads()
        .onRow(
            thread,
            row -> client.send(thread.owner(), CloudCall.put("threads", row).body(body)))
        .isPresent();
    if (!isThere) {
      throw new UnknownThreadException(thread);
    }
  }
}
