/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.auth.ProjectKey;
import dev.cyclops.filter.FloodRules;
import dev.cyclops.filter.ProjectLimits;
import dev.cyclops.launcher.config.Setting.Section;
import dev.cyclops.redis.RedisUrl;
import dev.cyclops.send.SentryUrl;
import dev.cyclops.spool.Durability;
import dev.cyclops.undertow.forwarded.TrustedProxies;
import dev.cyclops.undertow.pass.PassThroughPaths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The table of all settings. */
public final class Settings {
  private static final List<Setting<?>> TABLE = new ArrayList<>();

  private static final int MAX = Integer.MAX_VALUE;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration DAY = Duration.ofDays(1);

  /** How the pace toward Sentry is found. */
  public enum Pace {
    /** By a limit on what is in flight. */
    ADAPTIVE,
    /** By an interval, as in the original. */
    PERCENTILE
  }

  /** Where the events wait. */
  public enum StorageKind {
    /** In this process. */
    MEMORY,
    /** In a Redis of the farm. */
    REDIS,
    /** In a file of this machine. */
    SPOOL
  }

  /** Where the repeats are counted. */
  public enum CacheKind {
    /** In this process. */
    MEMORY,
    /** In a Redis of the farm. */
    REDIS,
    /** Nowhere: every event passes. */
    DISABLED
  }

  /** What kind of database holds Sentry's keys. */
  public enum DatabaseKind {
    /** MySQL or MariaDB. */
    MYSQL,
    /** PostgreSQL. */
    POSTGRES,
    /** A file of SQLite's. */
    SQLITE
  }

  /** How a connection to the database is secured. */
  public enum TlsMode {
    /** Not at all. */
    OFF,
    /** Encrypted where the server can, whoever it is. */
    PREFER,
    /** Encrypted, whoever the server is. */
    REQUIRE,
    /** Encrypted, to a server with a valid certificate. */
    VERIFY
  }

  public static final Setting<SentryUrl> SENTRY_BASE_URL =
      add(
          "SENTRY_BASE_URL",
          Section.SENTRY,
          ValueType.sentryUrl(),
          "'localhost:9000'",
          "Where Sentry is.");

  public static final Setting<Duration> SENTRY_CONNECT_TIMEOUT =
      add(
          "SENTRY_CONNECT_TIMEOUT",
          Section.SENTRY,
          seconds(Duration.ofHours(1)),
          "5",
          "How long a connection to Sentry may take, in seconds.");

  public static final Setting<Duration> SENTRY_TIMEOUT =
      add(
          "SENTRY_TIMEOUT",
          Section.SENTRY,
          seconds(Duration.ofHours(1)),
          "30",
          "How long Sentry may take to answer, in seconds.");

  public static final Setting<Optional<String>> SENTRY_CA_FILE =
      add(
          "SENTRY_CA_FILE",
          Section.SENTRY,
          ValueType.text().orNone(),
          "None",
          "With 'https://' a PEM file with the certificates of those who may have issued Sentry's."
              + " None: those that the JVM trusts.");

  public static final Setting<Optional<PluginName>> SENTRY_SENDER =
      add(
          "SENTRY_SENDER",
          Section.SENTRY,
          ValueType.pluginName().orNone(),
          "None",
          "Another one than ours carries the events to Sentry, a plugin's.");

  public static final Setting<Choice<Pace>> RATE_CONTROLLER =
      add(
          "RATE_CONTROLLER",
          Section.SENTRY,
          ValueType.oneOfOrPlugin(
              "'adaptive' or 'percentile'",
              Map.of("adaptive", Pace.ADAPTIVE, "percentile", Pace.PERCENTILE)),
          "'adaptive'",
          "How the pace toward Sentry is found. 'adaptive': as many events at once as keep Sentry"
              + " busy without a queue. 'percentile', as in the original: the mean of the fastest"
              + " 90 % of the last response times is the interval between two events.");

  public static final Setting<Duration> MAX_DUMP_INTERVAL =
      add(
          "MAX_DUMP_INTERVAL",
          Section.SENTRY,
          ValueType.duration(MILLISECOND, MILLISECOND, Duration.ofHours(1)),
          "1000",
          "With 'percentile' the longest interval between two events, in milliseconds. It holds"
              + " until Sentry has answered for the first time.");

