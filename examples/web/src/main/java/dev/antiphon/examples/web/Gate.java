package dev.antiphon.examples.web;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request in or not, by its headers alone. A page of another site is kept out in four ways:
 * it has no token, its origin is another one, it cannot send JSON without asking first, which is
 * never allowed, and, where there are no tokens, a name that was pointed at this machine is not the
 * name of this machine.
 */
final class Gate {

  private static final Set<String> CHANGES = Set.of("POST", "PUT", "PATCH", "DELETE");
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");
  private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Owners owners;

  Gate(Owners owners) {
    this.owners = owners;
  }

  /**
   * Returns whose request it is.
   *
   * @throws HttpRefusal if it is nobody's, or from another site
   */
  String owner(Exchange request) {
    checkHost(request);
    checkSite(request);
    return owners
        .find(request.header("Authorization"))
        .orElseThrow(() -> new HttpRefusal(
            401,
            "refused",
            "Expected the header 'Authorization: Bearer TOKEN' with a token that is known."));
  }

  private void checkHost(Exchange request) {
    String host = request.header("Host");
    if (request.countOf("Host") != 1 || host == null) {
      throw new HttpRefusal(400, "refused", "Expected one header 'Host'.");
    }
    if (!owners.needToken() && !LOCAL_NAMES.contains(nameOf(host))) {
      throw new HttpRefusal(403, "refused", "Without tokens the server answers to localhost only.");
    }
  }

  private static String nameOf(String host) {
    int port = host.lastIndexOf(':');
    boolean hasPort = port > host.lastIndexOf(']');
    return (hasPort ? host.substring(0, port) : host).toLowerCase(Locale.ROOT);
  }

  private static void checkSite(Exchange request) {
    String site = request.header("Sec-Fetch-Site");
    String origin = request.header("Origin");
    String host = String.valueOf(request.header("Host"));
    boolean isForeign = (site != null && !OWN_SITES.contains(site))
        || (origin != null
            && !origin.equalsIgnoreCase("http://" + host)
            && !origin.equalsIgnoreCase("https://" + host));
    if (isForeign) {
      throw new HttpRefusal(403, "refused", "The request is from a page of another site.");
    }
  }

  /**
   * Checks that a change was asked for by a script of this site: a form cannot send what is
   * expected here.
   *
   * @param isFile whether the body is a file, whose type is its own
   */
  static void checkChange(Exchange request, boolean isFile) {
    if (!CHANGES.contains(request.method())) {
      return;
    }
    boolean isWanted =
        isFile ? request.header("X-Antiphon") != null : isJson(request.header("Content-Type"));
    if (!isWanted) {
      throw new HttpRefusal(
          415,
          "refused",
          isFile
              ? "Expected a header 'X-Antiphon' beside the file."
              : "Expected the header 'Content-Type: application/json'.");
    }
  }

  private static boolean isJson(@Nullable String type) {
    return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
  }
}
