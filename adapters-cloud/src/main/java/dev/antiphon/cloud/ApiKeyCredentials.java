package dev.antiphon.cloud;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** An API key, with the owner as user of the cloud. */
final class ApiKeyCredentials implements Credentials {

  private final String key;
  private final UnaryOperator<String> workspaceOf;

  ApiKeyCredentials(String key, UnaryOperator<String> workspaceOf) {
    this.key = key;
    this.workspaceOf = workspaceOf;
  }

  @Override
  public Map<String, String> headers(String owner) {
    return Map.of(
        "Authorization",
        "Bearer " + key,
        "Aui-User-Id",
        PlainText.of(owner),
        "Aui-Workspace-Id",
        PlainText.of(workspaceOf.apply(owner)));
  }

  @Override
  public boolean refused(String owner, Map<String, String> sent) {
    return false;
  }

  @Override
  public void answered(String owner, Optional<String> authorization) {
    // A key is never rolled.
  }
}