  public static final Setting<Integer> MAX_REQUESTS_TO_AVERAGE =
      add(
          "MAX_REQUESTS_TO_AVERAGE",
          Section.SENTRY,
          ValueType.whole(1, 1_000_000),
          "5000",
          "How many of the last response times count, for 'percentile' and for /count.");

  public static final Setting<Integer> MAX_IN_FLIGHT =
      add(
          "MAX_IN_FLIGHT",
          Section.SENTRY,
          ValueType.whole(1, 65536),
          "256",
          "How many events may be on their way to Sentry at once, from all instances that share a"
              + " Redis together.");

  public static final Setting<Boolean> SEND_CLIENT_REPORTS =
      add(
          "SEND_CLIENT_REPORTS",
          Section.SENTRY,
          ValueType.bool(),
          "True",
          "True: what is dropped is told to Sentry once a minute for each project, and stands in its"
              + " statistics as discarded by the client. Ends by itself where Sentry does not know"
              + " client reports.");

  public static final Setting<Optional<Double>> MAX_REQUESTS_PER_SECOND =
      add(
          "MAX_REQUESTS_PER_SECOND",
          Section.SENTRY,
          ValueType.number(0.001, 1_000_000).orNone(),
          "None",
          "How many events may go to Sentry in a second, whatever pace is found. None: no such"
              + " bound.");

  public static final Setting<Boolean> RESTRICT_API_ACCESS =
      add(
          "RESTRICT_API_ACCESS",
          Section.ACCESS,
          ValueType.bool(),
          "True",
          "True: only the keys of Sentry's database or of PROJECT_KEYS may report. False: everyone"
              + " who names a project and a key may; meant for closed networks.");

  public static final Setting<Optional<PluginName>> KEY_SOURCE =
      add(
          "KEY_SOURCE",
          Section.ACCESS,
          ValueType.pluginName().orNone(),
          "None",
          "The keys come from a plugin, and from nowhere else.");

  public static final Setting<Optional<List<ProjectKey>>> PROJECT_KEYS =
      add(
          "PROJECT_KEYS",
          Section.ACCESS,
          ValueType.projectKeys().orNone(),
          "None",
          "The keys of the projects, as in their DSNs, where they come from no database; the secret key is needed by old clients"
              + " only. For example [(1, 'public key', None), (2, 'public key', 'secret key')].");

  public static final Setting<Duration> UPDATE_PERIOD =
      add(
          "UPDATE_PERIOD",
          Section.ACCESS,
          seconds(DAY),
          "120",
          "How often the keys are read from the database again, in seconds, or a tenth sooner. A"
              + " key that is not known has them read at once, at most every 10 seconds.");

  public static final Setting<Map<Long, Integer>> IGNORE_PERCENTAGE =
      add(
          "IGNORE_PERCENTAGE",
          Section.FLOOD,
          ValueType.percentages(),
          "{}",
          "How many percent of a project's events are dropped at the door, by project id. For"
              + " example {1: 50, 7: 100}.");

  public static final Setting<Duration> URL_CACHE_EXPIRATION =
      add(
          "URL_CACHE_EXPIRATION",
          Section.FLOOD,
          ValueType.duration(SECOND, Duration.ZERO, DAY),
          "1",
          "How long a window lasts in which the repeats of an error are counted, in seconds."
              + " 0 lets every event pass.");

  public static final Setting<Optional<PluginName>> FINGERPRINTER =
      add(
          "FINGERPRINTER",
          Section.FLOOD,
          ValueType.pluginName().orNone(),
          "None",
          "Another one than ours tells which events are repeats of each other, a plugin's. None: near"
              + " enough as Sentry does.");

  public static final Setting<Integer> MAX_CACHE_USES =
      add(
          "MAX_CACHE_USES",
          Section.FLOOD,
          ValueType.whole(1, MAX),
          "10",
          "How many events of the same error pass in one window; the others are ignored.");

