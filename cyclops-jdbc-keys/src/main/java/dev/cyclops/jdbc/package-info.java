/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
/**
 * Project keys out of Sentry's own database.
 *
 * <pre>{@code
 * KeySource keys =
 *     JdbcKeySource.builder(Database.POSTGRES)
 *         .host("db.example.org")
 *         .name("sentry")
 *         .user("cyclops")
 *         .password(password)
 *         .tls(DatabaseTls.verify(Path.of("/etc/ssl/db-ca.pem")))
 *         .build();
 * Cyclops cyclops = Cyclops.builder().sentry("http://sentry:9000").keys(keys).build();
 * }</pre>
 *
 * <p>The driver has to be on the class path, and is named by nothing here: {@code
 * com.mysql:mysql-connector-j} for MySQL and MariaDB, {@code org.postgresql:postgresql}, {@code
 * org.xerial:sqlite-jdbc}. With {@link dev.cyclops.jdbc.JdbcKeySource#builder(String) a URL} others
 * work, too; their timeouts and their TLS are set in the URL.
 *
 * <p>The user needs no more than
 *
 * <pre>{@code
 * GRANT SELECT (project_id, public_key, secret_key, status) ON sentry_projectkey TO cyclops
 * }</pre>
 *
 * <p>What counts as a key: a project id above 0 of digits only, and a public key of visible ASCII
 * characters without {@code . , : / @ ? # % " \}, at most 128; blanks behind either are padding. A
 * secret key may hold any visible ASCII character, a blank one is none. Everything else is left out
 * and counted. Rows are read as they come: MySQL one by one, PostgreSQL a thousand at once. A load
 * works in a daemon thread of its own, {@code cyclops-keys-jdbc}, which is never waited for.
 */
@NullMarked
package dev.cyclops.jdbc;

import org.jspecify.annotations.NullMarked;
