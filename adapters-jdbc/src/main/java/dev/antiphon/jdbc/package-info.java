/**
 * Threads and messages in a database, through Jdbi: H2 in a file of its own, or PostgreSQL.
 *
 * <p>Start at {@link dev.antiphon.jdbc.JdbcThreadHistory}; every SQL text is in {@code Sql}, the
 * tables are in {@code db/antiphon}.
 *
 * <p><b>Threads.</b> The public classes are safe for use by any number of threads. A thread must
 * not be interrupted while it is inside one of them: H2 closes the whole database on an interrupt.
 *
 * <p><b>Imports.</b> {@code runtime-core}, {@code runtime-spi} for the JSON form and the plug-in,
 * Jdbi, Flyway, HikariCP and H2. No type of these is in a signature; {@code DataSource} is.
 */
@NullMarked
package dev.antiphon.jdbc;

import org.jspecify.annotations.NullMarked;
