/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import static dev.cyclops.filter.grouping.Grouping.group;
import static dev.cyclops.filter.grouping.JsonWriter.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.filter.GroupKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameRulesTest {
  private static GroupKey of(Object... frames) {
    return group(object("stacktrace", object("frames", List.of(frames))));
  }

  private static GroupKey native_(Object address, String function) {
    Map<String, Object> frame = object("package", "libshop.so", "instruction_addr", address);
    if (function != null) {
      frame.put("function", function);
    }
    return of(frame);
  }

  private static GroupKey script(String file) {
    return of(object("filename", file, "function", "pay", "lineno", 1, "colno", 23456));
  }

  private static GroupKey module(String module) {
    return of(object("module", module, "function", "pay", "lineno", 1));
  }

  @Test
  void address_ofAFrameWithoutFunction_countsByItsPlaceInThePage() {
    GroupKey group = native_("0x7fff12345abc", null);
    assertThat(native_("0x7f0099999abc", null)).isEqualTo(group);
    assertThat(native_("0X55000ABC", null)).isEqualTo(group);
    assertThat(native_(0x1234abc, null)).isEqualTo(group);
    assertThat(native_("19090108", null)).isEqualTo(group);
    assertThat(native_("18446744073709550268", null)).isEqualTo(group);
    assertThat(native_("0x7fff12345abd", null)).isNotEqualTo(group);
    assertThat(of(object("package", "libshop.so"))).isNotEqualTo(group);
    assertThat(of(object("package", "other.so", "instruction_addr", "0xabc"))).isNotEqualTo(group);
  }

  @Test
  void address_ofAFrameWithAFunction_doesNotCount() {
    GroupKey group = native_("0x7fff12345abc", "pay");
    assertThat(native_("0x7fff12345abd", "pay")).isEqualTo(group);
    assertThat(native_("0x7fff12345abc", "add")).isNotEqualTo(group);
    assertThat(of(object("function", "pay", "package", "libshop.so"))).isEqualTo(group);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<redacted>", "<unknown>", "??", "?", "0x7fff12345abc", ""})
  void function_thatNobodyKnows_isAsNone(String unknown) {
    assertThat(native_("0x1abc", unknown))
        .isEqualTo(native_("0x2abc", unknown))
        .isEqualTo(native_("0x2abc", ""))
        .isNotEqualTo(native_("0x1abd", unknown));
  }

  @Test
  void addresses_ofImagesAndSymbols_doNotCount() {
    Map<String, Object> frame = object("function", "pay");
    GroupKey group = of(frame);
    for (String name : List.of("image_addr", "symbol_addr", "addr_mode", "vars")) {
      assertThat(of(object("function", "pay", name, "0x12"))).as(name).isEqualTo(group);
    }
    Object images = object("images", List.of(object("image_addr", "0x1")));
    assertThat(group(object("stacktrace", object("frames", List.of(frame)), "debug_meta", images)))
        .isEqualTo(group);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example/s/app.js, https://a.example/s/app.js?v=1",
    "https://a.example/s/app.js, http://cdn.example:8080/t/app.js#x",
    "https://a.example/item/123, https://a.example/item/124?q=1",
    "https://a.example/, https://a.example/shop/index.html",
    "blob:https://a.example/1f-2, blob:https://a.example/3c-4",
    "'data:text/javascript,a', 'data:text/javascript,b'",
    "https://a.example/app.3f2a1b9c.js, https://a.example/app.99aa1b9c.js",
    "https://a.example/index-B4xk9_2a.js, https://a.example/index-Zq7Lm-0p.js",
    "chrome-extension://abcd/run.js, chrome-extension://efgh/run.js",
    "safari-web-extension://1-2/run.js, safari-web-extension://3-4/run.js",
    "webpack:///./src/cart.vue?a1b2, webpack:///./src/cart.vue?c3d4",
    "app:///0a1b2c3d4e5f/main.jsbundle, app:///ffeeddccbb00/main.jsbundle",
    "file:///x/550e8400-e29b-41d4-a716-446655440000/m.js, "
        + "file:///x/660e8400-e29b-41d4-a716-446655440001/m.js",
  })
  void url_countsWithoutWhatDiffersBetweenPages(String one, String other) {
    assertThat(script(one)).isNotNull().isEqualTo(script(other));
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example/app.js, https://a.example/cart.js",
    "https://a.example/app.js, https://a.example/app/",
    "webpack:///./src/cart.vue, webpack:///./lib/cart.vue",
    "shop/cart.py, shop/item.py",
    "C:\\shop\\cart.cs, D:\\shop\\cart.cs",
    "node:internal/timers, node:internal/fs",
    "<anonymous>, [native code]",
    "/app/cart.php?a, /app/cart.php?b",
    "a:b, a:c",
    "https://a.example/cart-provider.js, https://a.example/item-provider.js",
    "https://a.example/my-Provider.js, https://a.example/my-Consumer.js",
  })
  void file_countsAsItIsOtherwise(String one, String other) {
    assertThat(script(one)).isNotNull().isNotEqualTo(script(other));
  }

  @Test
  void line_andColumnOfScripts_count() {
    String file = "https://a.example/app.js";
    assertThat(of(object("filename", file, "lineno", 1, "colno", 2)))
        .isNotEqualTo(of(object("filename", file, "lineno", 1, "colno", 3)));
  }

  @Test
  void url_isReadWhereverItStands() {
    for (int padding = 0; padding < 20; padding++) {
      String end = " ".repeat(padding);
      String json = "{\"stacktrace\":{\"frames\":[{\"filename\":\"%s\"}]}}" + end;
      assertThat(group(json.formatted("http:\\/\\/a.b\\/c.js?1")))
          .isEqualTo(group(json.formatted("http://a.b/c.js?2")));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "shop.Cart$$Lambda$77/0x0000000800c8d840, shop.Cart$$Lambda$90/0x0000000800d1e000",
    "com.sun.proxy.$Proxy12, com.sun.proxy.$Proxy3",
    "jdk.proxy2.$Proxy12, jdk.proxy3.$Proxy3",
    "shop.Cart$$EnhancerBySpringCGLIB$$1a2b3c4d, shop.Cart$$EnhancerBySpringCGLIB$$9f8e7d6c",
    "shop.Cart_$$_javassist_74, shop.Cart_$$_javassist_9",
    "sun.reflect.GeneratedMethodAccessor123, sun.reflect.GeneratedMethodAccessor4",
    "jdk.internal.reflect.GeneratedConstructorAccessor7, "
        + "jdk.internal.reflect.GeneratedConstructorAccessor88",
    "shop.core$fn__1234, shop.core$fn__987",
  })
  void module_thatTheJvmMadeUp_countsWithoutItsNumber(String one, String other) {
    assertThat(module(one)).isNotNull().isEqualTo(module(other));
  }

  @ParameterizedTest
  @CsvSource({
    "shop.Cart$1, shop.Cart$2",
    "shop.v1.Cart, shop.v2.Cart",
    "shop.Cart$$Lambda$77, shop.Item$$Lambda$77",
    "sun.reflect.Reflection1, sun.reflect.Reflection2",
    "shop2.Cart$Proxied, shop3.Cart$Proxied",
  })
  void module_countsAsItIsOtherwise(String one, String other) {
    assertThat(module(one)).isNotNull().isNotEqualTo(module(other));
  }

  @Test
  void frames_ofTheProgramItself_decideWhereThereAreSome() {
    Object own = object("function", "pay", "in_app", true);
    Object other = object("function", "add", "in_app", true);
    Object library = object("function", "get", "in_app", false);
    Object unmarked = object("function", "set");
    assertThat(of(own)).isEqualTo(of(library, own)).isEqualTo(of(own, unmarked, library));
    assertThat(of(own)).isNotEqualTo(of(other)).isNotEqualTo(of(own, other));
    assertThat(of(library)).isNotEqualTo(of(unmarked)).isNotEqualTo(of(library, unmarked));
  }

  @Test
  void frames_thatEqualTheOneBefore_countOnce() {
    Object a = object("function", "a", "lineno", 1, "vars", object("depth", 1));
    Object b = object("function", "b", "lineno", 1);
    Object deeper = object("function", "a", "lineno", 1, "vars", object("depth", 2));
    assertThat(of(a, deeper, deeper, b)).isEqualTo(of(a, b));
    assertThat(of(a, b, a)).isNotEqualTo(of(a, b));
  }

  @Test
  void exceptions_thatTheirChainHeldBefore_countOnce() {
    Object root = thrown("ExceptionGroup", "main", 7);
    Object child = thrown("IOError", "read", 8);
    Object otherChild = thrown("IOError", "write", 8);
    assertThat(chain(child, child, child, root))
        .isEqualTo(chain(child, root))
        .isNotEqualTo(chain(child, otherChild, root));
    List<Object> many = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      many.add(thrown("IOError", "f" + i, i));
    }
    GroupKey group = chain(many.toArray());
    many.set(39, thrown("IOError", "g", 1));
    assertThat(chain(many.toArray())).isNotEqualTo(group);
  }

  private static GroupKey chain(Object... exceptions) {
    return group(object("exception", object("values", List.of(exceptions))));
  }

  private static Map<String, Object> thrown(String type, String function, int line) {
    Object frame = object("function", function, "lineno", line);
    return object("type", type, "stacktrace", object("frames", List.of(frame)));
  }

  @Test
  void exception_thatTheSdkMadeUp_countsWithItsValue() {
    assertThat(synthetic("timeout after 5 ms", true, false))
        .isEqualTo(synthetic("timeout after 7 ms", true, false))
        .isNotEqualTo(synthetic("aborted after 5 ms", true, false));
    assertThat(synthetic("timeout", false, false)).isEqualTo(synthetic("aborted", false, false));
    assertThat(synthetic("timeout", true, true)).isEqualTo(synthetic("aborted", true, true));
  }

  @Test
  void exception_withoutAFrameButThePage_countsWithItsValue() {
    assertThat(onPage("a is not 1", "4711", "?"))
        .isEqualTo(onPage("a is not 2", "4712", "?"))
        .isNotEqualTo(onPage("b is not 1", "4711", "?"));
    assertThat(onPage("a", "4711", "pay")).isEqualTo(onPage("b", "4712", "pay"));
  }

  private static GroupKey onPage(String value, String id, String function) {
    Object frame = object("filename", "https://a.example/item/" + id, "function", function);
    Object trace = object("frames", List.of(frame));
    return chain(object("value", value, "stacktrace", trace, "type", "TypeError"));
  }

  private static GroupKey synthetic(String value, boolean synthetic, boolean inApp) {
    Map<String, Object> thrown =
        object("mechanism", object("handled", true, "synthetic", synthetic));
    thrown.put("type", "Error");
    thrown.put("value", value);
    thrown.put(
        "stacktrace", object("frames", List.of(object("function", "report", "in_app", inApp))));
    return chain(thrown);
  }
}