  public static final Setting<List<FloodRuleEntry>> FLOOD_RULES =
      add(
          "FLOOD_RULES",
          Section.FLOOD,
          ValueType.floodRules(),
          "[]",
          "Rules for some events, of which the first that is for an event decides; MAX_CACHE_USES"
              + " and URL_CACHE_EXPIRATION hold for the rest. A rule names 'project', 'level',"
              + " 'environment', 'release', 'type' or 'message' (one or a list of them, texts with *"
              + " and ?), and what becomes of such events: 'pass': True, 'drop': True, 'limit' and"
              + " 'window' in seconds, or 'one_in'.");

  public static final Setting<FloodRules.Sample> FLOOD_SAMPLE =
      add(
          "FLOOD_SAMPLE",
          Section.FLOOD,
          ValueType.oneOf(
              "'first' or 'spread'",
              Map.of(
                  "first", FloodRules.Sample.FIRST,
                  "spread", FloodRules.Sample.SPREAD)),
          "'first'",
          "Which events of a window pass. 'first': the first ones, exactly as many as may."
              + " 'spread': at most as many, spread over the window, so that the newest state of a"
              + " long flood is seen too.");

  public static final Setting<Boolean> FLOOD_CONTEXT =
      add(
          "FLOOD_CONTEXT",
          Section.FLOOD,
          ValueType.bool(),
          "False",
          "True: an event that passes after others of its error were ignored says in its context"
              + " 'cyclops' how many. Such an event is encoded anew.");

  public static final Setting<Choice<CacheKind>> CACHE_IMPLEMENTATION_CLASS =
      add(
          "CACHE_IMPLEMENTATION_CLASS",
          Section.FLOOD,
          ValueType.oneOfOrPlugin(
              "'cyclops.cache.InMemoryCache', 'cyclops.cache.RedisCache' or"
                  + " 'cyclops.cache.NoCache'",
              Map.of(
                  "cyclops.cache.InMemoryCache", CacheKind.MEMORY,
                  "cyclops.cache.NoCache", CacheKind.DISABLED,
                  "cyclops.cache.RedisCache", CacheKind.REDIS)),
          "'cyclops.cache.InMemoryCache'",
          "Where the repeats are counted. 'cyclops.cache.NoCache' lets every event pass. With"
              + " STORAGE in Redis, or a REDIS_ key that says which Redis, they are counted there"
              + " unless this says otherwise.");

  public static final Setting<Integer> CACHE_MAX_ENTRIES =
      add(
          "CACHE_MAX_ENTRIES",
          Section.FLOOD,
          ValueType.whole(64, 1 << 28),
          "1000000",
          "How many different errors are counted at once, at 36 bytes each; with"
              + " 'cyclops.cache.RedisCache' in this process, while Redis counts them all.");

  public static final Setting<ProjectLimits> PROJECT_LIMITS =
      add(
          "PROJECT_LIMITS",
          Section.FLOOD,
          ValueType.projectLimits(),
          "{}",
          "How many events a second of a project pass once its repeats are dropped; a number alone"
              + " allows ten times as many at once. 'auto': five times what is usual at that time"
              + " of the day, learned from the last seven days. 'default' stands for each project"
              + " that is not named. For example {1: 100, 2: {'sustained': 50, 'burst': 1000}, 3:"
              + " None, 'default': 'auto'}.");

  public static final Setting<Optional<String>> LIMITS_SNAPSHOT =
      add(
          "LIMITS_SNAPSHOT",
          Section.FLOOD,
          ValueType.text().orNone(),
          "None",
          "A file in which what was learned for 'auto' outlives a restart. None: it is learned"
              + " anew, for a day in which all pass.");

  public static final Setting<Choice<StorageKind>> STORAGE =
      add(
          "STORAGE",
          Section.QUEUE,
          ValueType.oneOfOrPlugin(
              "'cyclops.storage.InMemoryStorage', 'cyclops.storage.SpoolStorage' or"
                  + " 'cyclops.storage.RedisStorage'",
              Map.of(
                  "cyclops.storage.InMemoryStorage", StorageKind.MEMORY,
                  "cyclops.storage.base.InMemoryStorage", StorageKind.MEMORY,
                  "cyclops.storage.memory", StorageKind.MEMORY,
                  "cyclops.storage.RedisStorage", StorageKind.REDIS,
                  "cyclops.storage.redis", StorageKind.REDIS,
                  "cyclops.storage.SpoolStorage", StorageKind.SPOOL,
                  "cyclops.storage.spool", StorageKind.SPOOL)),
          "'cyclops.storage.InMemoryStorage'",
          "Where the events wait for Sentry. In memory they are lost when Cyclops ends, unless there"
              + " is a SPOOL_PATH; in the spool they wait on this machine's disk. With a REDIS_ key that says which"
              + " Redis, they wait there unless this says otherwise.");

