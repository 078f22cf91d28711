/** Tests of the server over real sockets. */
@NullMarked
package dev.antiphon.examples.web;

import org.jspecify.annotations.NullMarked;
