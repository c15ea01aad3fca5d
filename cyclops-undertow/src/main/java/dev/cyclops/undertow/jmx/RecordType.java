/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.jmx;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenMBeanAttributeInfo;
import javax.management.openmbean.OpenMBeanAttributeInfoSupport;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import org.jspecify.annotations.Nullable;

/** A record of numbers, words and other such records as open data. Immutable. */
final class RecordType {
  private static final Map<Class<?>, SimpleType<?>> SIMPLE =
      Map.of(
          long.class, SimpleType.LONG,
          int.class, SimpleType.INTEGER,
          double.class, SimpleType.DOUBLE,
          boolean.class, SimpleType.BOOLEAN,
          String.class, SimpleType.STRING,
          // Null where it is empty.
          OptionalDouble.class, SimpleType.DOUBLE);

  private final CompositeType type;
  private final Map<String, RecordComponent> components = new LinkedHashMap<>();
  private final Map<String, RecordType> nested = new LinkedHashMap<>();

  private RecordType(Class<?> record) throws OpenDataException {
    for (RecordComponent component : record.getRecordComponents()) {
      components.put(component.getName(), component);
      if (component.getType().isRecord()) {
        nested.put(component.getName(), new RecordType(component.getType()));
      }
    }
    String[] names = components.keySet().toArray(new String[0]);
    OpenType<?>[] types = new OpenType<?>[names.length];
    for (int i = 0; i < names.length; i++) {
      types[i] = typeOf(names[i]);
    }
    type = new CompositeType(record.getName(), record.getSimpleName(), names, names, types);
  }

  /**
   * The type of a record.
   *
   * @throws IllegalArgumentException when something in it has no open type
   */
  static RecordType of(Class<? extends Record> record) {
    try {
      return new RecordType(record);
    } catch (OpenDataException e) {
      throw new IllegalArgumentException("not open data: " + record.getName(), e);
    }
  }

  private OpenType<?> typeOf(String name) throws OpenDataException {
    RecordType inner = nested.get(name);
    if (inner != null) {
      return inner.type;
    }
    SimpleType<?> simple = SIMPLE.get(component(name).getType());
    if (simple == null) {
      throw new OpenDataException("the component " + name + " has no open type");
    }
    return simple;
  }

  private RecordComponent component(String name) {
    return Objects.requireNonNull(components.get(name), name);
  }

  boolean has(String name) {
    return components.containsKey(name);
  }

  List<OpenMBeanAttributeInfo> attributes() {
    return components.keySet().stream()
        .<OpenMBeanAttributeInfo>map(
            name ->
                new OpenMBeanAttributeInfoSupport(
                    name, name, Objects.requireNonNull(type.getType(name)), true, false, false))
        .toList();
  }

  /** A component of a record of this type, as open data. */
  @Nullable Object value(Record record, String name) {
    try {
      Object value = component(name).getAccessor().invoke(record);
      RecordType inner = nested.get(name);
      if (inner != null && value != null) {
        return inner.data((Record) value);
      }
      if (value instanceof OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
      }
      return value;
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + name, e);
    }
  }

  private CompositeDataSupport data(Record record) {
    Map<String, @Nullable Object> items = new LinkedHashMap<>();
    components.keySet().forEach(name -> items.put(name, value(record, name)));
    try {
      return new CompositeDataSupport(type, items);
    } catch (OpenDataException e) {
      throw new IllegalStateException("cannot show a " + type.getTypeName(), e);
    }
  }
}
