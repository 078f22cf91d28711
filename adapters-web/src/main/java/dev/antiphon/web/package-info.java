/**
 * What a browser speaks with a runtime: the state stream with its commands, and the UI message
 * stream of the AI SDK.
 *
 * <p>Start at {@link dev.antiphon.web.StateStream}, which makes bytes of what happens in a thread,
 * and {@link dev.antiphon.web.CommandDecoder}, which makes commands of the bytes that a page sends;
 * {@link dev.antiphon.web.CommandExecutor} carries them out. For pages of the AI SDK it is
 * {@link dev.antiphon.web.ChatRequestDecoder} and {@link dev.antiphon.web.ChatStreams}. Whoever has
 * an HTTP server writes a {@link dev.antiphon.web.ByteStream} to its response.
 *
 * <p><b>Threads.</b> Each public type says who may call it from where. Nothing here blocks but
 * {@link dev.antiphon.web.ByteStream#writeTo}, and nothing starts a thread.
 *
 * <p><b>Imports.</b> {@code runtime-core}, the JSON forms of {@code runtime-spi}, Jackson; no HTTP
 * server.
 */
@NullMarked
package dev.antiphon.web;

import org.jspecify.annotations.NullMarked;