  public static final Setting<Optional<Long>> STORAGE_MAX_BYTES =
      add(
          "STORAGE_MAX_BYTES",
          Section.QUEUE,
          ValueType.bytes(64 << 10, Long.MAX_VALUE).orNone(),
          "None",
          "How much may wait, in Redis that of all instances together. None: a quarter of the"
              + " heap, in Redis 1 GiB. For what is on the disk there is SPOOL_MAX_BYTES.");

  public static final Setting<Optional<String>> SPOOL_PATH =
      add(
          "SPOOL_PATH",
          Section.QUEUE,
          ValueType.nonEmptyText().orNone(),
          "None",
          "The folder of the spool, for 'cyclops.storage.SpoolStorage'. With 'InMemoryStorage' the"
              + " oldest events go there when memory is 60 % full, and all when Cyclops is stopped; a"
              + " kill -9 takes those in memory. Made where it is not there; each Cyclops needs its"
              + " own, on a disk of the machine. What does not begin with a"
              + " slash begins in the folder that Cyclops is started in.");

  public static final Setting<Long> SPOOL_MAX_BYTES =
      add(
          "SPOOL_MAX_BYTES",
          Section.QUEUE,
          ValueType.bytes(64 << 10, Long.MAX_VALUE),
          "10 * 1024 * 1024 * 1024",
          "How much may wait in the spool. 5 % of the volume stays free whatever this says.");

  public static final Setting<Durability> SPOOL_DURABILITY =
      add(
          "SPOOL_DURABILITY",
          Section.QUEUE,
          ValueType.oneOf(
              "'fsync' or 'process'",
              Map.of("fsync", Durability.FSYNC, "process", Durability.PROCESS)),
          "'fsync'",
          "When an event in the spool is acknowledged. 'fsync': when the disk has it, so that a power"
              + " cut takes nothing. 'process': when the operating system has it, so that kill -9"
              + " takes nothing, and a power cut what came in the last tenth of a second.");

  public static final Setting<Boolean> STRICT =
      add(
          "STRICT",
          Section.QUEUE,
          ValueType.bool(),
          "False",
          "What becomes of an event while Redis or the spool does not take it. False: it waits in"
              + " memory until that works again, and is lost if Cyclops ends before. True: it is"
              + " refused.");

  public static final Setting<Duration> MAX_EVENT_AGE =
      add(
          "MAX_EVENT_AGE",
          Section.QUEUE,
          seconds(Duration.ofDays(29)),
          "86400",
          "How long an event may wait before it is given up, in seconds.");

  public static final Setting<Boolean> PROCESS_NEWER_MESSAGES_FIRST =
      add(
          "PROCESS_NEWER_MESSAGES_FIRST",
          Section.QUEUE,
          ValueType.bool(),
          "True",
          "True: the newest event of a project goes to Sentry first. False: the oldest.");

  public static final Setting<String> HEALTHCHECK_TEXT =
      add(
          "HEALTHCHECK_TEXT",
          Section.SERVER,
          ValueType.text(),
          "'WORKING'",
          "What /healthcheck answers.");

  public static final Setting<Optional<String>> TLS_CERTIFICATE =
      add(
          "TLS_CERTIFICATE",
          Section.SERVER,
          ValueType.text().orNone(),
          "None",
          "A PEM file with the certificate and those that lead to its issuer. With it the port"
              + " speaks HTTPS. Read again when it changes.");

  public static final Setting<Optional<String>> TLS_KEY =
      add(
          "TLS_KEY",
          Section.SERVER,
          ValueType.text().orNone(),
          "None",
          "A PEM file with the private key of TLS_CERTIFICATE, without a password.");

