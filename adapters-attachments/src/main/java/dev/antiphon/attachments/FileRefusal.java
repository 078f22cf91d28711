package dev.antiphon.attachments;

import java.util.Locale;

/** Why a file was refused. Further reasons may follow. */
public enum FileRefusal {
  /** It has more bytes than allowed, or says that it has. */
  TOO_LARGE,
  /** Its bytes are of another type than those that are taken here. */
  WRONG_TYPE,
  /** It is one thing by its name or type and another by its bytes, or two things at once. */
  DISGUISED,
  /** It is cut off, or is not what its type prescribes. */
  DAMAGED,
  /** It cannot be read without a password or permission. */
  ENCRYPTED,
  /** It is an image of more pixels than allowed. */
  TOO_MANY_PIXELS,
  /** It asks for more memory, or is nested more deeply, than allowed. */
  TOO_COMPLEX,
  /** Reading it took longer than allowed. */
  TIMEOUT;

  /** Returns the code of the error info, such as {@code too-large}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
