/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import ch.qos.logback.classic.Level;
import dev.cyclops.codec.ContentCodec;
import dev.cyclops.event.Event;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Route;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.ConfigReader;
import dev.cyclops.payload.Content;
import dev.cyclops.payload.Decoders;
import dev.cyclops.payload.PayloadReader;
import dev.cyclops.payload.UnreadableBodyException;
import dev.cyclops.payload.UnreadableBodyException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codecs of plugins, in the hands of the reader of bodies. */
class PluginCodecsTest {
  /** Does what the first byte of a body says, and is transparent otherwise. */
  private static final String ODD =
      """
      package com.example;
      import java.io.*;
      public class Odd implements dev.cyclops.codec.ContentCodec {
        private static void expectOwnLoader() {
          if (Thread.currentThread().getContextClassLoader() != Odd.class.getClassLoader()) {
            throw new IllegalStateException("another class loader");
          }
        }
        public Odd() { expectOwnLoader(); }
        public String name() { return "odd"; }
        public InputStream decode(InputStream in) throws IOException {
          expectOwnLoader();
          int kind = in.read();
          switch (kind) {
            case 'a': throw new IllegalStateException("it is odd");
            case 'b': throw new NoClassDefFoundError("com/example/Missing");
            case 'c': throw new OutOfMemoryError("none left");
            case 'd': return null;
            case 'e': throw new EOFException("the stranger's words");
            default: break;
          }
          return new FilterInputStream(in) {
            @Override public int read(byte[] into, int offset, int length) throws IOException {
              expectOwnLoader();
              switch (kind) {
                case 'f': throw new LinkageError("old");
                case 'g': return 0;
                case 'h': return length + 1;
                case 'i': return -2;
                case 'j': throw new StackOverflowError();
                case 'k': throw new EOFException("the stranger's words");
                default: return super.read(into, offset, length);
              }
            }
            @Override public void close() {
              expectOwnLoader();
              if (kind == 'l') {
                throw new ExceptionInInitializerError("too late");
              }
            }
          };
        }
        public OutputStream encode(OutputStream out) throws IOException {
          expectOwnLoader();
          return new FilterOutputStream(out) {
            @Override public void write(int b) throws IOException {
              expectOwnLoader();
              switch (b) {
                case 'a': throw new AbstractMethodError("old");
                case 'b': throw new IOException("full");
                default: out.write(b);
              }
            }
            @Override public void close() { throw new UnsupportedOperationException("never"); }
          };
        }
      }
      """;

  @TempDir private Path folder;

  private Path jar(String name) {
    return folder.resolve("plugins").resolve(name + ".jar");
  }

  private Path codec(String name, String className, String source) throws IOException {
    return new PluginJar()
        .source(className, source)
        .service(ContentCodec.class.getName(), className)
        .write(jar(name));
  }

  /** A codec whose constructor and name are these, and that does nothing else. */
  private static String source(String simpleName, String constructor, String name) {
    return """
        package com.example;
        import java.io.*;
        public class %1$s implements dev.cyclops.codec.ContentCodec {
          private int asked;
          public %1$s() { %2$s }
          public String name() { %3$s }
          public InputStream decode(InputStream in) { return in; }
          public OutputStream encode(OutputStream out) { return out; }
        }
        """
        .formatted(simpleName, constructor, name);
  }

  private Plugins open() {
    Config config =
        ConfigReader.read(
                "c.conf",
                "PLUGINS = '%s'\nPROJECT_KEYS = [(1, 'a', None)]\n"
                    .formatted(folder.resolve("plugins")),
                Map.of())
            .config()
            .orElseThrow();
    return Plugins.open(config);
  }

  private static Content read(Plugins plugins, String body) throws UnreadableBodyException {
    Event event =
        Event.builder(Route.STORE)
            .project(1)
            .path("/api/1/store/")
            .headers(Headers.builder().add("Content-Encoding", "odd").build())
            .body(body.getBytes(StandardCharsets.UTF_8))
            .build();
    return new PayloadReader(1 << 20, 1 << 20, new Decoders(plugins.codecs())).read(event);
  }

