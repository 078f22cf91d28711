package dev.antiphon.message;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One answer that an approval gate offers. Labels and {@code confirm} are for user interfaces and
 * are never enforced (rule APPR-5).
 *
 * @param id the option's id
 * @param kind one of the constants here, or a kind of the tool's own
 * @param label what to show, or {@code null}
 * @param description more to show, or {@code null}
 * @param grants what a host may remember with it: JSON, or {@code null}
 * @param confirm whether to ask once more, or {@code null}
 */
public record ApprovalOption(
    String id,
    String kind,
    @Nullable String label,
    @Nullable String description,
    @Nullable Object grants,
    @Nullable Boolean confirm) {

  /** Approve this call. */
  public static final String ALLOW_ONCE = "allow-once";

  /** Approve this and later calls of the tool. */
  public static final String ALLOW_ALWAYS = "allow-always";

  /** Deny this call. */
  public static final String REJECT_ONCE = "reject-once";

  /** Deny this and later calls of the tool. */
  public static final String REJECT_ALWAYS = "reject-always";

  /** Checks the fields. */
  public ApprovalOption {
    requireNonNull(id, "id");
    requireNonNull(kind, "kind");
    grants = Json.copyOf(grants, "grants");
  }

  /**
   * Returns an option with nothing but an id and a kind.
   *
   * @param id the option's id
   * @param kind its kind
   */
  public static ApprovalOption of(String id, String kind) {
    return new ApprovalOption(id, kind, null, null, null, null);
  }
}
