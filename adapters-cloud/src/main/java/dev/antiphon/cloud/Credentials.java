package dev.antiphon.cloud;

import java.util.Map;
import java.util.Optional;

/** What is put on requests so that the cloud knows who calls. */
interface Credentials {

  /**
   * Returns the headers of an owner's request; may block.
   *
   * @throws CloudException if there is no token
   */
  Map<String, String> headers(String owner);

  /**
   * Says that an owner's request was refused with 401.
   *
   * @param sent the headers that it had
   * @return whether another try with new headers makes sense
   */
  boolean refused(String owner, Map<String, String> sent);

  /** Takes the {@code Authorization} header of an answer, with which the cloud rolls tokens. */
  void answered(String owner, Optional<String> authorization);
}
