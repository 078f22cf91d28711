package dev.antiphon.testing;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks a value that is made by a builder: each field is kept, counts in equality, and survives
 * {@code toBuilder()}.
 *
 * @param <V> the value
 * @param <B> its builder
 */
public final class ValueCheck<V, B> {

  private record Field<V, B>(
      String name,
      Function<B, B> setOne,
      Function<B, B> setOther,
      Function<V, @Nullable Object> get,
      @Nullable Object one) {}

  private final Supplier<B> start;
  private final Function<B, V> build;
  private final Function<V, B> toBuilder;
  private final List<Field<V, B>> fields = new ArrayList<>();

  private ValueCheck(Supplier<B> start, Function<B, V> build, Function<V, B> toBuilder) {
    this.start = start;
    this.build = build;
    this.toBuilder = toBuilder;
  }

  /**
   * Starts a check.
   *
   * @param start starts a builder
   * @param build builds the value
   * @param toBuilder starts a builder with the fields of a value
   * @param <V> the value
   * @param <B> its builder
   */
  public static <V, B> ValueCheck<V, B> of(
      Supplier<B> start, Function<B, V> build, Function<V, B> toBuilder) {
    return new ValueCheck<>(start, build, toBuilder);
  }

  /**
   * Names a field.
   *
   * @param name its name, for the failure
   * @param set sets it
   * @param get reads it
   * @param one a value, not the default
   * @param other another value
   * @param <F> what it holds
   */
  public <F> ValueCheck<V, B> field(
      String name,
      BiFunction<B, F, B> set,
      Function<V, ? extends @Nullable Object> get,
      F one,
      F other) {
    fields.add(new Field<>(
        name,
        builder -> set.apply(builder, one),
        builder -> set.apply(builder, other),
        get::apply,
        one));
    return this;
  }

  /** Checks each field alone, and all of them together. */
  public void verify() {
    V plain = build.apply(start.get());
    equal("nothing set", plain, build.apply(start.get()));
    for (Field<V, B> field : fields) {
      V one = build.apply(field.setOne().apply(start.get()));
      V same = build.apply(field.setOne().apply(start.get()));
      V other = build.apply(field.setOther().apply(start.get()));
      that(Objects.equals(field.get().apply(one), field.one()), field.name() + " is not kept");
      equal(field.name(), one, same);
      different(field.name(), one, other);
      different(field.name(), one, plain);
      equal(field.name() + " through toBuilder()", one, build.apply(toBuilder.apply(one)));
    }
    V all = build.apply(everything());
    equal("everything set", all, build.apply(everything()));
    equal("everything through toBuilder()", all, build.apply(toBuilder.apply(all)));
    for (Field<V, B> field : fields) {
      different(field.name() + " of many", all, build.apply(field.setOther().apply(everything())));
    }
    that(!all.equals("something else"), "equal to a string");
  }

  private B everything() {
    B builder = start.get();
    for (Field<V, B> field : fields) {
      builder = field.setOne().apply(builder);
    }
    return builder;
  }

  private static void equal(String what, Object first, Object second) {
    that(first.equals(second) && second.equals(first), what + ": not equal");
    that(first.hashCode() == second.hashCode(), what + ": other hash code");
  }

  private static void different(String what, Object first, Object second) {
    that(!first.equals(second) && !second.equals(first), what + " does not count in equality");
  }

  private static void that(boolean holds, String failure) {
    if (!holds) {
      throw new AssertionError(requireNonNull(failure));
    }
  }
}
