package charter.runtime;

import java.util.function.Function;

/**
 * A value, or the null that was said in its place. Not the same as nothing, for which {@code null}
 * stands everywhere.
 *
 * @param value the value; {@code null} where null was said
 */
public record OrNull<T>(T value) {

  /** The value; {@code null}, which is nothing, where it is nothing. */
  public static <T> OrNull<T> of(T value) {
    return value == null ? null : new OrNull<>(value);
  }

  /** The null that was said. */
  public static <T> OrNull<T> saidNull() {
    return new OrNull<>(null);
  }

  /** Whether null was said. */
  public static boolean isNull(OrNull<?> of) {
    return of != null && of.value == null;
  }

  /** The value; {@code null} where it is nothing, and where null was said. */
  public static <T> T valueOf(OrNull<T> of) {
    return of == null ? null : of.value;
  }

  /** What becomes of the value; a null that was said stays one. */
  public static <T, U> OrNull<U> map(OrNull<T> of, Function<T, U> change) {
    if (of == null) {
      return null;
    }
    return of.value == null ? saidNull() : of(change.apply(of.value));
  }

  /** Its form in JSON, where null is the null of JSON. */
  public static <T> Json toJson(OrNull<T> of, Function<T, Json> form) {
    if (of == null) {
      return null;
    }
    return of.value == null ? Json.NULL : form.apply(of.value);
  }
}