  public static final Setting<Boolean> H2C =
      add(
          "H2C",
          Section.SERVER,
          ValueType.bool(),
          "False",
          "True: without TLS too, HTTP/2 is spoken with clients that begin with it.");

  public static final Setting<Integer> MAX_BODY_BYTES =
      add(
          "MAX_BODY_BYTES",
          Section.SERVER,
          ValueType.whole(1024, 1 << 30),
          "20 * 1024 * 1024",
          "The largest body of a request as it comes, in bytes.");

  public static final Setting<Integer> MAX_EVENT_BYTES =
      add(
          "MAX_EVENT_BYTES",
          Section.SERVER,
          ValueType.whole(1024, MAX),
          "1024 * 1024",
          "The largest event once it is decompressed, in bytes.");

  public static final Setting<Integer> MAX_ENVELOPE_BYTES =
      add(
          "MAX_ENVELOPE_BYTES",
          Section.SERVER,
          ValueType.whole(1024, MAX),
          "100 * 1024 * 1024",
          "The largest envelope once it is decompressed, in bytes.");

  public static final Setting<Optional<Long>> MAX_READING_BYTES =
      add(
          "MAX_READING_BYTES",
          Section.SERVER,
          ValueType.bytes(64 << 10, Long.MAX_VALUE).orNone(),
          "None",
          "How much memory all requests that are being read may take together, in bytes. None: an"
              + " eighth of the heap.");

  public static final Setting<Integer> MAX_URI_BYTES =
      add(
          "MAX_URI_BYTES",
          Section.SERVER,
          ValueType.whole(256, 1 << 20),
          "8 * 1024",
          "The longest URI of a request, in bytes.");

  public static final Setting<Integer> MAX_DATA_URI_BYTES =
      add(
          "MAX_DATA_URI_BYTES",
          Section.SERVER,
          ValueType.whole(256, 1 << 20),
          "64 * 1024",
          "The longest URI of a GET that carries an event in its sentry_data, in bytes.");

  public static final Setting<Integer> MAX_HEADER_BYTES =
      add(
          "MAX_HEADER_BYTES",
          Section.SERVER,
          ValueType.whole(1024, 1 << 20),
          "16 * 1024",
          "How long the headers of a request may be together, in bytes.");

  public static final Setting<Integer> MAX_HEADER_LINES =
      add(
          "MAX_HEADER_LINES",
          Section.SERVER,
          ValueType.whole(16, 10_000),
          "100",
          "How many header lines a request may have.");

  public static final Setting<Duration> HEADER_TIMEOUT =
      add(
          "HEADER_TIMEOUT",
          Section.SERVER,
          seconds(Duration.ofHours(1)),
          "10",
          "How long the headers of a request may take to arrive, in seconds.");

  public static final Setting<Duration> BODY_TIMEOUT =
      add(
          "BODY_TIMEOUT",
          Section.SERVER,
          seconds(Duration.ofHours(1)),
          "30",
          "How long the body of a request may take to arrive, in seconds.");

  public static final Setting<Integer> MIN_BODY_RATE =
      add(
          "MIN_BODY_RATE",
          Section.SERVER,
          ValueType.whole(0, 1 << 30),
          "500",
          "How fast a body must arrive, in bytes a second. 0: BODY_TIMEOUT alone decides.");

  public static final Setting<Duration> IDLE_TIMEOUT =
      add(
          "IDLE_TIMEOUT",
          Section.SERVER,
          seconds(Duration.ofHours(1)),
          "30",
          "How long a connection may stay open without a request, in seconds.");

  public static final Setting<Integer> MAX_CONNECTIONS =
      add(
          "MAX_CONNECTIONS",
          Section.SERVER,
          ValueType.whole(1, 1_000_000),
          "10000",
          "How many connections may be open at once; further ones wait to be accepted.");

  public static final Setting<TrustedProxies> TRUSTED_PROXIES =
      add(
          "TRUSTED_PROXIES",
          Section.SERVER,
          ValueType.texts(
              "a list of addresses and networks, such as ['10.0.0.0/8', '::1', 'fd00::/8']",
              TrustedProxies::parse),
          "[]",
          "Proxies in front of Cyclops that are believed when they tell a client's address in"
              + " X-Forwarded-For, Forwarded or X-Real-IP. What others say there is thrown away.");

