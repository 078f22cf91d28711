package dev.antiphon.message;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON-shaped data as plain Java: {@code null}, {@code Boolean}, {@code Number}, {@code String},
 * {@code List} and {@code Map} with string keys (rule MSG-1).
 *
 * <p>Numbers are brought into one form, so that equal JSON is equal Java, also after storage: whole
 * numbers become {@code Integer}, {@code Long} or {@code BigInteger}, whichever is the smallest
 * that fits; others become {@code Double} where that is exact, else {@code BigDecimal}.
 */
public final class Json {

  private static final int MAX_DEPTH = 200;

  /** For a message, whose values of 200 levels stand inside of nested messages. */
  private static final int MAX_MESSAGE_DEPTH = 1000;

  private Json() {}

  /**
   * Returns a deeply immutable copy; what is one already comes back as it is.
   *
   * @param value the value
   * @param field where it stands, for the message of a refusal
   * @throws InvalidMessageException if it is not JSON, is cyclic, or is nested deeper than 200
   *     levels
   */
  public static @Nullable Object copyOf(@Nullable Object value, String field) {
    return new Copier(MAX_DEPTH).copy(value, field, 0);
  }

  /**
   * Returns a deeply immutable copy of a JSON object.
   *
   * @param object the object
   * @param field where it stands, for the message of a refusal
   * @throws InvalidMessageException if it is not JSON, is cyclic, or is nested deeper than 200
   *     levels
   */
  public static Map<String, Object> objectOf(Map<String, ?> object, String field) {
    return objectOf(object, field, MAX_DEPTH);
  }

  /** Returns a deeply immutable copy of a message that is still to be read. */
  static Map<String, Object> messageOf(Map<String, ?> object, String field) {
    return objectOf(object, field, MAX_MESSAGE_DEPTH);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> objectOf(Map<String, ?> object, String field, int maxDepth) {
    return (Map<String, Object>)
        java.util.Objects.requireNonNull(new Copier(maxDepth).copy(object, field, 0));
  }

  /** Copies one value, with the containers it is inside of. */
  private static final class Copier {
    private final Set<Object> inside = Collections.newSetFromMap(new IdentityHashMap<>());
    private final int maxDepth;

    Copier(int maxDepth) {
      this.maxDepth = maxDepth;
    }

    private @Nullable Object copy(@Nullable Object value, String field, int depth) {
      if (value == null || value instanceof String || value instanceof Boolean) {
        return value;
      }
      if (value instanceof Frozen frozen) {
        checkDepth(depth + frozen.height() - 1, field);
        return value;
      }
      if (value instanceof Number number) {
        return canonical(number, field);
      }
      if (!(value instanceof Map) && !(value instanceof List)) {
        throw new InvalidMessageException(
            field, "is a " + value.getClass().getName() + ", which is not JSON");
      }
      checkDepth(depth, field);
      if (!inside.add(value)) {
        throw new InvalidMessageException(field, "contains itself");
      }
      Object copy = value instanceof Map<?, ?> map
          ? copyMap(map, field, depth)
          : copyList((List<?>) value, field, depth);
      inside.remove(value);
      return copy;
    }

    private void checkDepth(int depth, String field) {
      if (depth >= maxDepth) {
        throw new InvalidMessageException(field, "is nested deeper than " + maxDepth + " levels");
      }
    }

    private Object copyMap(Map<?, ?> map, String field, int depth) {
      Map<String, Object> copy = new LinkedHashMap<>(map.size() * 2);
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (!(entry.getKey() instanceof String key)) {
          throw new InvalidMessageException(field, "has the key " + entry.getKey() + ", no string");
        }
        copy.put(key, copy(entry.getValue(), field + "." + key, depth + 1));
      }
      return new FrozenMap(copy);
    }

    private Object copyList(List<?> list, String field, int depth) {
      List<Object> copy = new ArrayList<>(list.size());
      for (Object element : list) {
        copy.add(copy(element, field + "[" + copy.size() + "]", depth + 1));
      }
      return new FrozenList(copy);
    }
  }

  private static Number canonical(Number number, String field) {
    if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
      return number.intValue();
    }
    if (number instanceof Long whole) {
      return smallest(BigInteger.valueOf(whole));
    }
    if (number instanceof BigInteger whole) {
      return smallest(whole);
    }
    if (number instanceof Double || number instanceof Float) {
      double value = Double.parseDouble(number.toString());
      if (!Double.isFinite(value)) {
        throw new InvalidMessageException(field, "is " + number + ", which JSON cannot say");
      }
      return value;
    }
    if (number instanceof BigDecimal decimal) {
      double value = decimal.doubleValue();
      boolean exact =
          Double.isFinite(value) && new BigDecimal(Double.toString(value)).compareTo(decimal) == 0;
      if (exact) {
        return value;
      }
      // Without a fraction or an exponent it is written, and then read, as a whole number.
      BigDecimal shortest = decimal.stripTrailingZeros();
      return shortest.scale() == 0 ? smallest(shortest.unscaledValue()) : shortest;
    }
    throw new InvalidMessageException(
        field, "is a " + number.getClass().getName() + ", which is not JSON");
  }

  private static Number smallest(BigInteger whole) {
    if (whole.bitLength() < Integer.SIZE) {
      return whole.intValue();
    }
    return whole.bitLength() < Long.SIZE ? (Number) whole.longValue() : (Number) whole;
  }

  /** Marks what was copied before, and says how deep it is. */
  private interface Frozen {

    /** Returns how many levels of lists and maps there are, this one included. */
    int height();
  }

  private static int heightOver(Iterable<Object> members) {
    int height = 0;
    for (Object member : members) {
      if (member instanceof Frozen frozen) {
        height = Math.max(height, frozen.height());
      }
    }
    return height + 1;
  }

  private static final class FrozenList extends AbstractList<Object>
      implements RandomAccess, Frozen {
    private final List<Object> elements;
    private final int height;

    FrozenList(List<Object> elements) {
      this.elements = elements;
      this.height = heightOver(elements);
    }

    @Override
    public int height() {
      return height;
    }

    @Override
    public Object get(int index) {
      return elements.get(index);
    }

    @Override
    public int size() {
      return elements.size();
    }
  }

  private static final class FrozenMap extends AbstractMap<String, Object> implements Frozen {
    private final Map<String, Object> entries;
    private final int height;

    FrozenMap(Map<String, Object> entries) {
      this.entries = Collections.unmodifiableMap(entries);
      this.height = heightOver(entries.values());
    }

    @Override
    public int height() {
      return height;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      return entries.entrySet();
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
      return entries.get(key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
      return entries.containsKey(key);
    }
  }
}
