/** Tests against servers on real sockets; start at {@link dev.antiphon.openai.ScriptedServer}. */
@NullMarked
package dev.antiphon.openai;

import org.jspecify.annotations.NullMarked;