  public static final Setting<PassThroughPaths> PASS_THROUGH =
      add(
          "PASS_THROUGH",
          Section.SERVER,
          ValueType.texts(
              "a list of paths, such as ['/api/{id}/crossdomain.xml', '/api/0/']",
              PassThroughPaths::parse),
          "['/api/embed/error-page/', '/api/{id}/crossdomain.xml']",
          "Paths that go straight to Sentry, beside the queue. {id} is a project's id; with a slash"
              + " at its end a path stands for all below it as well. Routes that take events never"
              + " pass.");

  public static final Setting<Optional<Integer>> IO_THREADS =
      add(
          "IO_THREADS",
          Section.SERVER,
          ValueType.whole(1, 1024).orNone(),
          "None",
          "Threads that read and write the network. None: by the number of cores.");

  public static final Setting<Optional<Integer>> WORKER_THREADS =
      add(
          "WORKER_THREADS",
          Section.SERVER,
          ValueType.whole(1, 4096).orNone(),
          "None",
          "Threads for what has to wait. None: by the number of cores.");

  public static final Setting<Optional<Integer>> OPERATOR_PORT =
      add(
          "OPERATOR_PORT",
          Section.OPERATOR,
          ValueType.whole(0, 65535).orNone(),
          "9998",
          "The port for the page /dashboard and the commands dead, stats and groups. 0: a free one, which"
              + " is told at the start."
              + " None: there is no such port.");

  public static final Setting<String> OPERATOR_BIND =
      add(
          "OPERATOR_BIND",
          Section.OPERATOR,
          ValueType.text(),
          "'127.0.0.1'",
          "The address of that port. Any but a loopback address needs OPERATOR_TOKEN.");

  public static final Setting<Optional<String>> OPERATOR_TOKEN =
      add(
          "OPERATOR_TOKEN",
          Section.OPERATOR,
          ValueType.token().orNone(),
          "None",
          "What has to be known to use that port. None: programs on this machine may use it.");

  public static final Setting<List<String>> OPERATOR_PEERS =
      add(
          "OPERATOR_PEERS",
          Section.OPERATOR,
          ValueType.texts(PeerAddresses.EXPECTED, PeerAddresses::parse),
          "[]",
          "The operator's ports of other instances, such as ['10.0.0.2:9998'], with the same"
              + " OPERATOR_TOKEN: the dashboard shows them together with this one. A farm on Redis finds"
              + " its instances by itself.");

  public static final Setting<Optional<String>> DB_HOST =
      add(
          "DB_HOST",
          Section.DATABASE,
          ValueType.host().orNone(),
          "'localhost'",
          "The host of Sentry's database, for its keys. None, or nothing said of a database at all:"
              + " the keys come from PROJECT_KEYS.");

  public static final Setting<DatabaseKind> DB_BACKEND =
      add(
          "DB_BACKEND",
          Section.DATABASE,
          ValueType.oneOf(
              "'mysql', 'postgres' or 'sqlite'",
              Map.of(
                  "mysql", DatabaseKind.MYSQL,
                  "postgres", DatabaseKind.POSTGRES,
                  "sqlite", DatabaseKind.SQLITE)),
          "'mysql'",
          "The kind of database; 'mysql' is for MariaDB as well.");

  public static final Setting<Optional<Integer>> DB_PORT =
      add(
          "DB_PORT",
          Section.DATABASE,
          port().orNone(),
          "None",
          "Its port. None: 3306 for 'mysql', 5432 for 'postgres'.");

  public static final Setting<String> DB_NAME =
      add(
          "DB_NAME",
          Section.DATABASE,
          ValueType.nonEmptyText(),
          "'sentry'",
          "Its name; for 'sqlite' its file.");

  public static final Setting<Optional<String>> DB_USER =
      add(
          "DB_USER",
          Section.DATABASE,
          ValueType.text().orNone(),
          "None",
          "Who logs in; better somebody who may do nothing but read the keys. None: 'root' for"
              + " 'mysql', 'postgres' for 'postgres'.");

  public static final Setting<String> DB_PASS =
      add("DB_PASS", Section.DATABASE, ValueType.text().asSecret(), "''", "The password.");

