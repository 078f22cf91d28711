package dev.antiphon.jdbc;

import javax.sql.DataSource;

/**
 * Where connections come from, and what closes it.
 *
 * @param dataSource gives connections
 * @param close closes them
 */
record DatabaseSource(DataSource dataSource, Runnable close) {}
