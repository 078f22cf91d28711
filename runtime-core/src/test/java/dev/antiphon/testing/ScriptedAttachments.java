package dev.antiphon.testing;

import dev.antiphon.message.Attachment;
import dev.antiphon.message.TextPart;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.AttachmentRequest;
import dev.antiphon.thread.AttachmentStatus;
import dev.antiphon.thread.PendingAttachment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An attachment adapter that a test tells, file by file, what to do. Without a word it takes every
 * file: an add leaves it ready, a send gives it the text {@code content of NAME}.
 *
 * <p><b>Threads.</b> For one thread.
 */
public final class ScriptedAttachments implements AttachmentAdapter {

  /** Looks at a file. */
  @FunctionalInterface
  public interface Add {
    /** Does what {@link AttachmentAdapter#add} does. */
    PendingAttachment run(AttachmentRequest request, Consumer<PendingAttachment> states)
        throws Exception;
  }

  /** Completes an attachment. */
  @FunctionalInterface
  public interface Send {
    /** Does what {@link AttachmentAdapter#send} does. */
    Attachment run(AttachmentRequest request) throws Exception;
  }

  private final List<String> calls = new ArrayList<>();
  private final List<AttachmentRequest> requests = new ArrayList<>();
  private final Map<String, Add> adds = new HashMap<>();
  private final Map<String, Send> sends = new HashMap<>();
  private final Set<String> irremovable = new HashSet<>();
  private String accept = "*";

  /** Makes an adapter that takes every file. */
  public ScriptedAttachments() {}

  /**
   * Sets what is accepted.
   *
   * @param list the accept list
   */
  public ScriptedAttachments accepting(String list) {
    accept = list;
    return this;
  }

  /**
   * Sets what is done when a file is added.
   *
   * @param name the file's name
   * @param add what is done
   */
  public ScriptedAttachments onAdd(String name, Add add) {
    adds.put(name, add);
    return this;
  }

  /**
   * Sets what is done when an attachment is sent.
   *
   * @param name the file's name
   * @param send what is done
   */
  public ScriptedAttachments onSend(String name, Send send) {
    sends.put(name, send);
    return this;
  }

  /**
   * Lets no removal of a file succeed.
   *
   * @param name the file's name
   */
  public ScriptedAttachments cannotRemove(String name) {
    irremovable.add(name);
    return this;
  }

  /**
   * Lets removals of a file succeed again.
   *
   * @param name the file's name
   */
  public ScriptedAttachments canRemove(String name) {
    irremovable.remove(name);
    return this;
  }

  /** Returns what was asked so far, as {@code add NAME}, {@code send NAME}, {@code remove NAME}. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** Returns the requests of these calls. */
  public List<AttachmentRequest> requests() {
    return List.copyOf(requests);
  }

  /** Returns the last request. */
  public AttachmentRequest lastRequest() {
    return requests.get(requests.size() - 1);
  }

  private String note(String call, AttachmentRequest request) {
    String name = request.attachment().name();
    calls.add(call + " " + name);
    requests.add(request);
    return name;
  }

  @Override
  public String accept() {
    return accept;
  }

  @Override
  public PendingAttachment add(AttachmentRequest request, Consumer<PendingAttachment> states)
      throws Exception {
    String name = note("add", request);
    Add add = adds.get(name);
    return add == null ? ready(request) : add.run(request, states);
  }

  @Override
  public Attachment send(AttachmentRequest request) throws Exception {
    String name = note("send", request);
    Send send = sends.get(name);
    return send == null ? complete(request) : send.run(request);
  }

  @Override
  public void remove(AttachmentRequest request) {
    String name = note("remove", request);
    if (irremovable.contains(name)) {
      throw new IllegalStateException("cannot remove " + name);
    }
  }

  /**
   * Returns an attachment that is ready to be sent.
   *
   * @param request the request
   */
  public static PendingAttachment ready(AttachmentRequest request) {
    return request.attachment().toBuilder().status(AttachmentStatus.READY).build();
  }

  /**
   * Returns an attachment with its content.
   *
   * @param request the request
   */
  public static Attachment complete(AttachmentRequest request) {
    PendingAttachment pending = request.attachment();
    return Attachment.builder(pending.id(), pending.type(), pending.name())
        .contentType(pending.contentType())
        .content(List.of(TextPart.of("content of " + pending.name())))
        .build();
  }
}
