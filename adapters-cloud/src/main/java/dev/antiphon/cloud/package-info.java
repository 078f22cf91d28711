/**
 * Assistant Cloud as storage: history, thread list, titles, attachments, feedback and run reports
 * over its REST API. Begin with {@link dev.antiphon.cloud.CloudClient}, which all of them share.
 *
 * <p>The server makes ids of its own. Ours stay final: a thread's is its {@code external_id} there,
 * a message's stands in {@code metadata.custom} of its content, so that both survive a restart.
 * What the API has no call for is declared as a missing capability and never faked: deleting a
 * message, storing a head, revisions, whole batches, taking feedback back.
 */
@NullMarked
package dev.antiphon.cloud;

import org.jspecify.annotations.NullMarked;