  public static final Setting<Optional<DatabaseUrl>> DB_URL =
      add(
          "DB_URL",
          Section.DATABASE,
          ValueType.databaseUrl().orNone(),
          "None",
          "The whole address of the database instead of DB_BACKEND, DB_HOST, DB_PORT and DB_NAME,"
              + " as its JDBC driver reads it. User, password and TLS may stand in it as well.");

  public static final Setting<TlsMode> DB_TLS =
      add(
          "DB_TLS",
          Section.DATABASE,
          ValueType.oneOf(
              "'off', 'prefer', 'require' or 'verify'",
              Map.of(
                  "off", TlsMode.OFF,
                  "prefer", TlsMode.PREFER,
                  "require", TlsMode.REQUIRE,
                  "verify", TlsMode.VERIFY)),
          "'prefer'",
          "TLS to the database. 'prefer': where the database speaks it, else without. 'require': nothing without it."
              + " 'verify': and its certificate must be valid for DB_HOST.");

  public static final Setting<Optional<String>> DB_CA_FILE =
      add(
          "DB_CA_FILE",
          Section.DATABASE,
          ValueType.text().orNone(),
          "None",
          "With 'verify' a PEM file with the certificates of those who may have issued the"
              + " database's. None: those that the JVM trusts.");

  public static final Setting<Optional<String>> DB_QUERY =
      add(
          "DB_QUERY",
          Section.DATABASE,
          ValueType.nonEmptyText().orNone(),
          "None",
          "Another query for the keys; its columns are project id, public key and, if there is a"
              + " third one, secret key. None: the active keys of Sentry's table.");

  public static final Setting<Duration> DB_TIMEOUT =
      add(
          "DB_TIMEOUT",
          Section.DATABASE,
          seconds(Duration.ofHours(1)),
          "10",
          "How long the database may take to accept a connection, and to go on with an answer, in"
              + " seconds.");

  public static final Setting<Duration> DB_START_TIMEOUT =
      add(
          "DB_START_TIMEOUT",
          Section.DATABASE,
          seconds(Duration.ofHours(1)),
          "30",
          "How long a start waits for a database that is away, in seconds. Then the keys of"
              + " KEYS_SNAPSHOT are taken, or, where there are none, the start has failed.");

  public static final Setting<Optional<String>> KEYS_SNAPSHOT =
      add(
          "KEYS_SNAPSHOT",
          Section.DATABASE,
          ValueType.text().orNone(),
          "None",
          "A file in which the keys are kept for a start while the database is away. It holds"
              + " secrets, and is readable by its owner only.");

  public static final Setting<Optional<String>> REDIS_HOST =
      add(
          "REDIS_HOST",
          Section.REDIS,
          ValueType.host().orNone(),
          "'127.0.0.1'",
          "The host of Redis. Where one of the REDIS_ keys says which Redis, queue, flood counters"
              + " and pace are shared there, unless STORAGE or CACHE_IMPLEMENTATION_CLASS say"
              + " otherwise. None: nothing is kept in Redis.");

  public static final Setting<Integer> REDIS_PORT =
      add("REDIS_PORT", Section.REDIS, port(), "7780", "Its port.");

  public static final Setting<Integer> REDIS_DB_COUNT =
      add(
          "REDIS_DB_COUNT",
          Section.REDIS,
          ValueType.whole(0, MAX),
          "0",
          "The number of its database; not for a cluster.");

  public static final Setting<Optional<String>> REDIS_USER =
      add(
          "REDIS_USER",
          Section.REDIS,
          ValueType.nonEmptyText().orNone(),
          "None",
          "Who logs in. None: Redis' default user.");

  public static final Setting<Optional<String>> REDIS_PASSWORD =
      add(
          "REDIS_PASSWORD",
          Section.REDIS,
          ValueType.text().asSecret().orNone(),
          "None",
          "The password.");

  public static final Setting<Optional<RedisUrl>> REDIS_URL =
      add(
          "REDIS_URL",
          Section.REDIS,
          ValueType.redisUrl().orNone(),
          "None",
          "The address of Redis instead of REDIS_HOST and REDIS_PORT; user, password and database"
              + " may stand in it as well. 'rediss://' speaks TLS. Several hosts are those of a"
              + " cluster or of Sentinel; without a port it is 6379, for Sentinel 26379.");

