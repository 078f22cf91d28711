package dev.antiphon.cloud;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tree.Head;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps messages in Assistant Cloud, in the form {@code aui/v0} that front ends of assistant-ui
 * read and write.
 *
 * <p>A message keeps its id, date, run config and idempotency key; a row that a front end wrote has
 * the server's. Rows of other forms are left alone. A write that was stored and whose answer was
 * lost is found again, not repeated.
 *
 * <p><b>What it cannot do</b>, and does not declare: delete or move messages (such a batch is
 * refused), store a head (the newest message is it), tell of other writers, store a batch as a
 * whole (messages go one at a time, parents first, and a batch that failed may be written again),
 * go on with a reply. {@code WHOLE_MESSAGES} is missing for what
 * {@link dev.antiphon.spi.json.AuiLoss} lists.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; all methods block.
 */
public final class CloudThreadHistory implements ThreadHistoryAdapter {

  private static final LoadedThread NOTHING =
      new LoadedThread(List.of(), Head.ABSENT, ThreadRevision.UNKNOWN, false);

  private final CloudClient client;

  /**
   * Makes one.
   *
   * @param client speaks to the server
   */
  public CloudThreadHistory(CloudClient client) {
    this.client = requireNonNull(client, "client");
  }

  /**
   * {@inheritDoc}
   *
   * @throws CloudException if the server does not answer, or something else than expected
   */
  @Override
  public LoadedThread load(ThreadKey thread) {
    return client.threads().onRow(thread, row -> loaded(thread, row)).orElse(NOTHING);
  }

  private LoadedThread loaded(ThreadKey thread, String threadRow) {
    List<MessageRow> rows = client.messages().read(thread.owner(), threadRow);
    client.messages().remember(thread, threadRow, rows);
    return new LoadedThread(RowTree.messagesOf(rows), Head.ABSENT, ThreadRevision.UNKNOWN, false);
  }

  /**
   * {@inheritDoc} Here a part of the batch may have been stored, from its beginning on.
   *
   * @return {@link ThreadRevision#UNKNOWN}
   * @throws CloudException if the server does not store all of it
   * @throws dev.antiphon.port.StorageException with code {@code schema} if the batch deletes
   *     messages or has one that the form cannot express; nothing was stored
   */
  @Override
  public ThreadRevision write(ThreadKey thread, HistoryBatch batch) {
    BatchWrite write = BatchWrite.of(client, thread, batch);
    write.run();
    return ThreadRevision.UNKNOWN;
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.noneOf(Capability.class);
  }
}
