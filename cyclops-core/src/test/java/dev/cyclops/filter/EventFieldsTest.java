/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.filter.EventFields.Field;
import dev.cyclops.filter.grouping.Grouping;
import org.junit.jupiter.api.Test;

class EventFieldsTest {
  @Test
  void get_ofEachField_isItsText() {
    EventFields fields =
        fields(
            "{'level':'error','environment':'prod','release':'a@1','transaction':'GET /',"
                + "'culprit':'in f','logger':'root','message':'hello','exception':{'values':["
                + "{'type':'Outer','value':'o'},{'type':'Inner','value':'i'}]}}");
    assertThat(fields.get(Field.LEVEL)).isEqualTo("error");
    assertThat(fields.get(Field.ENVIRONMENT)).isEqualTo("prod");
    assertThat(fields.get(Field.RELEASE)).isEqualTo("a@1");
    assertThat(fields.get(Field.TRANSACTION)).isEqualTo("GET /");
    assertThat(fields.get(Field.CULPRIT)).isEqualTo("in f");
    assertThat(fields.get(Field.LOGGER)).isEqualTo("root");
    assertThat(fields.get(Field.MESSAGE)).isEqualTo("hello");
    assertThat(fields.get(Field.EXCEPTION_TYPE)).isEqualTo("Inner");
    assertThat(fields.get(Field.EXCEPTION_VALUE)).isEqualTo("i");
  }

  @Test
  void get_decodesEscapes() {
    EventFields fields = fields("{'message':'say \\\"h\\u00fc\\\" \\n'}");
    assertThat(fields.get(Field.MESSAGE)).isEqualTo("say \"h\u00fc\" \n");
  }

  @Test
  void get_isCutAt1024Bytes() {
    EventFields fields = fields("{'message':'" + "x".repeat(3000) + "'}");
    assertThat(fields.get(Field.MESSAGE)).isEqualTo("x".repeat(1024));
  }

  @Test
  void has_whatIsAbsentEmptyOrNoText_isFalse() {
    EventFields fields = fields("{'level':'','release':7,'logger':{'a':'b'}}");
    for (Field field : Field.values()) {
      assertThat(fields.has(field)).as("%s", field).isFalse();
      assertThat(fields.get(field)).as("%s", field).isNull();
    }
    assertThat(EventFields.NONE.has(Field.LEVEL)).isFalse();
  }

  @Test
  void get_ofTwoWithOneName_isTheFirstText() {
    EventFields fields = fields("{'level':7,'level':'info','level':'error','level':null}");
    assertThat(fields.get(Field.LEVEL)).isEqualTo("info");
  }

  @Test
  void get_ofAnEventAfterAnother_isItsOwn() {
    fields("{'level':'info','message':'hello'}");
    EventFields fields = fields("{'message':'again'}");
    assertThat(fields.has(Field.LEVEL)).isFalse();
    assertThat(fields.get(Field.MESSAGE)).isEqualTo("again");
  }

  @Test
  void get_ofNestedMembers_isNull() {
    EventFields fields = fields("{'extra':{'level':'info','message':'no'},'tags':['release']}");
    assertThat(fields.has(Field.LEVEL)).isFalse();
    assertThat(fields.has(Field.MESSAGE)).isFalse();
  }

  private static EventFields fields(String json) {
    EventFields fields = Grouping.fingerprint(json.replace('\'', '"').getBytes(UTF_8)).fields();
    assertThat(fields).isNotNull();
    return fields;
  }
}
