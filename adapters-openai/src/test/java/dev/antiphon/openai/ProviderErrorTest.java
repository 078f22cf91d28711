package dev.antiphon.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.port.ModelException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The errors of known servers, in their words. */
class ProviderErrorTest {

  private static ModelException failure(int status, String body) {
    return ProviderError.ofBody(status, body).failure("The model server", null, null);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "401|{\"error\":{\"message\":\"Incorrect API key\",\"code\":\"invalid_api_key\"}}|authentication|false",
        "403|{\"detail\":\"Forbidden\"}|authentication|false",
        "429|{\"error\":{\"message\":\"Rate limit reached\",\"code\":\"rate_limit_exceeded\"}}|rate-limit|true",
        "429|{\"error\":{\"message\":\"Quota\",\"type\":\"insufficient_quota\"}}|rate-limit|false",
        "400|{\"error\":{\"message\":\"x\",\"code\":\"context_length_exceeded\"}}|context-length|false",
        "400|{\"message\":\"This model's maximum context length is 4096 tokens. However, you requested 5000\"}|context-length|false",
        "400|{\"error\":{\"code\":400,\"message\":\"the request exceeds the available context size\",\"type\":\"exceed_context_size_error\",\"n_ctx\":4096}}|context-length|false",
        "413|{\"error\":{\"message\":\"prompt is too long: 213000 tokens > 200000 maximum\"}}|context-length|false",
        "400|{\"error\":\"input length 9000 exceeds maximum of 8192 tokens\"}|context-length|false",
        "400|{\"error\":{\"message\":\"The response was filtered due to the prompt triggering Azure OpenAI's content management policy.\",\"code\":\"content_filter\"}}|content-filter|false",
        "400|{\"error\":{\"message\":\"Unknown parameter: 'foo'.\",\"type\":\"invalid_request_error\"}}|provider|false",
        "404|{\"error\":{\"message\":\"model 'x' not found\",\"type\":\"api_error\"}}|provider|false",
        "422|{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"field required\"}]}|provider|false",
        "301||provider|false",
        "408|timed out|timeout|true",
        "409|busy|unavailable|true",
        "500|{\"error\":{\"message\":\"The server had an error\",\"type\":\"server_error\"}}|unavailable|true",
        "529|{\"error\":{\"message\":\"Overloaded\",\"type\":\"overloaded_error\"}}|unavailable|true",
        "502|<html>Bad Gateway</html>|unavailable|true",
        "0|{\"error\":{\"message\":\"Provider returned error\",\"code\":502}}|unavailable|true",
        "0|{\"error\":{\"message\":\"slow down\",\"code\":\"rate_limit_exceeded\"}}|rate-limit|true",
        "0|{\"error\":{\"message\":\"no\",\"type\":\"invalid_request_error\"}}|provider|false",
        "0|{\"error\":{\"message\":\"boom\"}}|unavailable|true",
      })
  @DisplayName("ERR-6: what a server says gets its code, and whether a retry may help")
  void codes(int status, String body, String code, boolean isRetryable) {
    ModelException failure = failure(status, body == null ? "" : body);

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.isRetryable()).isEqualTo(isRetryable);
    assertThat(failure.getMessage()).startsWith("The model server answered");
  }

  @Test
  @DisplayName("M7: the limit is read where the server tells it")
  void limits() {
    assertThat(List.of(
            limitOf("This model's maximum context length is 8192 tokens."),
            limitOf("exceed_context_size_error: n_ctx: 4096"),
            limitOf("the input is longer than the context window (131072 tokens)")))
        .containsExactly(OptionalInt.of(8192), OptionalInt.of(4096), OptionalInt.of(131072));
    assertThat(limitOf("prompt is too long")).isEmpty();
  }

  private static OptionalInt limitOf(String message) {
    ModelException failure = failure(400, WireJson.write(Map.of("message", message)));
    return ((ContextLengthException) failure).limit();
  }

  @Test
  @DisplayName("ERR-3: secrets of a request are in no text, however they are written")
  void secrets() {
    Secrets secrets = Secrets.of(
        Map.of(
            "Authorization", List.of("Bearer key-of-ada"),
            "X-Api-Key", List.of("other-key"),
            "Accept", List.of("text/plain")),
        List.of("Token third-key"));

    assertThat(secrets.removedFrom(
            "Bearer key-of-ada, key-of-ada, other-key, third-key, text/plain, sk-proj-abc123_x"))
        .isEqualTo("***, ***, ***, ***, text/plain, sk-***");
    assertThat(secrets.toString()).doesNotContain("ada");
  }
}