  public static final Setting<Optional<String>> REDIS_SENTINEL_MASTER =
      add(
          "REDIS_SENTINEL_MASTER",
          Section.REDIS,
          ValueType.nonEmptyText().orNone(),
          "None",
          "The name under which Sentinel watches Redis; the host or hosts are then those of"
              + " Sentinel.");

  public static final Setting<Boolean> REDIS_CLUSTER =
      add(
          "REDIS_CLUSTER",
          Section.REDIS,
          ValueType.bool(),
          "False",
          "True: it is a Redis Cluster, of which any node may be named.");

  public static final Setting<Optional<String>> REDIS_CA_FILE =
      add(
          "REDIS_CA_FILE",
          Section.REDIS,
          ValueType.text().orNone(),
          "None",
          "With 'rediss://' a PEM file with the certificates of those who may have issued Redis'."
              + " None: those that the JVM trusts.");

  public static final Setting<Duration> REDIS_TIMEOUT =
      add(
          "REDIS_TIMEOUT",
          Section.REDIS,
          ValueType.duration(MILLISECOND, MILLISECOND, Duration.ofMinutes(1)),
          "250",
          "How long an event may wait for Redis in all, in milliseconds. A Redis that takes longer"
              + " than two fifths of it for one command is done without.");

  public static final Setting<Duration> REDIS_START_TIMEOUT =
      add(
          "REDIS_START_TIMEOUT",
          Section.REDIS,
          seconds(Duration.ofHours(1)),
          "30",
          "How long a start waits for a Redis that is away, in seconds. Then it has failed.");

  public static final Setting<Optional<String>> PLUGINS =
      add(
          "PLUGINS",
          Section.PLUGINS,
          ValueType.text().orNone(),
          "None",
          "A folder of jars with implementations of others', each with the libraries it needs in a"
              + " folder of its own name beside it: keys.jar, keys/*.jar. FINGERPRINTER, KEY_SOURCE,"
              + " SENTRY_SENDER, RATE_CONTROLLER, CACHE_IMPLEMENTATION_CLASS and STORAGE say which"
              + " are used. What is in there may do all that Cyclops may.");

  public static final Setting<Map<String, Map<String, Object>>> PLUGIN_SETTINGS =
      add(
          "PLUGIN_SETTINGS",
          Section.PLUGINS,
          ValueType.pluginSettings(),
          "{}",
          "What each plugin is told, as its own documentation says.");

  static final Map<Setting<?>, Setting<?>> OLD_NAMES =
      Map.of(
          oldName("MYSQL_HOST", DB_HOST), DB_HOST,
          oldName("MYSQL_PORT", DB_PORT), DB_PORT,
          oldName("MYSQL_DB", DB_NAME), DB_NAME,
          oldName("MYSQL_USER", DB_USER), DB_USER,
          oldName("MYSQL_PASS", DB_PASS), DB_PASS);

  static final Setting<Integer> NUMBER_OF_FORKS =
      add(
          "NUMBER_OF_FORKS",
          Section.OLD,
          ValueType.whole(0, MAX),
          "1",
          "Ignored: one process uses all cores.");

  /** Keys of later versions: named, so that a reader of their documentation is not puzzled. */
  static final Set<String> LATER = Set.of("ALERT_WEBHOOK", "LOG_FORMAT");

  /** All of them, section by section. */
  public static final List<Setting<?>> ALL = Collections.unmodifiableList(TABLE);

  private Settings() {}

  private static <T> Setting<T> add(
      String name, Section section, ValueType<T> type, String defaultText, String meaning) {
    Setting<T> setting = Setting.of(name, section, type, defaultText, meaning);
    TABLE.add(setting);
    return setting;
  }

  private static <T> Setting<T> oldName(String name, Setting<T> today) {
    return add(
        name, Section.OLD, today.type(), today.defaultText(), "The old name of " + today + ".");
  }

  private static ValueType<Duration> seconds(Duration max) {
    return ValueType.duration(SECOND, MILLISECOND, max);
  }

  private static ValueType<Integer> port() {
    return ValueType.whole(1, 65535);
  }
}
