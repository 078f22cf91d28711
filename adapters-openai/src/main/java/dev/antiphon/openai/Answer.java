package dev.antiphon.openai;

import java.net.http.HttpHeaders;

/**
 * An answer whose head has come, and whose body is on its way.
 *
 * @param statusCode the status
 * @param headers the headers
 * @param body what follows
 */
record Answer(int statusCode, HttpHeaders headers, ReplyBody body) {}