  private static void assertMalformed(Plugins plugins, String body) {
    assertThatThrownBy(() -> read(plugins, body))
        .asInstanceOf(type(UnreadableBodyException.class))
        .extracting(UnreadableBodyException::reason)
        .isEqualTo(Reason.MALFORMED);
  }

  private String odd() {
    return "plugin 'odd' (" + jar("odd") + ", com.example.Odd)";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a | decode: it is odd",
        "b | decode: needs the class com.example.Missing, which nobody brings: put its libraries into ",
        "c | decode: OutOfMemoryError: none left",
        "d | decode: decode answered null",
        "f | read: does not fit this version of Cyclops, or of a library: LinkageError: old",
        "g | read: read answered 0 of ",
        "i | read: read answered -2 of ",
        "j | read: StackOverflowError",
      })
  void decode_thatFailsNamesThePluginOnceAndIsTheBodysEnd(String kind, String why)
      throws Exception {
    codec("odd", "com.example.Odd", ODD);
    try (Plugins plugins = open();
        PluginLog log = new PluginLog("odd")) {
      assertMalformed(plugins, kind + "{}");
      assertMalformed(plugins, kind + "{}");

      assertThat(log.lines(Level.WARN))
          .singleElement()
          .asString()
          .startsWith(odd() + " failed in ")
          .contains(why);
      assertThat(plugins.stats().used())
          .singleElement()
          .isEqualTo(
              new PluginStatus(
                  "Content-Encoding", "odd", jar("odd").toString(), "com.example.Odd", 2));
      assertThat(plugins.used())
          .singleElement()
          .matches(each -> each.kind().equals("content_codec") && each.name().equals("odd"))
          .matches(each -> each.failures().getAsLong() == 2 && each.loopCallNanos().isEmpty());
      // Others go on being read.
      assertThat(read(plugins, " {}").payload()).isNotNull();
    }
  }

  @Test
  void decode_thatReadsMoreThanItWasAskedForIsAFailure() throws Exception {
    codec("odd", "com.example.Odd", ODD);
    try (Plugins plugins = open();
        PluginLog log = new PluginLog("odd")) {
      assertMalformed(plugins, "h{}");
      assertThat(log.lines(Level.WARN)).singleElement().asString().contains("read: read answered ");
      assertThat(plugins.stats().used().get(0).failures()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"e,decode", "k,read"})
  void decode_ofADamagedBodyIsNoFailureAndToldOnceWithoutItsWords(String kind, String place)
      throws Exception {
    codec("odd", "com.example.Odd", ODD);
    try (Plugins plugins = open();
        PluginLog log = new PluginLog("odd")) {
      assertMalformed(plugins, kind + "{}");
      assertMalformed(plugins, kind + "{}");

      assertThat(log.lines(Level.WARN)).isEmpty();
      assertThat(log.lines(Level.INFO))
          .containsExactly(
              "%s gave up a body in %s: java.io.EOFException; what more comes of this kind is not told"
                  .formatted(odd(), place));
      assertThat(plugins.stats().used().get(0).failures()).isZero();
    }
  }

  @Test
  void close_thatFailsLosesNoBody() throws Exception {
    codec("odd", "com.example.Odd", ODD);
    try (Plugins plugins = open();
        PluginLog log = new PluginLog("odd")) {
      assertThat(read(plugins, "l{}").payload()).isNotNull();
      assertThat(log.lines(Level.WARN))
          .singleElement()
          .asString()
          .startsWith(odd() + " failed in close: ExceptionInInitializerError: too late");
      assertThat(plugins.stats().used().get(0).failures()).isEqualTo(1);
    }
  }

  @Test
  void encode_thatFailsIsAnIoException() throws Exception {
    codec("odd", "com.example.Odd", ODD);
    try (Plugins plugins = open();
        PluginLog log = new PluginLog("odd")) {
      List<ContentCodec> codecs = plugins.codecs();
      ByteArrayOutputStream written = new ByteArrayOutputStream();
      OutputStream out = codecs.get(codecs.size() - 1).encode(written);
      out.write("xyz".getBytes(StandardCharsets.UTF_8));
      out.flush();
      assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("xyz");
      assertThat(plugins.stats().used().get(0).failures()).isZero();

      assertThatThrownBy(() -> out.write('b')).isInstanceOf(IOException.class).hasMessage("full");
      assertThat(plugins.stats().used().get(0).failures()).isZero();

      for (byte[] failing : List.of(new byte[] {'a'}, new byte[] {'x', 'a'})) {
        assertThatThrownBy(() -> out.write(failing))
            .isInstanceOf(IOException.class)
            .hasCauseInstanceOf(PluginException.class)
            .hasMessageContaining(odd() + ": write: does not fit this version of Cyclops");
      }
      assertThatThrownBy(out::close)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(odd() + ": close: UnsupportedOperationException: never");
      assertThat(plugins.stats().used().get(0).failures()).isEqualTo(3);
      assertThat(log.lines(Level.WARN)).hasSize(2);
    }
  }

  @Test
  void guard_forgetsNoMethodOfACodec() {
    for (Method method : ContentCodec.class.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())) {
        assertThat(
                Arrays.stream(GuardedCodec.class.getDeclaredMethods())
                    .anyMatch(
                        own ->
                            own.getName().equals(method.getName())
                                && Arrays.equals(
                                    own.getParameterTypes(), method.getParameterTypes())))
            .as("%s", method)
            .isTrue();
      }
    }
  }

  @Test
  void open_setsAsideWhatIsNoCodec() throws Exception {
    codec(
        "a-throws",
        "com.example.A",
        source("A", "throw new IllegalStateException(\"no native library\");", "return \"a\";"));
    codec(
        "b-error",
        "com.example.B",
        source("B", "throw new UnsatisfiedLinkError(\"libb\");", "return \"b\";"));
    codec("c-name", "com.example.C", source("C", "", "throw new AbstractMethodError(\"name\");"));
    codec("d-null", "com.example.D", source("D", "", "return null;"));
    codec("e-bad", "com.example.E", source("E", "", "return \"BR\";"));
    codec("f-taken", "com.example.F", source("F", "", "return \"br\";"));
    new PluginJar()
        .source("com.example.G", "package com.example; public class G {}")
        .service(ContentCodec.class.getName(), "com.example.G")
        .write(jar("g-other"));
    codec("h-good", "com.example.H", source("H", "", "return \"h\";"));

    try (Plugins plugins = open()) {
      assertThat(plugins.warnings())
          .containsExactly(
              "plugin " + jar("a-throws") + ": com.example.A no native library",
              "plugin "
                  + jar("b-error")
                  + ": com.example.B does not fit this version of Cyclops, or of a library: UnsatisfiedLinkError: libb",
              "plugin "
                  + jar("c-name")
                  + ": com.example.C does not fit this version of Cyclops, or of a library: AbstractMethodError: name",
              "plugin " + jar("d-null") + ": com.example.D name answered null",
              "plugin "
                  + jar("e-bad")
                  + ": com.example.E its name is not one of lower-case letters, digits, hyphens, dots and underscores",
              "plugin "
                  + jar("f-taken")
                  + ": com.example.F is for the content encoding 'br', which there is one for already",
              "plugin " + jar("g-other") + ": com.example.G is no dev.cyclops.codec.ContentCodec");
      assertThat(plugins.describe())
          .containsExactly(
              "plugin 'h' (" + jar("h-good") + ", com.example.H) is for Content-Encoding: h");
    }
  }

  @Test
  void open_asksForTheNameOnceOnly() throws Exception {
    codec(
        "fickle",
        "com.example.Fickle",
        source(
            "Fickle",
            "",
            "if (asked++ > 0) { throw new IllegalStateException(\"asked again\"); } return \"odd\";"));
    try (Plugins plugins = open()) {
      assertThat(plugins.warnings()).isEmpty();
      assertThat(read(plugins, "{}").payload()).isNotNull();
    }
  }

  @Test
  void codecs_ofOursAreAsTheyAre() throws Exception {
    codec("odd", "com.example.Odd", ODD);
    try (Plugins plugins = open()) {
      assertThat(plugins.codecs())
          .extracting(codec -> codec.getClass().getName())
          .containsExactlyInAnyOrder(
              "dev.cyclops.codecs.BrotliCodec",
              "dev.cyclops.codecs.ZstdCodec",
              GuardedCodec.class.getName());
    }
  }
}
