/**
 * The server of a chat in a browser: the JDK's HTTP server around {@code adapters-web}.
 *
 * <p>Start at {@code WebMain}, which reads the command line; {@code WebServer} has the routes, and
 * {@code Gate} lets a request in or not, before anything else is done with it.
 *
 * <p><b>Threads.</b> One for each request, and one for each open stream as long as it is open.
 */
@NullMarked
package dev.antiphon.examples.web;

import org.jspecify.annotations.NullMarked;
