package dev.antiphon.cloud;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who may call: API keys, tokens and anonymous identities. */
final class FakeAccounts {

  static final String KEY = "sk-aui-secret";

  /** Who calls, and the token that is given for the old one. */
  record Caller(String workspace, @Nullable String rolled) {}

  private static final Pattern CLAIMS =
      Pattern.compile("\\{\"sub\":\"(.*)\",\"exp\":(\\d+),\"n\":\\d+}");

  private final Map<String, String> refreshTokens = new ConcurrentHashMap<>();
  private final Set<String> revoked = ConcurrentHashMap.newKeySet();
  private final AtomicInteger counter = new AtomicInteger();

  volatile InstantSource clock = InstantSource.system();
  volatile Duration accessLife = Duration.ofHours(1);
  volatile Duration refreshLife = Duration.ofDays(30);
  volatile boolean rotates;

  /** Whether each answer brings a new token. */
  volatile boolean rolls;

  /** Makes a token of a workspace. */
  String token(String workspace, Instant expiresAt) {
    String claims = "{\"sub\":\"%s\",\"exp\":%d,\"n\":%d}"
        .formatted(workspace, expiresAt.getEpochSecond(), counter.incrementAndGet());
    return encoded("{\"alg\":\"none\"}") + "." + encoded(claims) + "." + encoded("signature");
  }

  private String token(String workspace) {
    return token(workspace, clock.instant().plus(accessLife));
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Refuses a token from now on, whatever it says of itself. */
  void revoke(String token) {
    revoked.add(token);
  }

  /** Forgets all anonymous identities. */
  void forgetIdentities() {
    refreshTokens.clear();
  }

  /** Returns who makes a request. */
  Caller caller(FakeRequest request) {
    String authorization = request.header("Authorization");
    if (authorization == null || !authorization.startsWith("Bearer ")) {
      throw new FakeRefusal(401, "unauthorized", "no token");
    }
    if (!"application/json".equals(request.header("Content-Type"))) {
      throw new FakeRefusal(415, "unsupported", "no JSON");
    }
    String token = authorization.substring("Bearer ".length());
    if (token.equals(KEY)) {
      String workspace = request.header("Aui-Workspace-Id");
      if (workspace == null || request.header("Aui-User-Id") == null) {
        throw new FakeRefusal(400, "invalid_request", "no user or workspace");
      }
      return new Caller(workspace, null);
    }
    return new Caller(workspaceOf(token), rolls ? token(workspaceOf(token)) : null);
  }

  private String workspaceOf(String token) {
    String[] pieces = token.split("\\.", -1);
    String claims = pieces.length == 3
        ? new String(Base64.getUrlDecoder().decode(pieces[1]), StandardCharsets.UTF_8)
        : "";
    Matcher matcher = CLAIMS.matcher(claims);
    boolean isValid = matcher.matches()
        && !revoked.contains(token)
        && Instant.ofEpochSecond(Long.parseLong(matcher.group(2))).isAfter(clock.instant());
    if (!isValid) {
      throw new FakeRefusal(401, "unauthorized", "token expired");
    }
    return matcher.group(1);
  }

  FakeReply handle(FakeRequest request) {
    if (request.path().get(3).equals("anonymous")) {
      if (request.header("Authorization") != null
          || request.header("Content-Type") != null
          || request.body().hasRemaining()) {
        throw new FakeRefusal(400, "invalid_request", "neither headers nor body are wanted");
      }
      String workspace = "anonymous-" + counter.incrementAndGet();
      return FakeReply.json(
          Map.of("access_token", token(workspace), "refresh_token", refreshToken(workspace)));
    }
    String token = String.valueOf(request.json("refresh_token").get("refresh_token"));
    String workspace = refreshTokens.get(token);
    if (workspace == null) {
      throw new FakeRefusal(401, "unauthorized", "unknown refresh token");
    }
    if (!rotates) {
      return FakeReply.json(Map.of("access_token", token(workspace)));
    }
    refreshTokens.remove(token);
    return FakeReply.json(
        Map.of("access_token", token(workspace), "refresh_token", refreshToken(workspace)));
  }

  private Map<String, Object> refreshToken(String workspace) {
    String token = "refresh-secret-" + counter.incrementAndGet();
    refreshTokens.put(token, workspace);
    return Map.of("token", token, "expires_at", Timestamps.of(clock.instant().plus(refreshLife)));
  }
}
