package dev.antiphon.port;

import dev.antiphon.attachment.AcceptList;
import dev.antiphon.message.Attachment;
import dev.antiphon.message.AttachmentId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.thread.AttachmentRejectedException;
import dev.antiphon.thread.PendingAttachment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Several attachment adapters as one: a file goes to the first that accepts it, and stays with it
 * (rule ATT-9).
 *
 * <p><b>Threads.</b> Safe for use by any number of threads, if the adapters are.
 */
public final class CompositeAttachments implements AttachmentAdapter {

  private final List<AttachmentAdapter> adapters;

  /** Which adapter has an attachment, from its add until it is sent, complete or removed. */
  private final Map<Place, AttachmentAdapter> adders = new ConcurrentHashMap<>();

  private record Place(ThreadKey thread, AttachmentId id) {
    static Place of(AttachmentRequest request) {
      return new Place(request.thread(), request.attachment().id());
    }
  }

  /**
   * Joins adapters.
   *
   * @param adapters the adapters, those with a preference first
   * @throws IllegalArgumentException if one that accepts everything is not the last
   */
  public CompositeAttachments(List<? extends AttachmentAdapter> adapters) {
    this.adapters = List.copyOf(adapters);
    for (int i = 0; i < this.adapters.size() - 1; i++) {
      if (acceptsOf(this.adapters.get(i)).isEverything()) {
        throw new IllegalArgumentException(
            "Attachment adapter %d of %d accepts every file, so those after it would get none. Put it last."
                .formatted(i + 1, this.adapters.size()));
      }
    }
  }

  /**
   * Joins adapters.
   *
   * @param adapters the adapters, those with a preference first
   * @throws IllegalArgumentException if one that accepts everything is not the last
   */
  public static CompositeAttachments of(AttachmentAdapter... adapters) {
    return new CompositeAttachments(List.of(adapters));
  }

  private static AcceptList acceptsOf(AttachmentAdapter adapter) {
    return AcceptList.parse(adapter.accept());
  }

  /** Returns the lists of all adapters as one, or {@code *}. */
  @Override
  public String accept() {
    return AcceptList.anyOf(
            adapters.stream().map(CompositeAttachments::acceptsOf).toList())
        .toString();
  }

  /**
   * Has the first adapter that accepts the file look at it.
   *
   * @throws AttachmentRejectedException if none accepts it
   */
  @Override
  public PendingAttachment add(AttachmentRequest request, Consumer<PendingAttachment> states)
      throws Exception {
    AttachmentAdapter adder = accepting(request.attachment());
    adders.put(Place.of(request), adder);
    PendingAttachment added = adder.add(request, states);
    if (added.status().isComplete()) {
      adders.remove(Place.of(request));
    }
    return added;
  }

  private AttachmentAdapter accepting(PendingAttachment attachment) {
    for (AttachmentAdapter adapter : adapters) {
      if (acceptsOf(adapter).matches(attachment.name(), attachment.contentType())) {
        return adapter;
      }
    }
    throw new AttachmentRejectedException(
        AttachmentRejectedException.Reason.NOT_ACCEPTED,
        "No attachment adapter takes files like '%s' of type %s. Accepted are: %s."
            .formatted(attachment.name(), attachment.contentType(), accept()));
  }

  @Override
  public Attachment send(AttachmentRequest request) throws Exception {
    Attachment sent = adderOf(request).send(request);
    adders.remove(Place.of(request));
    return sent;
  }

  @Override
  public void remove(AttachmentRequest request) throws Exception {
    adderOf(request).remove(request);
    adders.remove(Place.of(request));
  }

  private AttachmentAdapter adderOf(AttachmentRequest request) {
    AttachmentAdapter adder = adders.get(Place.of(request));
    if (adder == null) {
      throw new IllegalStateException(
          "Attachment '%s' was not added here, or is complete or removed already."
              .formatted(request.attachment().id()));
    }
    return adder;
  }
}
