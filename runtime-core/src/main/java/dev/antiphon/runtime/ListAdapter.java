package dev.antiphon.runtime;

import dev.antiphon.port.RemoteThreadListAdapter;

/**
 * The storage of all thread lists of a runtime, as it may be replaced.
 *
 * @param version counts the replacements
 * @param adapter whom to ask
 */
record ListAdapter(int version, RemoteThreadListAdapter adapter) {}
