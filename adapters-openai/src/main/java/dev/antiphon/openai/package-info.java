/**
 * Models through LangChain4j: OpenAI, whatever speaks its API, and any other streaming model.
 *
 * <p>Start at {@link dev.antiphon.openai.LangChain4jChatModel}: it asks, and {@code ReplyHandler}
 * writes what comes. {@code Conversation} makes the messages of a request, {@code Exchange} brings
 * them to a server and reads the stream, {@code OpenAiStream} looks at each event of it.
 *
 * <p><b>Threads.</b> The public classes are safe for use by any number of threads. A reply is read
 * on the thread of its run.
 *
 * <p><b>Imports.</b> {@code runtime-core}, {@code runtime-spi} for the plug-in, LangChain4j and
 * Jackson.
 */
@NullMarked
package dev.antiphon.openai;

import org.jspecify.annotations.NullMarked;
